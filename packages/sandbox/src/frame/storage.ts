import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { z } from "zod";
import { SandboxError } from "./errors.ts";

/** Where a platform keeps its state and its files. Names are the platform's own, such as `klaviyo/state.json`. */
export interface Storage {
  /** The document last written under this name, if any. Throws `SandboxError` where it is not what the schema says. */
  readonly read: <Schema extends z.ZodType>(
    name: string,
    schema: Schema,
  ) => Promise<z.output<Schema> | undefined>;
  /** Replaces it whole, or not at all; later writes land later. */
  readonly write: (name: string, document: unknown) => Promise<void>;
  readonly getBytes: (name: string) => Promise<Uint8Array | undefined>;
  readonly putBytes: (name: string, bytes: Uint8Array) => Promise<void>;
  /** Forgets everything below a folder. */
  readonly clear: (folder: string) => Promise<void>;
}

export function createMemoryStorage(): Storage {
  const documents = new Map<string, string>();
  const files = new Map<string, Uint8Array>();
  return {
    read: async (name, schema) => parse(name, documents.get(name), schema),
    write: async (name, document) => void documents.set(name, JSON.stringify(document)),
    getBytes: async (name) => files.get(name),
    putBytes: async (name, bytes) => void files.set(name, bytes),
    clear: async (folder) => {
      forget(documents, folder);
      forget(files, folder);
    },
  };
}

function forget(entries: Map<string, unknown>, folder: string): void {
  for (const name of entries.keys()) if (name.startsWith(`${folder}/`)) entries.delete(name);
}

/** Keeps everything below one folder of the disk, which it makes. */
export function createFolderStorage(root: string): Storage {
  let queue: Promise<unknown> = Promise.resolve();
  // One write at a time, so that the state written last is the state that stays.
  const inOrder = <T>(work: () => Promise<T>): Promise<T> => {
    const done = queue.then(work);
    queue = done.catch(() => undefined);
    return done;
  };
  const at = (name: string) => join(root, name);
  return {
    read: async (name, schema) => {
      const content = await readOrNothing(at(name));
      return parse(at(name), content?.toString("utf8"), schema);
    },
    write: (name, document) => {
      const text = JSON.stringify(document, null, 1);
      return inOrder(() => replace(at(name), text));
    },
    getBytes: (name) => readOrNothing(at(name)),
    putBytes: (name, bytes) => inOrder(() => replace(at(name), bytes)),
    clear: (folder) => inOrder(() => rm(at(folder), { recursive: true, force: true })),
  };
}

/** For the owner alone: what is delivered to a fake platform is no less a client's picture. */
async function replace(path: string, content: string | Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const draft = `${path}.new`;
  await writeFile(draft, content, { flush: true, mode: 0o600 });
  await rename(draft, path);
}

async function readOrNothing(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}

function parse<Schema extends z.ZodType>(
  path: string,
  text: string | undefined,
  schema: Schema,
): z.output<Schema> | undefined {
  if (text === undefined) return undefined;
  try {
    return schema.parse(JSON.parse(text));
  } catch (cause) {
    const message = `${path} is damaged or of another version; delete its folder to start over.`;
    throw new SandboxError("SANDBOX_STATE", message, { cause });
  }
}
