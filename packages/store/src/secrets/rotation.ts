import { randomBytes } from "node:crypto";
import { GatefoldError } from "@gatefold/core";
import { migrate } from "../database/migrate.ts";
import type { Database, SealedRow } from "../database/tables.ts";
import { inTransaction } from "../database/transactions.ts";
import { lockFile } from "../file-lock.ts";
import { type DatabasePlace, openDatabase } from "../open-database.ts";
import { placeOf } from "../work/kept-answers.ts";
import { register, retire } from "./live-keys.ts";
import { type KeyRing, type MasterKey, missing, newKey, readKeyRing, replaceKeyRing } from "./master-key.ts";
import { resealed } from "./sealing.ts";

const BATCH = 100;

export interface KeyPlaces {
  readonly database: DatabasePlace;
  readonly masterKeyFile: string;
}

export interface RotationSettings extends KeyPlaces {
  readonly random?: (bytes: number) => Buffer;
  /** Told after each batch that is sealed anew for good. */
  readonly onSealed?: (rows: number) => void | Promise<void>;
}

export interface Rotated {
  readonly masterKey: string;
  readonly replaced: readonly string[];
  /** A rotation that was broken off was gone on with. */
  readonly resumed: boolean;
  readonly resealed: number;
  /** Connections whose rows no key opens: they were changed, and must be given credentials anew. */
  readonly broken: readonly { readonly account: string; readonly connection: string }[];
}

/**
 * A new master key in the old one's place, while gateways run: the file has both, the new one first; the old one is barred
 * from sealing; what it sealed is sealed anew; it leaves the file. Broken off at any point, the next call goes on.
 */
export async function rotateMasterKey(settings: RotationSettings): Promise<Rotated> {
  const { masterKeyFile, random = randomBytes } = settings;
  await using held = new AsyncDisposableStack();
  held.use(await lockBeside(masterKeyFile));
  await using database = await openDatabase(settings.database, { mustBeThere: true });
  const { db } = database;
  await migrate(db);
  const found = await readKeyRing(masterKeyFile);
  if (!found) throw missing(masterKeyFile);
  const draft = () => `${masterKeyFile}.${random(8).toString("hex")}`;
  const resumed = found.length > 1;
  const ring: KeyRing = resumed ? found : [newKey(random), ...found];
  const [seals, ...replaced] = ring;
  // In the file before anything is sealed by it, and so in whatever copy is made of that from now on.
  if (!resumed) await replaceKeyRing(masterKeyFile, ring, draft());
  await register(db, seals.id);
  for (const { id } of replaced) await retire(db, id);
  const done: Done = { resealed: 0, broken: [] };
  for (const from of replaced) {
    const parts = { db, from, to: seals, random, onSealed: settings.onSealed };
    for (const kind of kinds) await resealAll(parts, kind, done);
    // A row that was changed meanwhile may have moved another past the last look: until a look finds nothing to do.
    for (let before = -1; before !== done.resealed;) {
      before = done.resealed;
      done.broken = done.broken.filter(({ masterKey }) => masterKey !== from.id);
      for (const kind of kinds) await resealAll(parts, kind, done);
    }
  }
  await replaceKeyRing(masterKeyFile, [seals], draft());
  const broken = done.broken.map(({ account, connection }) => ({ account, connection }));
  return { masterKey: seals.id, replaced: replaced.map(({ id }) => id), resumed, ...done, broken };
}

interface Done {
  resealed: number;
  broken: (Rotated["broken"][number] & { readonly masterKey: string })[];
}

/** How a table keeps what is sealed, and what it tells rows apart by. */
interface SealedKind {
  read(db: Database, masterKey: string, skip: number): Promise<(SealedRow & { readonly write: Write })[]>;
}
type Write = (db: Database, row: Pick<SealedRow, "masterKey" | "nonce" | "sealed">) => Promise<unknown>;

const credentials: SealedKind = {
  async read(db, masterKey, skip) {
    const rows = await db
      .selectFrom("sealedSecrets")
      .selectAll()
      .where("masterKey", "=", masterKey)
      .orderBy("account")
      .orderBy("connection")
      .limit(BATCH)
      .offset(skip)
      .execute();
    return rows.map((row) => Object.assign(row, { write: writeCredentials(row) }));
  },
};

/** Only over what was read: credentials that were given meanwhile are newer, and sealed by the new key. */
const writeCredentials =
  ({ account, connection, nonce }: SealedRow): Write =>
  (db, set) =>
    db
      .updateTable("sealedSecrets")
      .set(set)
      .where("account", "=", account)
      .where("connection", "=", connection)
      .where("nonce", "=", nonce)
      .execute();

