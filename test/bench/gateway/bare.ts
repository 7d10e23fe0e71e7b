import { once } from "node:events";
import { mkdir, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import express from "express";
import type { Ready, Stage } from "./messages.ts";
import { pictureOf } from "./picture.ts";
import { processorTime } from "./processor.ts";
import { SIZES } from "./sizes.ts";

/** Express and nothing else: a route that parses JSON and answers JSON, and `express.static`. */
process.once("message", (stage: Stage) => void serve(stage));

async function serve({ folder, answer }: Stage): Promise<void> {
  const pictures = join(folder, "bare");
  await mkdir(pictures, { recursive: true });
  for (const [name, bytes] of Object.entries(SIZES)) {
    await writeFile(join(pictures, `${name}.png`), pictureOf(bytes));
  }
  const app = express();
  app.post("/v1/decisions", express.json(), (_request, response) => {
    response.json(answer);
  });
  app.use("/pictures", express.static(pictures));
  const server = createServer(app).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const lines = Object.fromEntries(Object.keys(SIZES).map((name) => [name, `GET /pictures/${name}.png`]));
  const ready: Ready = {
    kind: "ready",
    api: port,
    content: port,
    lines: { ...lines, decision: "POST /v1/decisions" },
    token: "none",
    body: "",
    owner: { id: "none", role: "none", token: "none" },
  };
  process.send?.(ready);
  process.on("message", () => void process.send?.(processorTime()));
  process.once("disconnect", () => {
    server.close();
    server.closeAllConnections();
  });
}
