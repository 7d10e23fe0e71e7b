import { randomBytes } from "node:crypto";
import { GatefoldError } from "@gatefold/core";
import type { Database } from "../database/tables.ts";
import { verifyWithin } from "../journal/verify.ts";
import { inOneView } from "../journal/views.ts";
import { type DatabasePlace, openDatabase } from "../open-database.ts";
import { keyRingIn } from "../secrets/master-key.ts";
import { createSealing } from "../secrets/sealing.ts";
import { signingKeyIn } from "../secrets/signing-key.ts";
import type { KeyFacts, Survey } from "./contract.ts";
import { createSurvey } from "./survey.ts";

export interface KeyFiles {
  readonly masterKeyFile: string;
  readonly signingKeyFile: string;
}

/** A database looked at from outside: nothing in it is made, migrated or changed, a gateway may run on it. */
export interface Inspection extends Survey, AsyncDisposable {
  /**
   * Opens one sealed row, and looks whether the signer of the last head is known. Throws what is wrong with the keys:
   * `MASTER_KEY_…`, `SECRETS_CHANGED`, `SIGNING_KEY_…`.
   */
  keys(files: KeyFiles): Promise<KeyFacts>;
  /** Walks every journal whole and holds it against the tables; what is wrong with an account's, or null. */
  journals(): Promise<
    { readonly account: string; readonly entries: number; readonly wrong: string | null }[]
  >;
}

/** Throws `STORE_UNREADABLE` where there is none, or it can't be opened. */
export async function inspectDatabase(place: DatabasePlace): Promise<Inspection> {
  const opened = await openDatabase(place, { mustBeThere: true });
  const { db, kind } = opened;
  return {
    ...createSurvey(db, kind),
    keys: async (files) => ({ sealed: await sealedIn(db, files), signed: await signedIn(db, files) }),
    journals: () => inOneView(db, (view) => journalsIn(view)),
    [Symbol.asyncDispose]: () => opened[Symbol.asyncDispose](),
  };
}

async function journalsIn(view: Database) {
  const rows = await view.selectFrom("heads").select("account").orderBy("account").execute();
  const found = [];
  for (const { account } of rows) {
    const verdict = await verifyWithin(view, account);
    const wrong = "hash" in verdict ? null : verdict.message;
    found.push({ account, entries: verdict.seq, wrong });
  }
  return found;
}

/** Never makes a key: who looks leaves nothing behind. */
const asItIs = { mayMake: false, random: randomBytes };

async function sealedIn(db: Database, { masterKeyFile }: KeyFiles): Promise<number> {
  const rows = await db.selectFrom("sealedSecrets").selectAll().execute();
  if (rows.length === 0) return 0;
  const ring = await keyRingIn(masterKeyFile, asItIs);
  const sealing = createSealing({ file: masterKeyFile, ring, random: randomBytes });
  // One that another key sealed tells it at once; else any will do.
  const row = rows.find(({ masterKey }) => ring.every(({ id }) => id !== masterKey)) ?? rows[0];
  if (row) await sealing.open(row);
  return rows.length;
}

async function signedIn(db: Database, { signingKeyFile }: KeyFiles): Promise<number> {
  const rows = await db.selectFrom("checkpoints").select("kid").orderBy("at", "desc").execute();
  const [last] = rows;
  if (!last) return 0;
  const { trusted } = await signingKeyIn(signingKeyFile, asItIs);
  if (trusted.some(({ kid }) => kid === last.kid)) return rows.length;
  throw new GatefoldError(
    "SIGNING_KEY_WRONG",
    `Another key than ${signingKeyFile} signed the last head; put the right file back.`,
    { kid: last.kid },
  );
}
