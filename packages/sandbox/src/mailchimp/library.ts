import { z } from "zod";
import type { Storage } from "../frame/storage.ts";
import type { MailchimpReadings } from "./readings.ts";

const fileSchema = z.strictObject({
  id: z.int(),
  account: z.string(),
  /** 0: in no folder. */
  folder: z.int(),
  name: z.string(),
  kind: z.enum(["image", "file"]),
  mime: z.string(),
  /** Bytes. */
  size: z.int(),
  width: z.int(),
  height: z.int(),
  /** Its name on the content network. */
  file: z.string(),
  createdAt: z.number(),
  /** A username. */
  createdBy: z.string(),
});

const folderSchema = z.strictObject({
  id: z.int(),
  account: z.string(),
  name: z.string(),
  createdAt: z.number(),
  createdBy: z.string(),
});

/** A file of an account's file manager. */
export type MailchimpFile = Readonly<z.output<typeof fileSchema>>;
/** A folder; there are none inside others. */
export type MailchimpFolder = Readonly<z.output<typeof folderSchema>>;

const stateSchema = z.strictObject({
  lastId: z.int(),
  files: z.array(fileSchema),
  folders: z.array(folderSchema),
});

export type NewFile = Omit<MailchimpFile, "id" | "account" | "size" | "file" | "createdAt"> & {
  readonly bytes: Uint8Array;
};

/** The file managers of all accounts, oldest first. A name may be there twice. */
export interface Library {
  readonly files: (account: string) => readonly MailchimpFile[];
  readonly folders: (account: string) => readonly MailchimpFolder[];
  readonly add: (account: string, file: NewFile) => Promise<MailchimpFile>;
  readonly change: (
    file: MailchimpFile,
    change: { name?: string | undefined; folder?: number | undefined },
  ) => Promise<MailchimpFile>;
  readonly remove: (file: MailchimpFile) => Promise<void>;
  readonly addFolder: (account: string, name: string, createdBy: string) => Promise<MailchimpFolder>;
  readonly renameFolder: (folder: MailchimpFolder, name: string) => Promise<MailchimpFolder>;
  readonly removeFolder: (folder: MailchimpFolder) => Promise<void>;
  /** Whoever has the file's name on the content network gets the bytes. */
  readonly bytes: (account: string, file: string) => Promise<Uint8Array | undefined>;
  readonly reset: () => Promise<void>;
}

export interface LibraryDependencies {
  readonly storage: Storage;
  readonly readings: MailchimpReadings;
  readonly now: () => number;
  readonly newId: () => string;
}

const STATE = "mailchimp/library.json";
const fileName = (account: string, file: string) => `mailchimp/files/${account}/${file}`;

const empty = () => ({ lastId: 1000, files: [], folders: [] });

export async function openLibrary(dependencies: LibraryDependencies): Promise<Library> {
  const { storage, readings, now, newId } = dependencies;
  let state: z.output<typeof stateSchema> = (await storage.read(STATE, stateSchema)) ?? empty();
  const save = () => storage.write(STATE, state);
  const put = (file: MailchimpFile) => {
    state.files = state.files.map((one) => (one.id === file.id ? file : one));
  };
  const nextId = () => (state.lastId += 4);
  return {
    files: (account) => state.files.filter((file) => file.account === account),
    folders: (account) => state.folders.filter((folder) => folder.account === account),
    add: async (account, { bytes, ...given }) => {
      const file = `${newId()}.${extensionOf(given.name)}`;
      await storage.putBytes(fileName(account, file), bytes);
      const own = { id: nextId(), account, size: bytes.byteLength, file, createdAt: wholeSecond(now()) };
      const added = { ...given, ...own };
      state.files = [...state.files, added];
      await save();
      return added;
    },
    change: async (file, { name = file.name, folder = file.folder }) => {
      const changed = { ...file, name, folder };
      put(changed);
      await save();
      return changed;
    },
    remove: async (file) => {
      state.files = state.files.filter(({ id }) => id !== file.id);
      await save();
    },
    addFolder: async (account, name, createdBy) => {
      const folder = { id: nextId(), account, name, createdAt: wholeSecond(now()), createdBy };
      state.folders = [...state.folders, folder];
      await save();
      return folder;
    },
    renameFolder: async (folder, name) => {
      const renamed = { ...folder, name };
      state.folders = state.folders.map((one) => (one.id === folder.id ? renamed : one));
      await save();
      return renamed;
    },
    removeFolder: async ({ id }) => {
      state.folders = state.folders.filter((folder) => folder.id !== id);
      state.files =
        readings.folderDeleted === "files-go"
          ? state.files.filter((file) => file.folder !== id)
          : state.files.map((file) => (file.folder === id ? { ...file, folder: 0 } : file));
      await save();
    },
    bytes: async (account, file) => {
      const there = state.files.some((one) => one.account === account && one.file === file);
      if (!there && readings.deletedAddress === "gone") return undefined;
      return storage.getBytes(fileName(account, file));
    },
    reset: async () => {
      state = empty();
      await storage.clear("mailchimp");
    },
  };
}

/** Times are told to the second. */
const wholeSecond = (time: number) => time - (time % 1000);

export const extensionOf = (name: string): string =>
  /\.([A-Za-z0-9]+)$/.exec(name)?.[1]?.toLowerCase() ?? "bin";
