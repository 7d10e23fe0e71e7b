/** So many random bytes. */
export type Random = (bytes: number) => Uint8Array;

const prefixes = {
  account: "acc_",
  user: "usr_",
  role: "rol_",
  group: "grp_",
  grant: "gra_",
  override: "ovr_",
  folder: "fld_",
  asset: "ast_",
  collection: "col_",
  version: "ver_",
  connection: "con_",
  delivery: "dlv_",
  job: "job_",
  /** A job of the queue: nobody outside reads it. */
  work: "wrk_",
  request: "req_",
  /** A key's id stands inside `gk_<key id>_<secret>`, so it has no mark of its own. */
  key: "",
} as const;

export type IdKind = keyof typeof prefixes;

/** A new id that nobody guesses: what it is an id of, and 100 random bits. */
export type Ids = (kind: IdKind) => string;

/** Crockford's digits: lower case, none that is mistaken for another. */
const digits = "0123456789abcdefghjkmnpqrstvwxyz";

export function createIds(random: Random): Ids {
  return (kind) => prefixes[kind] + Array.from(random(20), (byte) => digits[byte & 31]).join("");
}
