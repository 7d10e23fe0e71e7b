import type { State } from "@gatefold/core";
import { ROOT } from "@gatefold/core";
import { z } from "zod";
import { Refusal } from "./problems.ts";
import { siblingsNamed } from "./sibling-names.ts";

/** Controls, lone surrogates, line breaks, and marks that turn the direction of what follows. */
const unprintable = /[\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u;

/** What Unicode has fonts show as nothing, or only together with what stands beside it. */
const unseen = /\p{Default_Ignorable_Code_Point}/gu;

/** A thing's name as people give it: trimmed, NFC, 1 to 200 characters on one line. */
export const nameField = z
  .string()
  .transform((name) => name.normalize("NFC").trim())
  .pipe(
    z
      .string()
      .min(1, "Give it a name.")
      .max(200, "A name has at most 200 characters.")
      .refine((name) => !unprintable.test(name), "A name can't hold control characters.")
      .refine((name) => name.replaceAll(unseen, "").trim() !== "", "A name must show something."),
  )
  .describe("1 to 200 characters on one line");

/** The name of a folder or an asset, which is one step of a path. */
export const pathNameField = nameField
  .refine(
    (name) => !/[/\\]/.test(name) && name !== "." && name !== "..",
    'A name can\'t hold "/" or "\\", nor be "." or "..".',
  )
  .describe("1 to 200 characters on one line, no slashes");

/** Two names with the same key are the same name to people: they look alike. */
export function nameKey(name: string): string {
  return name.replaceAll(unseen, "").normalize("NFC").toLowerCase();
}

/** Throws `NAME_TAKEN` where a folder or an asset of this name is in the folder (null: beside the roots) already. */
export function nameMustBeFree(state: State, parent: string | null, name: string, except?: string): void {
  const taken = siblingsNamed(state, parent ?? ROOT, nameKey(name), nameKey);
  if ([...taken].some((id) => id !== except)) {
    throw new Refusal("NAME_TAKEN", `There is already something called "${name}" here; choose another name.`);
  }
}
