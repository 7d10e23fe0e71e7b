import type { Delivery } from "@gatefold/client";
import type { Api } from "./api.ts";
import { createDirectory, type Directory } from "./directory.ts";
import { CommandFailed, exit, usage } from "./exit.ts";
import type { Io } from "./io.ts";
import { didYouMean } from "./near.ts";
import { allOf } from "./pages.ts";
import { sayTime } from "./times.ts";

export const isUnderWay = ({ state }: Delivery) => state === "waiting" || state === "sending";

/** Seconds the gateway is asked to hold an answer back; it holds none longer. */
export const WAIT_SECONDS = 25;

export function mustBeDeliveryId(text: string): void {
  if (/^dlv_[0-9a-z]+$/.test(text)) return;
  throw usage(`"${text}" is no delivery's id.`, "Ids start with dlv_; `deliveries` lists them.");
}

/** What `--to` names, as the API takes it: a connection by name or id, or a platform by its id. `at`: what it is to serve. */
export async function findTarget(
  api: Api,
  at: { readonly asset?: string; readonly folder?: string },
  text: string,
): Promise<{ readonly connection: string } | { readonly connector: string }> {
  const connections = await allOf(api.items("connections.list", { query: at }));
  const wanted = text.normalize("NFC").toLowerCase();
  const found = connections.find(({ id, name }) => id === text || name.toLowerCase() === wanted);
  if (found) return { connection: found.id };
  if (text.startsWith("con_")) return { connection: text };
  // Whether a platform may be used here, the gateway decides; where others serve the picture, this one is a slip.
  const platforms = new Set(connections.map(({ connector }) => connector));
  if (platforms.has(wanted)) return { connector: wanted };
  if (platforms.size === 0 && /^[a-z0-9-]+$/.test(wanted)) return { connector: wanted };
  const names = connections.map(({ name }) => name);
  const hint = names.length > 0 ? [`Connections here: ${names.join(", ")}.`] : [];
  throw new CommandFailed(
    exit.notFound,
    "UNKNOWN_CONNECTION",
    `No connection or platform "${text}" serves this picture.`,
    [...didYouMean(text, names), ...hint],
  );
}

/** What goes where, by names. */
export async function wayOf({ asset, connection }: Delivery, directory: Directory) {
  return { what: await directory.place(asset), where: await directory.connection(connection) };
}

/** How it ended, or where it stands. `existed`: it had been asked for before. */
export async function printOutcome(io: Io, api: Api, delivery: Delivery, existed = false): Promise<void> {
  const { id, state, externalUrl } = delivery;
  const way = await wayOf(delivery, createDirectory(api, null));
  const sentence = sentenceOf(delivery, way, existed);
  const good = state === "delivered" || state === "removed";
  const bad = state === "refused" || state === "failed" || state === "unknown";
  const paint = good ? io.style.good : bad ? io.style.bad : (text: string) => text;
  const code = delivery.code === null ? "" : ` ${io.style.faint(`[${delivery.code}]`)}`;
  io.print(`${paint(sentence)}${code}`);
  for (const line of externalUrl && state === "delivered" ? [externalUrl, id] : [id])
    io.print(`  ${io.style.faint(line)}`);
}

function sentenceOf(
  { state, message, nextAt }: Delivery,
  { what, where }: { what: string; where: string },
  existed: boolean,
): string {
  const next =
    state === "waiting" && nextAt !== null ? ` It is tried at ${sayTime(Date.parse(nextAt))}.` : "";
  const told = (message === null ? "" : ` ${message}`) + next;
  const sentences: Record<Delivery["state"], string> = {
    waiting: `${what} waits to be sent to ${where}.${told}`,
    sending: `${what} is being sent to ${where}.${told}`,
    delivered: `${what} is in ${where}${existed ? " already" : " now"}.${told}`,
    unknown: `Whether ${what} came into ${where} is not known.${told}`,
    refused: `${what} was not sent to ${where}.${told}`,
    failed: `${what} did not get into ${where}.${told}`,
    cancelled: `${what} was called off.`,
    removed: `${what} is in ${where} no longer.`,
  };
  return sentences[state];
}
