import { z } from "zod";
import type { Storage } from "../frame/storage.ts";
import type { SalesforceAccount } from "./accounts.ts";

const categorySchema = z.strictObject({
  id: z.int(),
  mid: z.string(),
  name: z.string(),
  parentId: z.int(),
});

const assetSchema = z.strictObject({
  id: z.int(),
  mid: z.string(),
  customerKey: z.string(),
  name: z.string(),
  description: z.string(),
  tags: z.array(z.string()),
  type: z.strictObject({ id: z.int(), name: z.string() }),
  categoryId: z.int(),
  fileName: z.string(),
  /** As answered: `png`, or `png (2) ` where the file's name came before. */
  extension: z.string(),
  size: z.int(),
  createdAt: z.number(),
  modifiedAt: z.number(),
  /** The name on the content network, kept when the bytes are replaced. */
  file: z.string(),
  deleted: z.boolean(),
});

const stateSchema = z.strictObject({
  lastId: z.int(),
  categories: z.array(categorySchema),
  assets: z.array(assetSchema),
});

export type SalesforceCategory = Readonly<z.output<typeof categorySchema>>;
export type SalesforceAsset = Readonly<z.output<typeof assetSchema>>;

/** Folders and assets of all business units; what is deleted stays as trash. */
export interface Library {
  readonly categories: (mid: string) => readonly SalesforceCategory[];
  /** What is not in the trash. */
  readonly assets: (mid: string) => readonly SalesforceAsset[];
  readonly trash: (mid: string) => readonly SalesforceAsset[];
  readonly bytes: (asset: SalesforceAsset) => Promise<Uint8Array | undefined>;
  /** Whoever has the file's name gets the bytes, as on a content network; not what was deleted. */
  readonly byFile: (mid: string, file: string) => SalesforceAsset | undefined;
  readonly addCategory: (category: Omit<SalesforceCategory, "id">) => Promise<SalesforceCategory>;
  readonly changeCategory: (category: SalesforceCategory) => Promise<void>;
  readonly removeCategory: (category: SalesforceCategory) => Promise<void>;
  readonly nextId: () => number;
  readonly putAsset: (asset: SalesforceAsset, bytes: Uint8Array | undefined) => Promise<void>;
  readonly reset: () => Promise<void>;
}

const STATE = "salesforce-mc/library.json";
const fileName = (file: string) => `salesforce-mc/files/${file}`;
const FIRST_ID = 89_000;

export async function openLibrary(
  storage: Storage,
  accounts: readonly SalesforceAccount[],
): Promise<Library> {
  const state = await storage.read(STATE, stateSchema);
  let lastId = state?.lastId ?? FIRST_ID;
  let categories = new Map(state?.categories.map((category) => [category.id, category]));
  let assets = new Map(state?.assets.map((asset) => [asset.id, asset]));
  const nextId = () => (lastId += 1);
  const save = () =>
    storage.write(STATE, { lastId, categories: [...categories.values()], assets: [...assets.values()] });
  /** Every business unit has a folder that is there from the start. */
  const root = () => {
    const rooted = new Set([...categories.values()].map(({ mid }) => mid));
    for (const { mid } of accounts.flatMap(({ units }) => units)) {
      if (rooted.has(mid)) continue;
      const id = nextId();
      categories.set(id, { id, mid, name: "Content Builder", parentId: 0 });
    }
  };
  root();
  const of = (mid: string, deleted: boolean) =>
    [...assets.values()].filter((asset) => asset.mid === mid && asset.deleted === deleted);
  return {
    nextId,
    categories: (mid) => [...categories.values()].filter((category) => category.mid === mid),
    assets: (mid) => of(mid, false),
    trash: (mid) => of(mid, true),
    bytes: (asset) => storage.getBytes(fileName(asset.file)),
    byFile: (mid, file) => of(mid, false).find((asset) => asset.file === file),
    addCategory: async (given) => {
      const category = { id: nextId(), ...given };
      categories.set(category.id, category);
      await save();
      return category;
    },
    changeCategory: async (category) => {
      categories.set(category.id, category);
      await save();
    },
    removeCategory: async ({ id }) => {
      categories.delete(id);
      await save();
    },
    putAsset: async (asset, bytes) => {
      // In memory at once, so that two who ask for one name can't both find it free.
      assets.set(asset.id, asset);
      if (bytes) await storage.putBytes(fileName(asset.file), bytes);
      await save();
    },
    reset: async () => {
      categories = new Map();
      assets = new Map();
      lastId = FIRST_ID;
      root();
      await storage.clear("salesforce-mc");
    },
  };
}
