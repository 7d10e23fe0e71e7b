import { stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Configuration } from "../configuration/configuration.ts";
import { secretKeys } from "../configuration/names.ts";
import { findServer } from "../data-folder/server-file.ts";
import { lookAtDatabase } from "./database.ts";
import { type Finding, lookedAt, ok, warning, wrong } from "./finding.ts";
import { lookAtBlobs, lookAtFolder } from "./folder.ts";
import { lookAtNetwork } from "./network.ts";

export interface Patient {
  readonly configuration: Configuration;
  readonly dataFolder: string;
  readonly deep: boolean;
  readonly now: () => number;
  readonly fetch: typeof fetch;
  readonly nodeVersion: string;
}

/** Looks at everything that a gateway needs here, and changes nothing. */
export async function examine(patient: Patient): Promise<readonly Finding[]> {
  const { configuration, dataFolder, now, deep } = patient;
  const { values } = configuration;
  const url = values["database.url"];
  const masterKeyFile = values.masterKeyFile ?? join(dataFolder, "master.key");
  const looks = [
    lookedAt("data folder", () => lookAtFolder(dataFolder, url === null ? "sqlite" : "postgres")),
    lookedAt("database", () =>
      lookAtDatabase({
        place: url === null ? { file: join(dataFolder, "gatefold.sqlite") } : { url },
        keys: { masterKeyFile, signingKeyFile: join(dirname(masterKeyFile), "signing.key") },
        now,
        deep,
      }),
    ),
    lookedAt("pictures", () => lookAtBlobs(values.blobs ?? join(dataFolder, "blobs"), dataFolder)),
    lookedAt("ports", async () => lookAtNetwork(values, await findServer(dataFolder), patient.fetch)),
  ];
  const configured = await lookedAt("configuration", () => lookAtFile(configuration));
  return [lookAtNode(patient.nodeVersion), ...configured, ...(await Promise.all(looks)).flat()];
}

export function lookAtNode(version: string): Finding {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const suits = (major === 24 && minor >= 15) || major >= 26;
  if (suits) return ok("node", `Node.js ${version}.`);
  return wrong("node", `Node.js ${version} is too old.`, "Install Node.js 24.15 or later of 24, or 26.");
}

/** Sound it is, or there were no patient; who else reads its secrets is another question. */
async function lookAtFile({ file, sources }: Configuration): Promise<Finding[]> {
  const set = [...sources.values()].filter(({ from }) => from !== "usual").length;
  const sound = ok("configuration", `${set} settings are set${file === null ? "" : `, some in ${file}`}.`);
  const holdsSecret = secretKeys.some((key) => sources.get(key)?.from === "file");
  if (file === null || !holdsSecret || process.platform === "win32") return [sound];
  const { mode } = await stat(file);
  if ((mode & 0o007) === 0) return [sound];
  return [warning("configuration", `${file} holds a secret, and everybody can read it.`, `chmod o= ${file}`)];
}
