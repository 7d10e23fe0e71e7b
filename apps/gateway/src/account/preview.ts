import { createHash } from "node:crypto";
import { type Change, type Diff, diffOf } from "@gatefold/core";
import { shownOf } from "../access/shown-diff.ts";
import type { View } from "../access/view.ts";
import { Refusal } from "../http/problems.ts";

/** Who would gain and who would lose by a change, as far as the caller may know. */
export interface Preview {
  readonly diff: Diff;
  /** Of the change and of what is shown of it: the same as long as both are. */
  readonly hash: string;
}

/** Nobody else is answered meanwhile; about a second's worth. */
const mostQuestions = 30_000;

/** Throws `DIFF_TOO_LARGE`. */
export function previewOf(view: View, changes: readonly Change[]): Preview {
  const diff = shownOf(view, changes, diffOf(view.state, changes, view.now, mostQuestions));
  return { diff, hash: hashOf(changes, diff) };
}

/** Throws `PREVIEW_STALE` where the change, or what the caller was shown of it, is not what it was. */
export function mustBeAsPreviewed(view: View, changes: readonly Change[], hash: string): void {
  if (previewOf(view, changes).hash === hash) return;
  throw new Refusal(
    "PREVIEW_STALE",
    "This is not what the preview showed: something changed since. Look at a new one, then commit that.",
  );
}

/** Ids that are made anew each time, and the moment of asking, are no difference. */
function hashOf(changes: readonly Change[], { now, rows }: Diff): string {
  const since = rows.map((row) => ({ ...row, from: row.from === now ? "now" : row.from }));
  let text = JSON.stringify([changes, since]);
  const fresh = changes.filter(({ before }) => !before);
  for (const [at, { id }] of fresh.entries()) text = text.replaceAll(JSON.stringify(id), `"new ${at}"`);
  return createHash("sha256").update(text).digest("base64url");
}