const answers: SealedKind = {
  async read(db, masterKey, skip) {
    const rows = await db
      .selectFrom("keptAnswers")
      .selectAll()
      .where("masterKey", "=", masterKey)
      .orderBy("account")
      .orderBy("credential")
      .orderBy("name")
      .limit(BATCH)
      .offset(skip)
      .execute();
    return rows.map(({ account, credential, name, nonce, sealed }) => ({
      account,
      connection: placeOf({ account, credential, name }),
      masterKey,
      nonce: nonce ?? "",
      sealed: sealed ?? "",
      write: (writes, set) =>
        writes
          .updateTable("keptAnswers")
          .set(set)
          .where("account", "=", account)
          .where("credential", "=", credential)
          .where("name", "=", name)
          .where("nonce", "=", nonce)
          .execute(),
    }));
  },
};

const kinds = [credentials, answers];

interface Resealing {
  readonly db: Database;
  readonly from: MasterKey;
  readonly to: MasterKey;
  readonly random: (bytes: number) => Buffer;
  readonly onSealed: RotationSettings["onSealed"];
}

async function resealAll(
  { db, from, to, random, onSealed }: Resealing,
  kind: SealedKind,
  done: Done,
): Promise<void> {
  // What can't be opened stays where it is, and is stepped over.
  for (let broken = 0; ;) {
    const rows = await kind.read(db, from.id, broken);
    if (rows.length === 0) return;
    const before = broken;
    await inTransaction(db, async (writes) => {
      broken = before;
      for (const { write, ...row } of rows) {
        const again = openable(() => resealed(from, to, row, random));
        if (again)
          await write(writes, { masterKey: again.masterKey, nonce: again.nonce, sealed: again.sealed });
        else broken += 1;
        if (!again && kind === credentials)
          done.broken.push({ account: row.account, connection: row.connection, masterKey: from.id });
      }
    });
    done.resealed += rows.length - (broken - before);
    await onSealed?.(rows.length);
  }
}

function openable(seal: () => SealedRow): SealedRow | undefined {
  try {
    return seal();
  } catch (error) {
    if (error instanceof GatefoldError && error.code === "SECRETS_CHANGED") return undefined;
    throw error;
  }
}

/** How many rows each key sealed, by its id; also of keys that are not here. */
export async function sealedRows(place: DatabasePlace): Promise<ReadonlyMap<string, number>> {
  await using database = await openDatabase(place, { mustBeThere: true });
  const counts = new Map<string, number>();
  for (const table of ["sealedSecrets", "keptAnswers"] as const) {
    const rows = await database.db
      .selectFrom(table)
      .select(["masterKey", ({ fn }) => fn.countAll<number>().as("rows")])
      .where("masterKey", "is not", null)
      .groupBy("masterKey")
      .execute();
    for (const { masterKey, rows: more } of rows) {
      if (masterKey !== null) counts.set(masterKey, (counts.get(masterKey) ?? 0) + more);
    }
  }
  return counts;
}

async function lockBeside(file: string): Promise<Disposable> {
  return await lockFile(`${file}.lock`).catch((cause: unknown) => {
    const message = `Another rotation of ${file} is under way; wait for its end.`;
    throw new GatefoldError("MASTER_KEY_BUSY", message, { file }, { cause });
  });
}

/** Credentials that no key here opens, and the connection they are of. */
export interface Locked {
  readonly account: string;
  readonly connection: string;
  readonly name: string;
  readonly masterKey: string;
}

/** What would be lost if the keys that are not in the file were: nothing is changed. */
export async function lockedSecrets({ database: place, masterKeyFile }: KeyPlaces): Promise<Locked[]> {
  await using database = await openDatabase(place, { mustBeThere: true });
  const ids = ((await readKeyRing(masterKeyFile)) ?? []).map(({ id }) => id);
  const rows = await database.db
    .selectFrom("sealedSecrets")
    .leftJoin("connections", (join) =>
      join
        .onRef("connections.account", "=", "sealedSecrets.account")
        .onRef("connections.id", "=", "sealedSecrets.connection"),
    )
    .select([
      "sealedSecrets.account",
      "sealedSecrets.connection",
      "sealedSecrets.masterKey",
      "connections.name",
    ])
    .where("sealedSecrets.masterKey", "not in", [...ids, ""])
    .orderBy("sealedSecrets.connection")
    .execute();
  return rows.map(({ account, connection, masterKey, name }) => ({
    account,
    connection,
    masterKey,
    name: String(name ?? connection),
  }));
}
