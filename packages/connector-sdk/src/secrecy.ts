import { GatefoldError } from "@gatefold/core";

/** Shorter strings are no secrets, and taking them out would maul innocent text. */
const SHORTEST = 4;

/** A function that takes a connection's secrets out of any text that leaves the host. */
export const createScrub = (secrets: unknown): ((text: string) => string) => {
  const found = stringsIn(secrets).filter((text) => text.length >= SHORTEST);
  const forms = new Set(
    found.flatMap((text) => [text, encodeURIComponent(text), JSON.stringify(text).slice(1, -1)]),
  );
  // Longest first: one secret may be the beginning of another.
  const ordered = [...forms].toSorted((a, b) => b.length - a.length);
  return (text) => ordered.reduce((rest, form) => rest.replaceAll(form, "[secret]"), text);
};

const stringsIn = (value: unknown): string[] => {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(stringsIn) : [];
};

/** The same error, its message, stack and details without the secrets; a cause that is not ours is dropped. */
export const scrubbed = (error: GatefoldError, scrub: (text: string) => string): GatefoldError => {
  error.message = scrub(error.message);
  if (error.stack !== undefined) error.stack = scrub(error.stack);
  const details = JSON.stringify(error.details);
  const clean = scrub(details);
  if (clean !== details)
    Object.defineProperty(error, "details", { value: JSON.parse(clean), enumerable: true });
  if (error.cause instanceof GatefoldError) scrubbed(error.cause, scrub);
  else delete error.cause;
  return error;
};
