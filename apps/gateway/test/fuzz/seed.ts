/** What the fuzz is made from: the same each time, so that it fails for a change alone; another one with `FUZZ_SEED=…`. */
export const seed = Number(process.env["FUZZ_SEED"] ?? 20);
