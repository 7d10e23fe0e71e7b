import { createHash } from "node:crypto";
import type { KeptAnswer } from "@gatefold/store";
import { GatefoldError } from "@gatefold/core";
import type { Request } from "express";
import { readmit } from "../access/authentication.ts";
import type { Caller, View } from "../access/view.ts";
import { doesOf } from "../openapi/refusals.ts";
import type { Services } from "../services.ts";
import type { Sent } from "./answers.ts";
import type { IncomingBytes, Operation } from "./operation.ts";
import { problemOf, Refusal, stale } from "./problems.ts";
import { mustStillSee } from "./replays.ts";
import { faultOf } from "./requests.ts";
import { usualAudit } from "../audit/settings.ts";
import { invalid } from "./validation.ts";

/** Longer than a request can take, so that a name whose holder died comes free. */
const UNDER_WAY_MS = 150_000;
const HOUR = 60 * 60 * 1000;

/** The name in `Idempotency-Key`, for an operation that does something; undefined where there is none. */
export function idempotencyKeyOf(operation: Operation, request: Request): string | undefined {
  const name = request.get("idempotency-key");
  if (name === undefined || doesOf(operation) === "read") return undefined;
  if (/^[\x21-\x7e]{1,200}$/.test(name)) return name;
  throw invalid([
    {
      path: "header.Idempotency-Key",
      message: "A key has 1 to 200 visible ASCII characters; a UUID is good.",
    },
  ]);
}

/**
 * Does the work once under this name of the caller's key, and gives its answer again for a day or as the settings say, to who still sees what it
 * is about; a secret is answered once and not kept. Only what was done is kept: a refusal changed nothing, and is decided anew. A
 * change is noted under its name in its own transaction: where the gateway dies before the answer is kept, the name is under way
 * until its claim ends, and from then on is known to be done, or free.
 */
export async function answeredOnce(
  asked: {
    readonly name: string;
    readonly operation: Operation;
    /** Reads what the answer is about. */
    readonly witness: Operation | undefined;
    readonly request: Request;
    readonly view: View;
    readonly body: unknown;
  },
  services: Services,
  work: (body: unknown, claim?: Caller["claim"]) => Promise<Sent>,
): Promise<Sent> {
  const { store, clock, log, config } = services;
  const { account, credential } = asked.view.caller.principal;
  if (credential.kind !== "key") return work(asked.body);
  const name = { account, credential: credential.id, name: asked.name };
  const { body: content, fingerprint } = fingerprinted(asked.request, asked.body);
  const until = clock() + UNDER_WAY_MS;
  const held = await store.answers.claim(name, clock(), until).catch((cause: unknown) => {
    throw stale(cause);
  });
  if (held) {
    if (held.doneAt !== null) throw doneUnanswered(held.doneAt);
    const answer = await heldAnswer(held.answer, fingerprint);
    if (asked.operation.answersSecret) throw alreadyTold();
    // A picture is read to its end for its fingerprint: what held when that began may not hold now.
    await mustStillSee(await readmit(asked.view, services), asked.witness, answer.body, services);
    return { ...answer, headers: { ...answer.headers, "Idempotency-Replayed": "true" } };
  }
  // What was done is answered and what failed is told, even if that can't be noted.
  const unnoted = (error: unknown) => log.error({ error: faultOf(error) }, "answer not kept");
  try {
    const sent = await work(content, { ...name, until });
    const body = asked.operation.answersSecret ? null : sent.body;
    const answer = { ...sent, body, fingerprint: await fingerprint() };
    const { keepAnswersHours } = { ...usualAudit, ...config.audit };
    const keptUntil = clock() + keepAnswersHours * HOUR;
    await store.answers.keep(name, until, answer, keptUntil).catch(unnoted);
    return sent;
  } catch (error) {
    if (didNothing(error)) await store.answers.release(name, until).catch(unnoted);
    throw error;
  }
}

/** Fails closed: after any error that is not a refusal of ours, the work may have been done. */
function didNothing(error: unknown): boolean {
  return error instanceof Refusal || (error instanceof GatefoldError && problemOf(error).status < 500);
}

async function heldAnswer(answer: KeptAnswer | null, fingerprint: () => Promise<string>): Promise<Sent> {
  if (!answer) {
    throw new Refusal(
      "IDEMPOTENCY_UNDER_WAY",
      "What was asked for under this key is being done; ask again in a second for its answer.",
      {},
      { "Retry-After": "1" },
    );
  }
  if (answer.fingerprint !== (await fingerprint())) {
    throw new Refusal(
      "IDEMPOTENCY_KEY_REUSED",
      "Another request was made under this key; give each write a key of its own.",
    );
  }
  const { status, headers, body } = answer;
  return { status, headers, body };
}

function doneUnanswered(revision: number): Refusal {
  return new Refusal(
    "IDEMPOTENCY_REPLAYED",
    `This was done already, at revision ${revision}, by a gateway that ended before it could answer; look at what is there. A token that was lost with it is mended by rolling the key.`,
    { revision },
  );
}

function alreadyTold(): Refusal {
  return new Refusal(
    "IDEMPOTENCY_REPLAYED",
    "This was done already, and its token was answered then, once. If that is lost, roll the key (`GET /v1/keys` lists it) under another Idempotency-Key.",
  );
}

/** Tells requests apart by all that they ask. Bytes are hashed on their way through, or else read to their end for it. */
function fingerprinted(request: Request, body: unknown) {
  const conditions = [request.get("if-match") ?? null, request.get("gatefold-preview") ?? null];
  const asked = [request.method, request.originalUrl, ...conditions];
  const hash = createHash("sha256").update(`${JSON.stringify(asked)}\n`);
  if (!isBytes(body)) {
    hash.update(JSON.stringify(body ?? null));
    return { body, fingerprint: async () => hash.digest("hex") };
  }
  async function* hashed(content: AsyncIterable<Uint8Array>) {
    for await (const chunk of content) {
      hash.update(chunk);
      yield chunk;
    }
  }
  const content = hashed(body.content);
  const fingerprint = async () => {
    while (!(await content.next()).done);
    return hash.digest("hex");
  };
  return { body: { ...body, content }, fingerprint };
}

function isBytes(body: unknown): body is IncomingBytes {
  return typeof body === "object" && body !== null && "content" in body && "contentType" in body;
}
