import { randomBytes } from "node:crypto";
import { DatabaseSync } from "node:sqlite";
import { createInterface } from "node:readline";
import { argv, exit, stdin } from "node:process";
import klaviyo from "@gatefold/connector-klaviyo";
import { createIds, serveGateway } from "@gatefold/gateway";
import { createBlobFolder, createPostgresStore, createSqliteStore } from "@gatefold/store";
import { destination, pino } from "pino";
import { createDeath, type Death, say, type Sentence } from "./death.ts";
import { watchAnswers, watchDatabase, watchedBlobs, watchedConnector, watchedStore } from "./watched.ts";

/** What a gateway that is to be killed is told. */
export interface LifeSettings {
  readonly database: DatabaseSettings;
  readonly masterKeyFile: string;
  readonly blobs: string;
  /** The fake platform's address. */
  readonly sandbox: string;
  /** Its own: log and cache. */
  readonly folder: string;
  /** How far ahead of the machine's its clock goes, in milliseconds. */
  readonly ahead: number;
  readonly sentence: Sentence | null;
}

export type DatabaseSettings = { readonly file: string } | { readonly url: string };

/** A real gateway in a process of its own, which says where it listens, when it is idle, and where it dies. */
async function run({ sandbox, folder, ahead, ...settings }: LifeSettings): Promise<void> {
  const clock = () => Date.now() + ahead;
  const death = await createDeath(settings.sentence);
  watchDatabase(death);
  watchAnswers(death);
  const { database, masterKeyFile } = settings;
  const store =
    "file" in database
      ? await createSqliteStore({ ...database, masterKeyFile })
      : await createPostgresStore({ ...database, masterKeyFile });
  death.reach("start: the database is open");
  const addresses = { host: "127.0.0.1", port: 0, contentPort: 0, apiUrl: null, contentUrl: null };
  death.reach("start: before it listens");
  const { apiUrl } = await serveGateway(
    { ...addresses, stopWithinMs: 0 },
    {
      store: watchedStore(store, death, clock),
      blobs: watchedBlobs(createBlobFolder(settings.blobs, { clock }), death),
      connectors: [watchedConnector(klaviyo, death)],
      platformOrigins: { "https://a.klaviyo.com": `${sandbox}/klaviyo` },
      clock,
      ids: createIds(randomBytes),
      random: randomBytes,
      cacheFolder: `${folder}/cache`,
      log: pino({}, destination({ dest: `${folder}/log`, sync: true, mkdir: true })),
    },
  );
  if ("file" in database && settings.sentence?.point === "checkpoint: in it") checkpointed(database, death);
  say(`ready ${apiUrl}`);
}

/** Now and then what the log of writes holds goes into the file, as SQLite does by itself once it is long enough. */
function checkpointed({ file }: { readonly file: string }, { during }: Death): void {
  const beside = new DatabaseSync(file, { timeout: 0 });
  const checkpoint = () => during("checkpoint: in it", () => beside.exec("pragma wal_checkpoint(truncate)"));
  setInterval(checkpoint, 20);
}

// Started with "wait", it is loaded by the time that it is told on its standard input what to be. Without, nothing happens.
if (argv[2] === "wait") {
  const told = createInterface({ input: stdin });
  told.once("line", (line) => void run(JSON.parse(line) as LifeSettings));
  // Whoever started it is gone, however that came.
  told.once("close", () => exit());
}
