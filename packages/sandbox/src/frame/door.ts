import type { Request, RequestHandler, Response } from "express";
import { answerOf } from "./fault-answer.ts";
import type { Fault, Faults } from "./faults.ts";
import type { Answer, Platform, PlatformRequest } from "./platform.ts";
import type { Requests } from "./requests.ts";

export interface DoorDependencies {
  readonly platform: Platform;
  readonly faults: Faults;
  readonly requests: Requests;
  /** For the fault `delay`. */
  readonly wait: (milliseconds: number) => Promise<void>;
}

/** What goes out: an answer, whole or cut in the middle, or nothing but a closed connection. */
type Reply = { readonly kind: "whole" | "half"; readonly answer: Answer } | { readonly kind: "nothing" };

/** Takes a request to its platform, past the faults, and writes down what became of it. Wants the body read (raw). */
export function createDoor(dependencies: DoorDependencies): RequestHandler {
  const { platform, faults, requests } = dependencies;
  return async (req, res) => {
    const request = read(req);
    const recording = requests.begin(platform.id, request);
    const fault = faults.take(platform.id, request.method, request.path);
    const reply = await replyTo(request, fault, dependencies);
    recording.end({
      status: reply.kind === "nothing" ? null : reply.answer.status,
      fault: fault?.kind ?? null,
    });
    send(res, reply);
  };
}

function read(req: Request): PlatformRequest {
  const [path = "/", ...query] = req.url.split("?");
  const headers = Object.entries(req.headers).map(([name, value]): [string, string] => [
    name,
    String(value ?? ""),
  ]);
  return {
    method: req.method,
    path,
    query: new URLSearchParams(query.join("?")),
    headers: new Map(headers),
    body: req.body instanceof Uint8Array ? req.body : new Uint8Array(),
  };
}

async function replyTo(
  request: PlatformRequest,
  fault: Fault | undefined,
  { platform, wait }: DoorDependencies,
): Promise<Reply> {
  if (fault?.kind === "drop-before") return { kind: "nothing" };
  if (fault?.kind === "delay") await wait(fault.milliseconds);
  const instead = fault && answerOf(fault);
  if (instead && !("processed" in fault && fault.processed)) return { kind: "whole", answer: instead };
  const answer = await platform.answer(request);
  if (instead) return { kind: "whole", answer: instead };
  if (fault?.kind === "drop-after") return { kind: "nothing" };
  return { kind: fault?.kind === "truncated" ? "half" : "whole", answer };
}

const NO_ASSET: Answer = { status: 404, headers: { "content-type": "text/plain" }, body: "Not found" };

/** Serves what a platform lets anyone fetch. */
export function createAssetDoor(platform: Platform): RequestHandler {
  return async (req, res) => {
    const answer = req.method === "GET" ? await platform.asset(req.path) : undefined;
    send(res, { kind: "whole", answer: answer ?? NO_ASSET });
  };
}

function send(res: Response, reply: Reply): void {
  if (reply.kind === "nothing") {
    res.destroy();
    return;
  }
  const body = Buffer.from(reply.answer.body);
  res.writeHead(reply.answer.status, { ...reply.answer.headers, "content-length": String(body.byteLength) });
  if (reply.kind === "whole") res.end(body);
  else res.write(body.subarray(0, body.byteLength >> 1), () => res.destroy());
}
