import { createHash } from "node:crypto";
import type { KeptAnswer } from "@gatefold/store";
import { GatefoldError } from "@gatefold/core";
import type { Request } from "express";
import type { View } from "../access/view.ts";
import { doesOf } from "../openapi/refusals.ts";
import type { Services } from "../services.ts";
import type { Sent } from "./answers.ts";
import type { IncomingBytes, Operation } from "./operation.ts";
import { problemOf, Refusal, stale } from "./problems.ts";
import { faultOf } from "./requests.ts";
import { invalid } from "./validation.ts";

/** Longer than a request can take, so that a name whose holder died comes free. */
const UNDER_WAY_MS = 150_000;
const KEPT_MS = 24 * 60 * 60 * 1000;

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
 * Does the work once under this name of the caller's key, and gives its answer again for 24 hours. Only what was done is
 * kept: a refusal changed nothing, and is decided anew. Where the gateway dies in between, the name is under way until its
 * claim ends, and whether it was done must be looked up.
 */
export async function answeredOnce(
  asked: {
    readonly name: string;
    readonly request: Request;
    readonly view: View;
    readonly body: unknown;
  },
  services: Services,
  work: (body: unknown) => Promise<Sent>,
): Promise<Sent> {
  const { store, clock, log } = services;
  const { account, credential } = asked.view.caller.principal;
  if (credential.kind !== "key") return work(asked.body);
  const name = { account, credential: credential.id, name: asked.name };
  const { body, fingerprint } = fingerprinted(asked.request, asked.body);
  const until = clock() + UNDER_WAY_MS;
  const held = await store.answers.claim(name, clock(), until).catch((cause: unknown) => {
    throw stale(cause);
  });
  if (held) return again(held.answer, fingerprint);
  // What was done is answered and what failed is told, even if that can't be noted.
  const unnoted = (error: unknown) => log.error({ error: faultOf(error) }, "answer not kept");
  try {
    const sent = await work(body);
    const answer = { ...sent, fingerprint: await fingerprint() };
    await store.answers.keep(name, until, answer, clock() + KEPT_MS).catch(unnoted);
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

async function again(answer: KeptAnswer | null, fingerprint: () => Promise<string>): Promise<Sent> {
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
  return { status, headers: { ...headers, "Idempotency-Replayed": "true" }, body };
}

/** Tells requests apart by all that they ask. Bytes are hashed on their way through, or else read to their end for it. */
function fingerprinted({ method, originalUrl }: Request, body: unknown) {
  const hash = createHash("sha256").update(`${method} ${originalUrl}\n`);
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
