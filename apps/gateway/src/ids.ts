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

/** Digits of an id, and how many ids' random bytes are drawn at once. */
const LENGTH = 20;
const DRAWN = 50;

export function createIds(random: Random): Ids {
  let bytes = new Uint8Array();
  let at = 0;
  return (kind) => {
    if (at >= bytes.length) {
      bytes = new Uint8Array(random(LENGTH * DRAWN));
      at = 0;
    }
    let id: string = prefixes[kind];
    for (const end = at + LENGTH; at < end; at += 1) id += digits[(bytes[at] ?? 0) & 31];
    return id;
  };
}
