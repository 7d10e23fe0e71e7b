import { randomBytes } from "node:crypto";
import { dirname, join } from "node:path";
import { createCheckpoints, holdsCheckpoints } from "./checkpoints/checkpoints.ts";
import type { DatabaseFacts, Store } from "./contract.ts";
import { migrate } from "./database/migrate.ts";
import type { Database } from "./database/tables.ts";
import { createJournal } from "./journal/journal.ts";
import type { Look } from "./looks/contract.ts";
import { createLooksPost } from "./looks/posting.ts";
import { listLooks } from "./looks/table.ts";
import { mustNotBeRetired } from "./secrets/live-keys.ts";
import { keyRingIn } from "./secrets/master-key.ts";
import type { RowsOfTexts } from "./places/condition.ts";
import { createRetention } from "./retention/retention.ts";
import { createPlaces } from "./places/places.ts";
import { signingKeyIn, type SigningKey } from "./secrets/signing-key.ts";
import { createSealing, type Sealing } from "./secrets/sealing.ts";
import { createKeySecrets, createSealedSecrets, holdsSecrets } from "./secrets/secrets.ts";
import { createSurvey } from "./survey/survey.ts";
import { createActs } from "./work/acts.ts";
import { createDeliveries } from "./work/deliveries.ts";
import { createDeliveryJobs } from "./work/delivery-jobs.ts";
import { createFetchLinks } from "./work/fetch-links.ts";
import { createKeptAnswers } from "./work/kept-answers.ts";
import { createQueue } from "./work/queue.ts";

/** What a store takes beside its database. */
export interface StoreSettings {
  /** The key that seals credentials; made where there is none. Keep it, and its backups, away from the database's. */
  readonly masterKeyFile: string;
  /** The key that signs heads of journals; made where there is none. Where it is not named: `signing.key` beside the master key. */
  readonly signingKeyFile?: string | undefined;
  /** Random bytes; Node's own unless a test wants others. */
  readonly random?: ((bytes: number) => Buffer) | undefined;
}

/** What differs between databases. */
export interface Engine {
  readonly engine: DatabaseFacts["engine"];
  readonly rowsOfTexts: RowsOfTexts;
  readonly scrub: (db: Database) => Promise<void>;
  /** Where it is, for a thread that opens it too. */
  readonly place: { readonly file: string } | { readonly url: string };
}

/** The store over a database that was just opened, its tables brought up to date; the database is closed where that fails. */
export async function storeOver(
  db: Database,
  settings: StoreSettings,
  { engine, rowsOfTexts, scrub, place }: Engine,
): Promise<Store> {
  const { masterKeyFile, random = randomBytes } = settings;
  try {
    await migrate(db);
    const mayMake = !(await holdsSecrets(db));
    const ring = await keyRingIn(masterKeyFile, { mayMake, random });
    await mustNotBeRetired(db, ring[0].id);
    const { signingKeyFile = join(dirname(masterKeyFile), "signing.key") } = settings;
    const mayMakeSigner = !(await holdsCheckpoints(db));
    const signingKey = await signingKeyIn(signingKeyFile, { mayMake: mayMakeSigner, random });
    const keys = { sealing: createSealing({ file: masterKeyFile, ring, random }), signingKey };
    const post = createLooksPost(place);
    const looks = { add: (all: readonly Look[]) => post.add(all), list: listLooks(db) };
    const rest = assembled(db, keys, random, rowsOfTexts);
    const closeAll = async () => {
      await post.close();
      await rest.close();
    };
    return { ...rest, survey: createSurvey(db, engine), looks, scrub: () => scrub(db), close: closeAll };
  } catch (error) {
    await db.destroy();
    throw error;
  }
}

interface Keys {
  readonly sealing: Sealing;
  readonly signingKey: SigningKey;
}

function assembled(
  db: Database,
  { sealing, signingKey }: Keys,
  random: (bytes: number) => Buffer,
  rowsOfTexts: RowsOfTexts,
): Omit<Store, "survey" | "looks" | "scrub"> {
  const random128 = () => random(16).toString("hex");
  let closing: Promise<void> | undefined;
  return {
    journal: createJournal({ db, random128, sealing, rowsOf: rowsOfTexts, trusted: signingKey.trusted }),
    checkpoints: createCheckpoints(db, signingKey),
    deliveries: createDeliveries(db),
    deliveryJobs: createDeliveryJobs(db),
    places: createPlaces(db, rowsOfTexts),
    links: createFetchLinks(db),
    queue: createQueue(db),
    acts: createActs(db, rowsOfTexts),
    retention: createRetention(db),
    answers: createKeptAnswers(db, sealing),
    secrets: createSealedSecrets(db, sealing),
    keySecrets: createKeySecrets(db),
    close: () => (closing ??= close(db)),
  };
}

/** Waits for what is under way; in a database that can't be reached nothing is. */
async function close(db: Database): Promise<void> {
  await db
    .connection()
    .execute(async () => {})
    .catch(() => undefined);
  await db.destroy();
}
