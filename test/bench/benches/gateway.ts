import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Loaded, Processor, Ready } from "../gateway/messages.ts";
import { part, type Part } from "../gateway/part.ts";
import { wireOf } from "../gateway/wires.ts";
import type { PaceName } from "../measuring/pace.ts";
import { countText, round } from "../report/figures.ts";
import type { Report } from "../report/report.ts";
import type { Size } from "../world/world.ts";

const CONNECTIONS = 100;
const paces = { full: { rounds: 3, ms: 4000, warmUp: 2000 }, quick: { rounds: 3, ms: 1000, warmUp: 500 } };

const contests = [
  { name: "decision", what: "decisions a second", limit: 0.7 },
  { name: "small", what: "pictures of 20 kB a second", limit: 0.85 },
  { name: "large", what: "pictures of 500 kB a second", limit: 0.85 },
] as const;

interface Server {
  readonly ready: Ready;
  readonly process: Part;
}

/** The gateway beside Express alone: each in a process of its own, asked by a third, in turns; the best round of each counts. */
export async function gatewayBench(_size: Size, pace: PaceName): Promise<Report> {
  const folder = await mkdtemp(join(tmpdir(), "gatefold-bench-"));
  const loader = part("loader.ts");
  const ours = part("ours.ts", ["--expose-gc"]);
  const bare = part("bare.ts");
  try {
    const gateway = { process: ours, ready: await ours.ask<Ready>({ kind: "stage", folder, answer: null }) };
    const answer = await answerOf(gateway.ready);
    const express = { process: bare, ready: await bare.ask<Ready>({ kind: "stage", folder, answer }) };
    const rows = [];
    for (const contest of contests) {
      await mustAnswerAlike(gateway, express, contest.name);
      rows.push({ contest, ...(await contested(loader, gateway, express, contest.name, pace)) });
    }
    return reportOf(rows);
  } finally {
    await Promise.all([loader.end(), ours.end(), bare.end()]);
    await rm(folder, { recursive: true, force: true });
  }
}

/** What the gateway says, for the bare route to say the same. */
async function answerOf({ api, token, body }: Ready): Promise<unknown> {
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const response = await fetch(`http://127.0.0.1:${api}/v1/decisions`, { method: "POST", headers, body });
  return response.json();
}

/** The same status and the same bytes from both, before any clock is started. */
async function mustAnswerAlike(gateway: Server, express: Server, name: string): Promise<void> {
  const answers = [gateway, express].map(async ({ ready }) => {
    const [method = "", path = ""] = (ready.lines[name] ?? "").split(" ");
    const port = name === "decision" ? ready.api : ready.content;
    const response = await fetch(`http://127.0.0.1:${port}${path}`, {
      method,
      headers: { authorization: `Bearer ${ready.token}`, "content-type": "application/json" },
      ...(method === "POST" && { body: gateway.ready.body }),
    });
    const text = Buffer.from(await response.arrayBuffer()).toString("latin1");
    // A decision says when it was made.
    return `${response.status} ${text.replace(/"now":"[^"]*"/, "")}`;
  });
  const [ours, theirs] = await Promise.all(answers);
  if (ours !== theirs) throw new Error(`${name} is not answered alike by the two.`);
}

/** A round, and the processor time that an answer took in it, in microseconds. */
interface Round extends Loaded {
  readonly micros: number;
}

async function contested(loader: Part, gateway: Server, express: Server, name: string, pace: PaceName) {
  const { rounds, ms, warmUp } = paces[pace];
  const best = new Map<Server, Round>();
  const run = async ({ ready, process }: Server, time: number): Promise<Round> => {
    const request = wireOf(ready, name, gateway.ready.body);
    const port = name === "decision" ? ready.api : ready.content;
    const load = { kind: "load", port, requests: [request], connections: CONNECTIONS, ms: time };
    const { micros: before } = await process.ask<Processor>({ kind: "processor" });
    const found = await loader.ask<Loaded>(load);
    const { micros: after } = await process.ask<Processor>({ kind: "processor" });
    const wrong = Object.keys(found.statuses).find((status) => status !== "200");
    if (wrong !== undefined) throw new Error(`${name} was answered ${wrong}.`);
    return { ...found, micros: (after - before) / found.answers };
  };
  for (const server of [gateway, express]) await run(server, warmUp);
  for (let turn = 0; turn < rounds; turn += 1) {
    const order = turn % 2 === 0 ? [express, gateway] : [gateway, express];
    for (const server of order) {
      const found = await run(server, ms);
      const before = best.get(server);
      if (!before || found.perSecond > before.perSecond) best.set(server, found);
    }
  }
  return { ours: best.get(gateway), theirs: best.get(express) };
}

interface Row {
  readonly contest: (typeof contests)[number];
  readonly ours: Round | undefined;
  readonly theirs: Round | undefined;
}

function reportOf(rows: readonly Row[]): Report {
  const processor = rows.map(({ contest, ours, theirs }) => {
    const [mine, other] = [ours, theirs].map((best) => `${Math.round(best?.micros ?? 0)} µs`);
    return `${contest.what}: ${mine} of ours, ${other} of Express alone`;
  });
  const shares = rows.map(({ ours, theirs }) => (ours?.perSecond ?? 0) / (theirs?.perSecond ?? Number.NaN));
  return {
    title: "the gateway over HTTP",
    columns: ["", "gateway", "Express alone", "share", "gateway p50", "gateway p99"],
    rows: rows.map(({ contest, ours, theirs }, at) => [
      contest.what,
      countText(Math.round(ours?.perSecond ?? 0)),
      countText(Math.round(theirs?.perSecond ?? 0)),
      `${round(shares[at] ?? 0)}x`,
      `${round(ours?.median ?? 0)} ms`,
      `${round(ours?.p99 ?? 0)} ms`,
    ]),
    targets: rows.map(({ contest }, at) => ({
      what: contest.what,
      measured: shares[at] ?? 0,
      bound: "at least",
      limit: contest.limit,
      unit: "x",
    })),
    notes: [
      `${CONNECTIONS} connections from a process of their own, on the loopback; the best of three rounds each, in turns.`,
      "The gateway asks for a key, decides, counts and logs; each picture that it gives is written down as an act first.",
      `Processor time of an answer in its best round, which a busy machine changes less: ${processor.join("; ")}.`,
      "Express alone parses the same JSON and answers the same, and serves files with express.static.",
    ],
    figures: rows.map(({ contest: { name }, ours, theirs }) => ({ name, ours, theirs })),
  };
}
