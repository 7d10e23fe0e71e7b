import type { Checkpoint, Head } from "../contract.ts";
import { isOf } from "../checkpoints/checkpoints.ts";
import { readCheckpoint } from "../checkpoints/text.ts";
import type { CheckpointRow, Database } from "../database/tables.ts";
import type { PublicSigningKey } from "../secrets/signing-key.ts";
import type { Fault } from "./links.ts";

/** A head that was signed, and the hash of the entry that now bears its number. */
export interface SignedRow extends CheckpointRow {
  readonly chained: string | null;
}

/** The account's signed heads from this entry on, in order. */
export async function signedRows(db: Database, account: string, from: number): Promise<SignedRow[]> {
  return await db
    .selectFrom("checkpoints")
    .leftJoin("entries", (join) =>
      join.onRef("entries.account", "=", "checkpoints.account").onRef("entries.seq", "=", "checkpoints.seq"),
    )
    .selectAll("checkpoints")
    .select("entries.hash as chained")
    .where("checkpoints.account", "=", account)
    .where("checkpoints.seq", ">=", from)
    .orderBy("checkpoints.seq")
    .execute();
}

/** The first signed head that the journal does not hold, or that nobody signed whom we trust. */
export function brokenPromise(
  rows: readonly SignedRow[],
  trusted: readonly PublicSigningKey[],
  head: Head,
): Fault | undefined {
  for (const row of rows) {
    const reading = readCheckpoint(row.text, trusted);
    if (reading.is !== "signed" || !isOf(row, reading.head)) {
      const message = `The signed head kept for entry ${row.seq} bears no signature of a key that is trusted here: it was changed or slipped in.`;
      return { seq: row.seq, problem: "not-signed", message };
    }
    const fault = notHeld(row, row.chained, head);
    if (fault) return fault;
  }
  return undefined;
}

/** A checkpoint from outside, if a trusted key signed it for this account and the journal holds it. */
export async function checkpointFor(
  db: Database,
  account: string,
  { text, trusted, head }: { text: string; trusted: readonly PublicSigningKey[]; head: Head },
): Promise<Omit<Checkpoint, "text"> | Fault> {
  const reading = readCheckpoint(text, trusted);
  if (reading.is !== "signed") {
    const key = reading.is === "not-signed" ? ` (it names the key ${reading.kid})` : "";
    const message = `The checkpoint bears no signature of a key that is trusted here${key}: it was forged or changed, or another gateway signed it.`;
    return { seq: 0, problem: "not-signed", message };
  }
  const { seq } = reading.head;
  if (reading.head.account !== account) {
    const message = `The checkpoint is of the account "${reading.head.account}", not of "${account}".`;
    return { seq, problem: "other-account", message };
  }
  const chained = await db
    .selectFrom("entries")
    .select("hash")
    .where("account", "=", account)
    .where("seq", "=", seq)
    .executeTakeFirst();
  const fault = notHeld(reading.head, chained?.hash ?? null, head);
  return fault ?? (await gapBefore(db, account, seq)) ?? { ...reading.head, kid: reading.kid };
}

function notHeld(
  { seq, hash, at }: Pick<CheckpointRow, "seq" | "hash" | "at">,
  chained: string | null,
  head: Head,
): Fault | undefined {
  const when = new Date(at).toISOString();
  if (seq > head.seq) {
    const message = `Entry ${seq} was signed at ${when}, but the journal ends with ${head.seq}: the rest was cut off, or the database was set back.`;
    return { seq: head.seq + 1, problem: "cut", message };
  }
  if (chained === null) return { seq, problem: "missing", message: `Entry ${seq} was removed.` };
  if (chained === hash) return undefined;
  const message = `Entry ${seq} is not the one that was signed at ${when}: it, or what came before it, was written anew.`;
  return { seq, problem: "changed", message };
}

/** Counts what comes before a checkpoint, without reading it. */
async function gapBefore(db: Database, account: string, seq: number): Promise<Fault | undefined> {
  const { there } = await db
    .selectFrom("entries")
    .select(({ fn }) => fn.countAll<number>().as("there"))
    .where("account", "=", account)
    .where("seq", ">=", 1)
    .where("seq", "<=", seq)
    .executeTakeFirstOrThrow();
  if (there === seq) return undefined;
  const message = `Of the ${seq} entries up to the checkpoint, ${there} are there: some were removed.`;
  return { seq, problem: "missing", message };
}
