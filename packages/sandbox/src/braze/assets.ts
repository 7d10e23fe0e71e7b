import { createHash } from "node:crypto";
import { z } from "zod";
import type { Storage } from "../frame/storage.ts";

const assetSchema = z.strictObject({
  /** 24 hexadecimal digits; stays through replacements. */
  id: z.string(),
  account: z.string(),
  name: z.string(),
  ext: z.string(),
  mime: z.string(),
  /** Bytes. */
  size: z.int(),
  /** Its file's name on the content network; stays through replacements. */
  file: z.string(),
  updatedAt: z.number(),
  /** How often its file was replaced. */
  replaced: z.int(),
});

/** An asset of a workspace's media library. */
export type BrazeAsset = Readonly<z.output<typeof assetSchema>>;

export interface NewAsset {
  readonly name: string;
  readonly ext: string;
  readonly mime: string;
  readonly bytes: Uint8Array;
}

/** The media libraries of all workspaces, oldest asset first. A name may be there twice. */
export interface Assets {
  readonly list: (account: string) => readonly BrazeAsset[];
  readonly get: (account: string, id: string) => BrazeAsset | undefined;
  /** Whoever has the file's name gets the bytes. */
  readonly file: (
    account: string,
    file: string,
  ) => Promise<{ asset: BrazeAsset; bytes: Uint8Array } | undefined>;
  readonly add: (account: string, asset: NewAsset) => Promise<BrazeAsset>;
  readonly replace: (asset: BrazeAsset, bytes: Uint8Array) => Promise<BrazeAsset>;
  readonly reset: () => Promise<void>;
}

export interface AssetsDependencies {
  readonly storage: Storage;
  readonly now: () => number;
  readonly newId: () => string;
}

const STATE = "braze/assets.json";
const fileName = (file: string) => `braze/files/${file}`;

export async function openAssets({ storage, now, newId }: AssetsDependencies): Promise<Assets> {
  let assets = (await storage.read(STATE, z.array(assetSchema))) ?? [];
  const save = () => storage.write(STATE, assets);
  return {
    list: (account) => assets.filter((asset) => asset.account === account),
    get: (account, id) => assets.find((asset) => asset.account === account && asset.id === id),
    file: async (account, file) => {
      const asset = assets.find((one) => one.account === account && one.file === file);
      const bytes = asset && (await storage.getBytes(fileName(asset.file)));
      return asset && bytes && { asset, bytes };
    },
    add: async (account, { bytes, ...given }) => {
      // From the id nobody can tell the address, nor from the address the id.
      const id = createHash("sha256").update(`id ${newId()}`).digest("hex").slice(0, 24);
      const file = `${newId()}.${given.ext}`;
      await storage.putBytes(fileName(file), bytes);
      const asset = {
        ...given,
        id,
        account,
        size: bytes.byteLength,
        file,
        updatedAt: now(),
        replaced: 0,
      };
      assets = [...assets, asset];
      await save();
      return asset;
    },
    replace: async (asset, bytes) => {
      await storage.putBytes(fileName(asset.file), bytes);
      const changed = {
        ...asset,
        size: bytes.byteLength,
        updatedAt: now(),
        replaced: asset.replaced + 1,
      };
      assets = assets.map((one) => (one.id === asset.id ? changed : one));
      await save();
      return changed;
    },
    reset: async () => {
      assets = [];
      await storage.clear("braze");
    },
  };
}
