import { rm } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { isLocked } from "./lock.ts";
import { readPrivate, writePrivate } from "./private-files.ts";

const serverSchema = z.object({
  pid: z.number().int(),
  gateway: z.url(),
  content: z.url(),
  sandbox: z.url().nullable(),
});

/** Where the server of a data folder listens. */
export type ServerAddresses = z.infer<typeof serverSchema>;

const serverFile = (dataFolder: string) => join(dataFolder, "server.json");

export async function writeServer(dataFolder: string, server: ServerAddresses): Promise<void> {
  await writePrivate(serverFile(dataFolder), `${JSON.stringify(server, null, 2)}\n`);
}

export async function forgetServer(dataFolder: string): Promise<void> {
  await rm(serverFile(dataFolder), { force: true });
}

/**
 * The server that runs on this folder right now, or undefined. An address that a dead server left behind is not
 * believed: something else may listen there by now, and would be shown a key.
 */
export async function findServer(dataFolder: string): Promise<ServerAddresses | undefined> {
  if (!isLocked(dataFolder)) return undefined;
  const text = await readPrivate(serverFile(dataFolder));
  if (text === undefined) return undefined;
  const parsed = serverSchema.safeParse(JSON.parse(text));
  return parsed.data;
}
