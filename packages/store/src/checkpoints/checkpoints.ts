import { GatefoldError } from "@gatefold/core";
import type { CheckpointRow, Database, Writes } from "../database/tables.ts";
import { inTransaction } from "../database/transactions.ts";
import type { SigningKey } from "../secrets/signing-key.ts";
import type { Checkpoint, Checkpoints } from "./contract.ts";
import { checkpointText, readCheckpoint } from "./text.ts";

/** Did anything ever get signed? Then the key that did is somewhere, and no other may take its place. */
export async function holdsCheckpoints(db: Database): Promise<boolean> {
  return (await db.selectFrom("checkpoints").select("account").limit(1).execute()).length > 0;
}

export function createCheckpoints(db: Database, key: SigningKey): Checkpoints {
  return {
    keys: key.trusted,
    sign: (account, at, unlessAfter) =>
      inTransaction(db, (writes) => sign(writes, key, { account, at, unlessAfter })),
    async list(account, { before, limit }) {
      let query = db.selectFrom("checkpoints").selectAll().where("account", "=", account);
      if (before !== undefined) query = query.where("seq", "<", before);
      return await query.orderBy("seq", "desc").limit(limit).execute();
    },
    async due(after) {
      const rows = await db
        .selectFrom("heads")
        .leftJoin("checkpoints", (join) =>
          join.onRef("checkpoints.account", "=", "heads.account").on("checkpoints.seq", "=", (last) =>
            last
              .selectFrom("checkpoints as signed")
              .select(({ fn }) => fn.max("signed.seq").as("seq"))
              .whereRef("signed.account", "=", "heads.account"),
          ),
        )
        .select("heads.account")
        .where((build) =>
          build.or([
            build("checkpoints.seq", "is", null),
            build.and([
              build("checkpoints.seq", "<", build.ref("heads.seq")),
              build("checkpoints.at", "<=", after),
            ]),
          ]),
        )
        .orderBy("heads.account")
        .execute();
      return rows.map((row) => row.account);
    },
  };
}

interface Wanted {
  readonly account: string;
  readonly at: number;
  readonly unlessAfter: number | undefined;
}

async function sign(
  writes: Writes,
  key: SigningKey,
  { account, at, unlessAfter }: Wanted,
): Promise<Checkpoint | undefined> {
  // Held until this is done: of two who sign at once, the second finds what the first one signed.
  const head = await writes
    .selectFrom("heads")
    .select(["seq", "hash"])
    .where("account", "=", account)
    .forUpdate()
    .executeTakeFirst();
  if (!head) return undefined;
  const last = await lastOf(writes, account);
  if (last && unlessAfter !== undefined && last.at > unlessAfter) return last;
  if (last) mustBeOurs(last, key);
  const seqs = last ? [last.seq, head.seq] : [head.seq];
  const hashes = await hashesAt(writes, account, seqs);
  const holds = hashes.get(head.seq) === head.hash && (!last || hashes.get(last.seq) === last.hash);
  if (!holds || (last && last.seq > head.seq)) throw changed(account, last?.seq ?? head.seq);
  if (last?.seq === head.seq) return last;
  const text = checkpointText({ account, ...head, at }, key);
  const row = { account, ...head, at, kid: key.trusted[0]?.kid ?? "", text };
  await writes.insertInto("checkpoints").values(row).execute();
  return row;
}

async function lastOf(db: Writes, account: string): Promise<CheckpointRow | undefined> {
  return await db
    .selectFrom("checkpoints")
    .selectAll()
    .where("account", "=", account)
    .orderBy("seq", "desc")
    .limit(1)
    .executeTakeFirst();
}

async function hashesAt(db: Writes, account: string, seqs: number[]): Promise<Map<number, string>> {
  const rows = await db
    .selectFrom("entries")
    .select(["seq", "hash"])
    .where("account", "=", account)
    .where("seq", "in", seqs)
    .execute();
  return new Map(rows.map(({ seq, hash }) => [seq, hash]));
}

/** What was signed last must have been signed by us, and be what its row says. */
function mustBeOurs(row: CheckpointRow, { trusted }: SigningKey): void {
  const reading = readCheckpoint(row.text, trusted);
  if (reading.is === "signed" && isOf(row, reading.head)) return;
  const isOther = reading.is === "not-signed" && !trusted.some(({ kid }) => kid === reading.kid);
  throw isOther ? otherKey(reading.kid) : changed(row.account, row.seq);
}

/** Does the row say what its signed text says? */
export function isOf(row: Omit<CheckpointRow, "kid" | "text">, head: Omit<CheckpointRow, "kid" | "text">) {
  return row.account === head.account && row.seq === head.seq && row.hash === head.hash && row.at === head.at;
}

function changed(account: string, seq: number): GatefoldError {
  return new GatefoldError(
    "JOURNAL_CHANGED",
    `The journal no longer holds what was signed at entry ${seq}, so nothing more is signed; verify it (gatefold audit verify), then restore a backup.`,
    { account, seq },
  );
}

function otherKey(kid: string): GatefoldError {
  return new GatefoldError(
    "SIGNING_KEY_WRONG",
    `The last head was signed by the key ${kid}, which the signing key's file does not name; put the right file back, or write that key's public half after your own into it.`,
    { kid },
  );
}
