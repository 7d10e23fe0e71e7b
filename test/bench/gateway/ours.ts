import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { join } from "node:path";
import { createIds, createLogFile, type Founded, foundAccount, serveGateway } from "@gatefold/gateway";
import { createBlobFolder, createSqliteStore } from "@gatefold/store";
import { pino } from "pino";
import { bytesInUse } from "../measuring/heap.ts";
import type { Memory, Ready, Stage } from "./messages.ts";
import { pictureOf } from "./picture.ts";
import { processorTime } from "./processor.ts";
import { SIZES } from "./sizes.ts";

/** The gateway as it is served: its store in a file, keys, limits and a log that are on. */
process.once("message", (stage: Stage) => void serve(stage));

async function serve({ folder }: Stage): Promise<void> {
  const store = await createSqliteStore({
    file: join(folder, "gatefold.db"),
    masterKeyFile: join(folder, "keys", "master"),
  });
  const logFile = createLogFile({ path: join(folder, "log"), mode: 0o600 });
  const parts = {
    store,
    blobs: createBlobFolder(join(folder, "blobs")),
    connectors: [],
    platformOrigins: {},
    clock: () => Date.now(),
    ids: createIds(randomBytes),
    random: randomBytes,
    cacheFolder: join(folder, "cache"),
    log: pino({ level: "info" }, logFile),
  };
  const owner = { username: "ada", name: "Ada", email: null };
  const ada = await foundAccount(parts, { name: "Bench", plan: { features: [], limits: {} }, owner });
  const many = 1_000_000_000;
  const running = await serveGateway(
    {
      host: "127.0.0.1",
      port: 0,
      contentPort: 0,
      apiUrl: null,
      contentUrl: null,
      stopWithinMs: 500,
      limits: { requestsPerMinute: many, failedKeysPerMinute: many },
    },
    parts,
  );
  process.send?.({
    ...(await furnish(running.apiUrl, ada)),
    api: running.port,
    content: running.contentPort,
  });
  process.on("message", ({ kind }: { readonly kind: string }) => {
    process.send?.(kind === "processor" ? processorTime() : memoryInUse());
  });
  await once(process, "disconnect");
  await running.close();
  logFile.close();
}

function memoryInUse(): Memory {
  return { kind: "memory", bytes: bytesInUse() };
}

/** A designer with a role in one folder, and his pictures. */
async function furnish(url: string, ada: Founded): Promise<Omit<Ready, "api" | "content">> {
  const ask = async (path: string, body: object | Buffer): Promise<string> => {
    const isBytes = Buffer.isBuffer(body);
    const response = await fetch(url + path, {
      method: "POST",
      headers: {
        authorization: `Bearer ${ada.token}`,
        "content-type": isBytes ? "image/png" : "application/json",
      },
      body: isBytes ? new Uint8Array(body) : JSON.stringify(body),
    });
    const answer = (await response.json()) as { id?: string; token?: string };
    if (!response.ok) throw new Error(`${path}: ${JSON.stringify(answer)}`);
    return answer.token ?? answer.id ?? "";
  };
  const folder = await ask("/v1/folders", { parent: ada.root, name: "Summer" });
  const bea = await ask("/v1/users", { username: "bea", name: "Bea" });
  const api = await ask("/v1/roles", { name: "API", permissions: ["web-api.use"] });
  const designer = await ask("/v1/roles", {
    name: "Designer",
    permissions: ["asset.view", "asset.download", "asset.edit", "asset.create"],
  });
  await ask("/v1/grants", { user: bea, role: api });
  await ask("/v1/grants", { user: bea, role: designer, folders: [folder] });
  const token = await ask("/v1/keys", { name: "Bench", owner: bea });
  const lines: Record<string, string> = {
    decision: "POST /v1/decisions",
    me: "GET /v1/me",
    folder: `GET /v1/folders/${folder}`,
    list: `GET /v1/assets?folder=${folder}`,
  };
  let asset = "";
  for (const [name, bytes] of Object.entries(SIZES)) {
    asset = await ask(`/v1/assets?folder=${folder}&name=${name}.png`, pictureOf(bytes));
    lines[name] = `GET /v1/assets/${asset}/content`;
    lines[`${name} thumbnail`] = `GET /v1/assets/${asset}/thumbnail`;
  }
  const body = JSON.stringify({ permission: "asset.download", at: asset });
  const owner = { id: ada.owner, role: ada.role, token: ada.token };
  return { kind: "ready", lines, token, body, owner };
}
