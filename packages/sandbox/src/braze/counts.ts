import { z } from "zod";
import type { Storage } from "../frame/storage.ts";
import type { Counts } from "../frame/windows.ts";

const FILE = "braze/counts.json";
const schema = z.record(z.string(), z.tuple([z.number(), z.number()]));

/** Counts survive a restart: else a restart would be a new hour. */
export async function openCounts(storage: Storage): Promise<{ counts: Counts; save(): Promise<void> }> {
  const counts: Counts = new Map(Object.entries((await storage.read(FILE, schema)) ?? {}));
  return { counts, save: () => storage.write(FILE, Object.fromEntries(counts)) };
}
