import { createHash } from "node:crypto";
import type { Api } from "../api.ts";
import { allOf } from "../pages.ts";

/** A folder of the library, and what bytes are in it. */
export interface Shelf {
  readonly folder: string;
  /** Whether these very bytes are in the folder already, under whatever name. */
  holds(blob: Blob): Promise<boolean>;
}

export interface Shelves {
  /** The folder at a path below the target; made, with those above it, where it is not there. */
  at(folders: readonly string[]): Promise<Shelf>;
}

/** As the gateway tells names apart. */
const nameKey = (name: string) => name.normalize("NFC").trim().toLowerCase();

export function createShelves(api: Api, target: string): Shelves {
  // Files come folder by folder, so only the latest ones are wanted again; each is asked for once at a time.
  const shelves = new Map<string, Promise<Shelf>>();
  const at = (folders: readonly string[]): Promise<Shelf> => {
    const path = folders.join("/");
    const known = shelves.get(path);
    if (known) return known;
    const shelf = open(folders);
    shelves.set(path, shelf);
    if (shelves.size > KEPT) forgetOldest(shelves);
    return shelf;
  };
  const open = async (folders: readonly string[]): Promise<Shelf> => {
    const name = folders.at(-1);
    if (name === undefined) return createShelf(api, target);
    const above = await at(folders.slice(0, -1));
    return createShelf(api, await folderIn(api, above.folder, name));
  };
  return { at };
}

const KEPT = 64;

function forgetOldest(shelves: Map<string, Promise<Shelf>>): void {
  const [oldest] = shelves.keys();
  if (oldest !== undefined) shelves.delete(oldest);
}

async function folderIn(api: Api, parent: string, name: string): Promise<string> {
  const folders = await allOf(api.items("folders.list", { query: { parent } }));
  const there = folders.find((folder) => nameKey(folder.name) === nameKey(name));
  if (there) return there.id;
  return (await api.call("folders.create", { body: { parent, name } })).id;
}

async function createShelf(api: Api, folder: string): Promise<Shelf> {
  const assets = await allOf(api.items("assets.list", { query: { folder } }));
  const versions = assets.flatMap(({ version }) => version ?? []);
  const sizes = new Set(versions.map(({ bytes }) => bytes));
  const hashes = new Set(versions.map(({ sha256 }) => sha256));
  return {
    folder,
    // Most files differ in size from all that is there, and need not be read for it.
    holds: async (blob) => sizes.has(blob.size) && hashes.has(await hashOf(blob)),
  };
}

async function hashOf(blob: Blob): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of blob.stream()) hash.update(chunk);
  return hash.digest("hex");
}
