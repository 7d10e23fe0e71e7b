import { z } from "zod";
import type { View } from "../access/view.ts";
import type { Services } from "../services.ts";
import type { Operation } from "./operation.ts";

/** The operation that reads one of the things that this one makes or changes, where there is one. */
export function witnessOf({ path, response }: Operation, operations: readonly Operation[]) {
  const [things = path] = /^\/v1\/[^/]+/.exec(path) ?? [];
  return operations.find(
    (other) =>
      other.method === "GET" &&
      (other.path === path ? other.response === response : isOneOf(things, other.path)),
  );
}

function isOneOf(things: string, path: string): boolean {
  return path.startsWith(`${things}/:`) && path.lastIndexOf("/") === things.length;
}

const named = z.object({ id: z.string() });

/**
 * Asks the witness, as of now, for what a kept answer is about, and throws its refusal: what the caller no longer sees, he
 * is not told again. Where nothing reads it by itself (grants, overrides, an undo, a signed head), what he did
 * himself is all there is in it.
 */
export async function mustStillSee(
  view: View,
  witness: Operation | undefined,
  body: string | null,
  services: Services,
): Promise<void> {
  if (!witness || body === null) return;
  const [, name] = /:(\w+)$/.exec(witness.path) ?? [];
  const params = name === undefined ? {} : { [name]: named.parse(JSON.parse(body)).id };
  const query = witness.query.parse({});
  await witness.handle({ view, params, query, body: undefined, waitMs: 0 }, services);
}
