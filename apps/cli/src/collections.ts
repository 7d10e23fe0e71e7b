import type { Collection } from "@gatefold/client";
import type { Api } from "./api.ts";
import { CommandFailed, exit } from "./exit.ts";
import { didYouMean } from "./near.ts";
import { allOf } from "./pages.ts";

/** A collection by name or id, among those the caller sees. Names repeat between workspaces: then only an id will do. */
export async function findCollection(api: Api, text: string): Promise<Collection> {
  if (/^col_[0-9a-z]+$/.test(text)) return api.call("collections.get", { path: { collection: text } });
  const all = await allOf(api.items("collections.list"));
  const wanted = text.normalize("NFC").toLowerCase();
  const [found, ...others] = all.filter(({ name }) => name.toLowerCase() === wanted);
  if (found && others.length === 0) return found;
  if (found) {
    const ids = [found, ...others].map(({ id }) => id);
    const message = `More than one collection is called "${found.name}".`;
    throw new CommandFailed(exit.usage, "SEVERAL_COLLECTIONS", message, [
      `Name one by its id: ${ids.join(", ")}.`,
    ]);
  }
  const names = all.map(({ name }) => name);
  const message = `There is no collection "${text}" that you see.`;
  throw new CommandFailed(exit.notFound, "UNKNOWN_COLLECTION", message, didYouMean(text, names));
}
