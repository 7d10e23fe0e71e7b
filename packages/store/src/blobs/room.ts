import { StoreFull, StoreReadOnly } from "../errors.ts";

/** What the system says where there is no room: on the disk, in a quota, in the limit of a file's size. */
const full = new Set(["ENOSPC", "EDQUOT", "EFBIG"]);
const readOnly = new Set(["EROFS", "EACCES", "EPERM"]);

/** Writing files, with the system's refusals in our words. */
export async function withRoom<T>(write: Promise<T>): Promise<T> {
  try {
    return await write;
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    if (full.has(code)) throw new StoreFull(code);
    if (readOnly.has(code)) throw new StoreReadOnly(code);
    throw error;
  }
}
