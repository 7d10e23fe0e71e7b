import { z } from "zod";
import { type Api, pathOf } from "./api.ts";
import { CommandFailed, exit } from "./exit.ts";
import { nearest } from "./near.ts";
import { itemsOf } from "./pages.ts";

/** A folder or an asset that the person may know of. */
export interface Place {
  readonly kind: "folder" | "asset";
  readonly id: string;
  readonly name: string;
  /** The folder it is in; null at the top. */
  readonly parent: string | null;
}

const found = z.object({
  kind: z.enum(["folder", "asset"]),
  id: z.string(),
  name: z.string(),
  parent: z.string().nullable(),
});
const folder = z.object({ id: z.string(), name: z.string(), parent: z.string().nullable() });
const asset = z.object({ id: z.string(), name: z.string(), folder: z.string() });
const named = z.object({ name: z.string() });

/** What a path of names, or an id, leads to. Hidden or missing: the same `NOT_FOUND`. */
export async function findPlace(api: Api, text: string): Promise<Place> {
  if (/^fld_[0-9a-z]+$/.test(text)) {
    return { kind: "folder", ...(await api.call({ path: pathOf("folders", text) }, folder)) };
  }
  if (/^ast_[0-9a-z]+$/.test(text)) {
    const { id, name, folder: parent } = await api.call({ path: pathOf("assets", text) }, asset);
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

const lookUp = (api: Api, path: string): Promise<Place> =>
  api.call({ path: pathOf("lookup"), query: { path } }, found);

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
  const names: string[] = [];
  const lists = [
    { path: pathOf("folders"), query: { parent } },
    { path: pathOf("assets"), query: { folder: parent } },
  ];
  for (const list of lists) {
    for await (const { name } of itemsOf(api, list, named, 400)) names.push(name);
  }
  return names;
}
