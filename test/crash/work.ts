import type { Chance } from "../bench/world/random.ts";
import type { Books, Sent, Wish } from "./books.ts";
import { picture } from "./picture.ts";

/** Where clients ask, and about what. */
export interface Office {
  readonly url: string;
  readonly token: string;
  /** The folder all is in. */
  readonly folder: string;
  readonly user: string;
  readonly role: string;
  readonly connections: readonly string[];
  readonly books: Books;
  readonly chance: Chance;
}

/** The gateway went away under a request. */
class Gone extends Error {}

interface Answered {
  readonly status: number;
  readonly body: { readonly id?: string; readonly code?: string };
}

export async function send(
  { url, token }: Pick<Office, "url" | "token">,
  { line, body, bytes, key }: Omit<Wish, "done" | "key"> & { readonly key?: string },
): Promise<Answered> {
  const [method = "GET", path = "/"] = line.split(" ");
  const content = bytes ? new Uint8Array(bytes) : body && JSON.stringify(body);
  try {
    const response = await fetch(url + path, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(content !== undefined && { "content-type": bytes ? "image/png" : "application/json" }),
        ...(key !== undefined && { "idempotency-key": key }),
      },
      ...(content !== undefined && { body: content }),
    });
    const text = await response.text();
    return { status: response.status, body: text === "" ? {} : (JSON.parse(text) as Answered["body"]) };
  } catch (error) {
    throw new Gone("The gateway is gone.", { cause: error });
  }
}

/** Asks for a write; where no answer comes, whether it was done stays in doubt. */
async function ask(office: Office, wish: Wish, again = false): Promise<void> {
  const { books } = office;
  books.doubts.push(wish);
  const { status, body } = await send(office, wish);
  // Done before it could be answered: that is all that a gateway can tell which was not there.
  const known = again && ["IDEMPOTENCY_REPLAYED", "DELIVERY_STATE"].includes(body.code ?? "");
  if (status >= 300 && !known) {
    throw new Error(`${wish.line}${again ? ", asked again," : ""} answered ${status} ${body.code}.`);
  }
  wish.done(known ? undefined : body);
  books.doubts = books.doubts.filter((other) => other !== wish);
}

/** What clients do who don't know whether it was done: they ask for it again, under the same name. */
export async function settleDoubts(office: Office): Promise<void> {
  const { doubts } = office.books;
  office.books.doubts = [];
  // All of them stay in doubt where the gateway dies over one.
  for (const [index, wish] of doubts.entries()) {
    try {
      await ask(office, wish, true);
    } catch (error) {
      office.books.doubts.push(...doubts.slice(index + 1));
      throw error;
    }
  }
}

/** A few clients at once, until all is done or the gateway is gone. */
export async function workOn(office: Office, removes: boolean): Promise<void> {
  const clients = [changes(office), changes(office), pictures(office), ...(removes ? [removal(office)] : [])];
  const ends = await Promise.allSettled(clients);
  const failed = ends.find((end) => end.status === "rejected" && !isGone(end.reason));
  if (failed?.status === "rejected") throw failed.reason;
}

export function isGone(error: unknown): boolean {
  return error instanceof Gone;
}

async function changes(office: Office): Promise<void> {
  const { books, chance, folder, user, role } = office;
  const number = books.next();
  const [name, reason] = [`Folder ${number}`, `Reason ${number}`];
  await ask(office, {
    line: "POST /v1/folders",
    body: { parent: folder, name },
    key: `folder-${number}`,
    done: (body) => books.folders.set(name, body?.id),
  });
  await ask(office, {
    line: "POST /v1/grants",
    body: { user, role, folders: [folder], reason },
    key: `grant-${number}`,
    done: (body) => books.grants.set(reason, body?.id),
  });
  if (chance.happens(0.5)) await rename(office, chance.pick([...books.folders]));
  if (chance.happens(0.5)) await endGrant(office, chance.pick([...books.grants]));
}

async function rename(office: Office, [name, id]: readonly [string, string | undefined]): Promise<void> {
  const { books } = office;
  if (id === undefined) return;
  // Nobody else renames it meanwhile, nor does who comes after a death.
  books.folders.delete(name);
  const after = `Renamed ${books.next()}`;
  await ask(office, {
    line: `PATCH /v1/folders/${id}`,
    body: { name: after },
    key: after.replace(" ", "-"),
    done: () => {
      books.folders.set(after, id);
      books.end();
    },
  });
}

async function endGrant(office: Office, [reason, id]: readonly [string, string | undefined]): Promise<void> {
  const { books } = office;
  if (id === undefined) return;
  books.grants.delete(reason);
  const [line, key] = [`POST /v1/grants/${id}/end`, `end-${id}`];
  await ask(office, { line, body: { reason: "Over." }, key, done: () => books.end() });
}

async function pictures(office: Office): Promise<void> {
  const { books, folder } = office;
  for (const connection of office.connections) {
    const number = books.next();
    const name = `${number}.png`;
    const query = new URLSearchParams({ folder, name }).toString();
    await ask(office, {
      line: `POST /v1/assets?${query}`,
      bytes: picture(number),
      key: `picture-${number}`,
      done: (body) => books.pictures.set(name, body?.id),
    });
    const asset = books.pictures.get(name);
    if (asset !== undefined) await deliver(office, asset, connection);
  }
}

async function deliver(office: Office, asset: string, connection: string): Promise<void> {
  await ask(office, {
    line: "POST /v1/deliveries",
    body: { asset, connection },
    key: `deliver-${asset}`,
    done: (body) => void (body && office.books.deliveries.set(asset, body as Sent)),
  });
}

/** Takes one back that has arrived. */
async function removal(office: Office): Promise<void> {
  const { books } = office;
  const sent = [...books.deliveries.values()].filter(({ id }) => !books.removed.has(id));
  for (const { id } of sent) {
    const { body } = await send(office, { line: `GET /v1/deliveries/${id}` });
    if ((body as Sent).state !== "delivered") continue;
    books.removed.add(id);
    await ask(office, { line: `DELETE /v1/deliveries/${id}`, key: `remove-${id}`, done: () => books.end() });
    return;
  }
}
