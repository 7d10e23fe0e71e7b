import { GatefoldError } from "@gatefold/core";
import { CommandFailed } from "../exit.ts";

/** What a look at one thing found; `mend` says what to do where it is not well. No secret is in it. */
export interface Finding {
  readonly check: string;
  readonly state: "ok" | "warning" | "wrong";
  readonly says: string;
  readonly mend: string | null;
}

export const ok = (check: string, says: string): Finding => ({ check, state: "ok", says, mend: null });

export const warning = (check: string, says: string, mend: string): Finding => ({
  check,
  state: "warning",
  says,
  mend,
});

export const wrong = (check: string, says: string, mend: string): Finding => ({
  check,
  state: "wrong",
  says,
  mend,
});

/** What went wrong while looking is a finding like any other: the rest is still looked at. */
export async function lookedAt(
  check: string,
  look: () => Promise<readonly Finding[]>,
): Promise<readonly Finding[]> {
  try {
    return await look();
  } catch (error) {
    return [failed(check, error)];
  }
}

export function failed(check: string, error: unknown): Finding {
  if (error instanceof GatefoldError) {
    const next = error instanceof CommandFailed ? error.next.join(" ") : "";
    return wrong(
      check,
      `${error.message} [${error.code}]`,
      next || "See docs/reference/errors.md for the code.",
    );
  }
  const code = error instanceof Error && "code" in error ? String(error.code) : "UNEXPECTED";
  return wrong(check, `It can't be looked at [${code}].`, "Look whether this user may read it.");
}
