import type { StoredImage } from "@gatefold/sandbox";
import type { Blobs } from "@gatefold/store";
import type { Sent } from "./books.ts";
import { type Office, send } from "./work.ts";

/** What a gateway and its blobs hold and a platform shows, against the books: a sentence each; none is what should be. */
export async function differences(
  office: Office,
  images: readonly StoredImage[],
  blobs: Blobs,
): Promise<string[]> {
  const { books, folder, user } = office;
  const folders = await all(office, `/v1/folders?parent=${folder}`);
  const assets = await all<Picture>(office, `/v1/assets?folder=${folder}`);
  const grants = (await all(office, `/v1/grants?user=${user}`)).filter(({ reason }) => reason !== "");
  const deliveries = await all<Sent>(office, "/v1/deliveries");
  return [
    ...unlike("folder", names(folders), [...books.folders.keys()]),
    ...unlike("picture", names(assets), [...books.pictures.keys()]),
    ...unlike(
      "grant",
      grants.map(({ reason = "" }) => reason),
      [...books.grants.keys()],
    ),
    ...unlike(
      "delivery",
      deliveries.map(({ id }) => id),
      [...books.deliveries.values()].map(({ id }) => id),
    ),
    ...deliveries.flatMap((delivery) => strayed(delivery, images, books.removed.has(delivery.id))),
    ...(await blobs.verify(assets.map(({ version }) => version.sha256))).map(
      (hash) => `the bytes of ${hash} are lost`,
    ),
    ...(await unsound(office)),
  ];
}

/** Pictures that a platform holds twice under one marker, shown or hidden: found at any time, for none may ever be. */
export function twice(images: readonly StoredImage[]): string[] {
  const markers = images.map(({ name }) => /gf-[a-z0-9]{16}/.exec(name)?.[0] ?? name);
  return markers
    .filter((marker, index) => markers.indexOf(marker) !== index)
    .map((marker) => `${marker} was delivered twice`);
}

/** Deliveries that have not come to an end. */
export async function underWay(office: Office): Promise<number> {
  const deliveries = await all<Sent>(office, "/v1/deliveries");
  return deliveries.filter(({ state }) => state === "waiting" || state === "sending").length;
}

interface Picture extends Row {
  readonly version: { readonly sha256: string };
}

const names = (rows: readonly Row[]) => rows.map(({ name = "" }) => name);

interface Row {
  readonly id: string;
  readonly name?: string;
  readonly reason?: string;
}

async function all<Item = Row>(office: Office, path: string): Promise<Item[]> {
  interface Page {
    readonly items: readonly Item[];
    readonly next: string | null;
  }
  const items: Item[] = [];
  let cursor: string | null = "";
  while (cursor !== null) {
    const url = new URL(path, office.url);
    url.searchParams.set("limit", "200");
    if (cursor !== "") url.searchParams.set("cursor", cursor);
    const { status, body } = await send(office, { line: `GET ${url.pathname}${url.search}` });
    if (status !== 200) throw new Error(`${path} answered ${status} ${body.code}.`);
    const page = body as unknown as Page;
    items.push(...page.items);
    cursor = page.next;
  }
  return items;
}

const times = (among: readonly string[], one: string) => among.filter((other) => other === one).length;

function unlike(what: string, found: readonly string[], wanted: readonly string[]): string[] {
  return [...new Set([...found, ...wanted])]
    .filter((one) => times(found, one) !== times(wanted, one))
    .map((one) => `${what} ${one}: ${times(found, one)} found, ${times(wanted, one)} acknowledged`);
}

/** Delivered is once on the platform, under the id that is noted; taken back is hidden there. */
function strayed(
  { id, marker, state, externalId }: Sent,
  images: readonly StoredImage[],
  isRemoved: boolean,
): string[] {
  const ours = images.filter(({ name }) => name.includes(marker));
  const seen = ours.map((image) => `${image.id}${image.hidden ? " hidden" : ""}`).join(", ");
  const wanted = isRemoved ? `${externalId} hidden` : String(externalId);
  const isRight = seen === wanted && state === (isRemoved ? "removed" : "delivered");
  return isRight ? [] : [`delivery ${id} is ${state} as ${wanted}; the platform has ${seen || "nothing"}`];
}

export async function unsound(office: Office): Promise<string[]> {
  const { status, body } = await send(office, { line: "POST /v1/journal/verify" });
  const isSound = status === 200 && "ok" in body && body.ok === true;
  return isSound ? [] : [`the journal does not verify: ${status} ${JSON.stringify(body)}`];
}
