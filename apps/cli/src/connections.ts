import type { ItemOf } from "@gatefold/client";
import type { Api } from "./api.ts";
import { CommandFailed, exit } from "./exit.ts";
import { didYouMean } from "./near.ts";
import { allOf } from "./pages.ts";

/** A connection by name or id, among those that serve something the caller sees. */
export async function findConnection(api: Api, text: string): Promise<ItemOf<"connections.list">> {
  const all = await allOf(api.items("connections.list"));
  const wanted = text.normalize("NFC").toLowerCase();
  const found = all.find(({ id, name }) => id === text || name.toLowerCase() === wanted);
  if (found) return found;
  const names = all.map(({ name }) => name);
  throw new CommandFailed(
    exit.notFound,
    "UNKNOWN_CONNECTION",
    `There is no connection "${text}" here.`,
    didYouMean(text, names),
  );
}
