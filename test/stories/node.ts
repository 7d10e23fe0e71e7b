import { randomBytes } from "node:crypto";
import { argv, exit, stdin, stdout } from "node:process";
import klaviyo from "@gatefold/connector-klaviyo";
import { createIds, serveGateway } from "@gatefold/gateway";
import { createBlobFolder, createPostgresStore } from "@gatefold/store";
import { destination, pino } from "pino";

/** What a gateway of the stories is told: all of it shared with the others but the folder. */
export interface NodeSettings {
  readonly databaseUrl: string;
  readonly masterKeyFile: string;
  readonly blobs: string;
  readonly sandbox: string;
  /** Its own: log and cache. */
  readonly folder: string;
}

/** A gateway in a process of its own, for stories that kill it. Prints where it listens. */
async function run({ databaseUrl, masterKeyFile, blobs, sandbox, folder }: NodeSettings): Promise<void> {
  const addresses = { host: "127.0.0.1", port: 0, contentPort: 0, apiUrl: null, contentUrl: null };
  const running = await serveGateway(
    { ...addresses, stopWithinMs: 0 },
    {
      store: await createPostgresStore({ url: databaseUrl, masterKeyFile }),
      blobs: createBlobFolder(blobs, { clock: Date.now }),
      connectors: [klaviyo],
      platformOrigins: { "https://a.klaviyo.com": `${sandbox}/klaviyo` },
      clock: Date.now,
      ids: createIds(randomBytes),
      random: randomBytes,
      cacheFolder: `${folder}/cache`,
      log: pino({}, destination({ dest: `${folder}/log`, sync: true, mkdir: true })),
    },
  );
  // Whoever started it is gone, however that came.
  stdin.resume().once("end", () => exit());
  stdout.write(`${running.apiUrl}\n`);
}

const [settings] = argv.slice(2);
if (settings !== undefined) await run(JSON.parse(settings) as NodeSettings);
