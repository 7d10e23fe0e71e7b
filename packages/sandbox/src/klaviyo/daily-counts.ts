import { z } from "zod";
import type { Storage } from "../frame/storage.ts";
import type { Counts } from "../frame/windows.ts";

const FILE = "klaviyo/daily-counts.json";
const schema = z.record(z.string(), z.tuple([z.number(), z.number()]));

/** Counts of which the daily ones survive a restart: else a restart would be a new day. */
export async function openDailyCounts(storage: Storage): Promise<{ counts: Counts; save(): Promise<void> }> {
  const parsed = schema.safeParse(await storage.read(FILE));
  const counts: Counts = new Map(parsed.success ? Object.entries(parsed.data) : []);
  return {
    counts,
    save: () =>
      storage.write(FILE, Object.fromEntries([...counts].filter(([name]) => name.endsWith(" daily")))),
  };
}
