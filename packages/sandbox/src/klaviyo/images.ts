import { z } from "zod";
import type { Storage } from "../frame/storage.ts";
import type { KlaviyoReadings } from "./readings.ts";

export type ImageFormat = "jpeg" | "png" | "gif";

const imageSchema = z.strictObject({
  id: z.string(),
  account: z.string(),
  name: z.string(),
  format: z.enum(["jpeg", "png", "gif"]),
  /** Bytes. */
  size: z.int(),
  hidden: z.boolean(),
  updatedAt: z.number(),
  /** Its file's name on the content network. */
  file: z.string(),
});

export type StoredImage = Readonly<z.output<typeof imageSchema>>;

const stateSchema = z.strictObject({ lastId: z.int(), images: z.array(imageSchema) });

export interface NewImage {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly format: ImageFormat;
  readonly hidden: boolean;
}

/** The images of all accounts. Ids are unique across accounts, as Klaviyo's are. */
export interface Images {
  readonly list: (account: string) => readonly StoredImage[];
  readonly get: (account: string, id: string) => StoredImage | undefined;
  /** Whoever has the file's name gets the bytes, as on a content network. */
  readonly file: (
    account: string,
    file: string,
  ) => Promise<{ image: StoredImage; bytes: Uint8Array } | undefined>;
  readonly add: (account: string, image: NewImage) => Promise<StoredImage>;
  readonly change: (image: StoredImage, change: { name?: string; hidden?: boolean }) => Promise<StoredImage>;
  readonly reset: () => Promise<void>;
}

export interface ImagesDependencies {
  readonly storage: Storage;
  readonly readings: KlaviyoReadings;
  readonly now: () => number;
  readonly newId: () => string;
}

const STATE = "klaviyo/images.json";
const fileName = (file: string) => `klaviyo/files/${file}`;

export async function openImages({ storage, readings, now, newId }: ImagesDependencies): Promise<Images> {
  let { lastId, images } = (await storage.read(STATE, stateSchema)) ?? { lastId: 0, images: [] };
  let table = createTable(images);
  const save = () => storage.write(STATE, { lastId, images: table.all() });
  return {
    list: (account) => table.list(account),
    get: (account, id) => table.get(account, id),
    file: async (account, file) => {
      const image = table.file(account, file);
      const bytes = image && (await storage.getBytes(fileName(file)));
      return image && bytes && { image, bytes };
    },
    add: async (account, { bytes, ...given }) => {
      const file = `${newId()}.${given.format}`;
      await storage.putBytes(fileName(file), bytes);
      // From here to the save nothing waits, so two uploads of one name can't both find it free.
      lastId += 1;
      const name = freeName(given.name, table.list(account), readings);
      const own = { id: String(lastId), account, size: bytes.byteLength, updatedAt: now(), file };
      const image = { ...given, ...own, name };
      table.put(image);
      await save();
      return image;
    },
    change: async (image, change) => {
      const changed = { ...image, ...change };
      if (changed.name === image.name && changed.hidden === image.hidden) return image;
      const dated = { ...changed, updatedAt: now() };
      table.put(dated);
      await save();
      return dated;
    },
    reset: async () => {
      table = createTable([]);
      lastId = 0;
      await storage.clear("klaviyo");
    },
  };
}

/** Images in memory, by account and id, and by the name of their file. */
function createTable(images: readonly StoredImage[]) {
  const accounts = new Map<string, Map<string, StoredImage>>();
  const files = new Map<string, StoredImage>();
  const put = (image: StoredImage) => {
    const own = accounts.get(image.account) ?? new Map<string, StoredImage>();
    accounts.set(image.account, own.set(image.id, image));
    files.set(image.file, image);
  };
  images.forEach(put);
  return {
    put,
    all: () => [...files.values()],
    list: (account: string) => [...(accounts.get(account)?.values() ?? [])],
    get: (account: string, id: string) => accounts.get(account)?.get(id),
    file: (account: string, file: string) => {
      const image = files.get(file);
      return image?.account === account ? image : undefined;
    },
  };
}

/** The name itself, or with the first suffix that makes it free; hidden images hold their names too. */
function freeName(name: string, images: readonly StoredImage[], { nameSuffix }: KlaviyoReadings): string {
  const taken = new Set(images.map((image) => image.name));
  if (!taken.has(name)) return name;
  const dot = nameSuffix === "end" ? -1 : name.lastIndexOf(".");
  const [stem, extension] = dot > 0 ? [name.slice(0, dot), name.slice(dot)] : [name, ""];
  let number = 1;
  while (taken.has(`${stem}_${number}${extension}`)) number += 1;
  return `${stem}_${number}${extension}`;
}
