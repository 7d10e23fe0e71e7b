import { createHash } from "node:crypto";
import { GatefoldError } from "@gatefold/core";
import canonicalize from "canonicalize";

/** RFC 8785 JSON: one text a value, whatever the order of its keys. */
export function canonical(value: unknown): string {
  let text: string | undefined;
  try {
    text = canonicalize(value);
  } catch (cause) {
    throw unstorable({ cause });
  }
  if (text === undefined) throw unstorable();
  return text;
}

/** SHA-256 of a text's UTF-8 bytes, lower-case hex. */
export function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

function unstorable(options?: ErrorOptions): GatefoldError {
  const message = "A value can't be written as JSON: leave out half characters, endless numbers and circles.";
  return new GatefoldError("UNSTORABLE", message, {}, options);
}
