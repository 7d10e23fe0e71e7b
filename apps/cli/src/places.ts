import type { Api } from "./api.ts";
import { CommandFailed, exit } from "./exit.ts";
import { nearest } from "./near.ts";
import { allOf } from "./pages.ts";

/** A folder or an asset that the person may know of. */
export interface Place {
  readonly kind: "folder" | "asset";
  readonly id: string;
  readonly name: string;
  /** The folder it is in; null at the top. */
  readonly parent: string | null;
}

/** What a path of names, or an id, leads to. Hidden or missing: the same `NOT_FOUND`. */
export async function findPlace(api: Api, text: string): Promise<Place> {
  if (/^fld_[0-9a-z]+$/.test(text)) {
    const { id, name, parent } = await api.call("folders.get", { path: { folder: text } });
    return { kind: "folder", id, name, parent };
  }
  if (/^ast_[0-9a-z]+$/.test(text)) {
    const { id, name, folder: parent } = await api.call("assets.get", { path: { asset: text } });
    return { kind: "asset", id, name, parent };
  }
  try {
    return await lookUp(api, text);
  } catch (error) {
    if (!isMissing(error)) throw error;
    // A hint is worth no error of its own.
    throw await withNearMiss(api, text, error).catch(() => error);
  }
}

const lookUp = (api: Api, path: string): Promise<Place> => api.call("lookup.get", { query: { path } });

export const isMissing = (error: unknown): error is CommandFailed =>
  error instanceof CommandFailed && error.status === exit.notFound;

/** The same refusal, with a name that is a slip away, if there is one among those the person sees. */
async function withNearMiss(api: Api, text: string, missing: CommandFailed): Promise<CommandFailed> {
  const names = text.split("/").filter((name) => name !== "");
  for (let length = names.length - 1; length >= 0; length -= 1) {
    const above = await lookUp(api, names.slice(0, length).join("/")).catch(() => undefined);
    if (above?.kind !== "folder") continue;
    const near = nearest(names[length] ?? "", await namesIn(api, above.id));
    if (near === undefined) return missing;
    const path = [...names.slice(0, length), near, ...names.slice(length + 1)].join("/");
    return new CommandFailed(exit.notFound, missing.code, missing.message, [`Did you mean "${path}"?`]);
  }
  return missing;
}

/** At most two pages of each: a near miss is not worth more. */
async function namesIn(api: Api, parent: string): Promise<string[]> {
  const folders = await allOf(api.items("folders.list", { query: { parent } }), 400);
  const assets = await allOf(api.items("assets.list", { query: { folder: parent } }), 400);
  return [...folders, ...assets].map(({ name }) => name);
}
