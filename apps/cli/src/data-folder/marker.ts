import { mkdir, readdir, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { z } from "zod";
import { CommandFailed, exit } from "../exit.ts";
import { readPrivate, writePrivate } from "./private-files.ts";

const markerSchema = z.object({
  gatefold: z.literal(1),
  /**
   * `making`: whoever finds this died in the middle; what is there is thrown away and made again. `restoring`: so did a
   * restore, which only another restore may take up.
   */
  state: z.enum(["making", "restoring", "ready"]),
  demo: z.boolean(),
  /** Where its account is kept: in a file of the folder, or elsewhere. */
  database: z.enum(["sqlite", "postgres"]).default("sqlite"),
});

/** What says that a folder is ours, and whether what is in it is whole. */
export type Marker = z.infer<typeof markerSchema>;

const NAME = "gatefold.json";

export async function writeMarker(dataFolder: string, marker: Omit<Marker, "gatefold">): Promise<void> {
  await writePrivate(join(dataFolder, NAME), `${JSON.stringify({ gatefold: 1, ...marker }, null, 2)}\n`);
}

/** Undefined where the folder is missing or empty. Throws `NOT_OURS` where it holds something that is not ours. */
export async function readMarker(dataFolder: string): Promise<Marker | undefined> {
  const names = await readdir(dataFolder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw error;
  });
  const text = await readPrivate(join(dataFolder, NAME));
  if (text !== undefined) {
    const marker = markerSchema.safeParse(parsed(text));
    if (marker.success) return marker.data;
    throw notOurs(dataFolder);
  }
  // The lock is taken before anything is written, so it may stand alone.
  if (names.every((name) => name.startsWith("lock") || name === `${NAME}.new`)) return undefined;
  throw notOurs(dataFolder);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const notOurs = (dataFolder: string) =>
  new CommandFailed(exit.refused, "NOT_OURS", `${dataFolder} holds something that is not Gatefold's data.`, [
    "Name Gatefold's own folder, or an empty one, with --data.",
  ]);

/** Makes the folder, and those above it, for its owner alone. Throws `NOT_MADE` where the system will not have it. */
export async function makeDataFolder(dataFolder: string): Promise<void> {
  await makeFolder(dataFolder).catch((error: NodeJS.ErrnoException) => {
    throw new CommandFailed(
      exit.refused,
      "NOT_MADE",
      `The folder ${dataFolder} can't be made (${error.code}).`,
      ["Name one in a place that you may write to, with --data."],
      { cause: error },
    );
  });
}

/** A step at a time: where a file system lets nobody in (/proc), Node's own recursive mkdir never returns. */
async function makeFolder(folder: string): Promise<void> {
  const made = () => mkdir(folder, { mode: 0o700 });
  await made().catch(async (error: NodeJS.ErrnoException) => {
    if (error.code === "EEXIST") return;
    if (error.code !== "ENOENT" || dirname(folder) === folder) throw error;
    await makeFolder(dirname(folder));
    await made();
  });
}

/** Takes away everything but the lock, which may be held. */
export async function emptyDataFolder(dataFolder: string): Promise<void> {
  const names = await readdir(dataFolder);
  // The marker last: a folder that was emptied halfway is still known as ours.
  const rest = names.filter((name) => name !== NAME && !name.startsWith("lock"));
  for (const name of [...rest, NAME]) await rm(join(dataFolder, name), { recursive: true, force: true });
}
