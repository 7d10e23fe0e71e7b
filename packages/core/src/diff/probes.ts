import { permissionsAt } from "../decisions/decide.ts";
import type { Millis } from "../model.ts";
import { momentsFrom } from "../regions/marks.ts";
import type { State } from "../state/state.ts";
import type { Catalogue } from "./catalogue.ts";
import type { Cut, Cuts } from "./cuts.ts";
import type { Land } from "./land.ts";
import type { Answers } from "./spans.ts";
import type { Subject } from "./subjects.ts";
import { ACCOUNT } from "./touches.ts";

/** A place that is asked for all that answer like it. */
export interface Probe {
  readonly of: Asked;
  readonly user: string;
  readonly at: string | null;
  readonly moments: readonly Millis[];
}

/** Whom it stands for: the account, a layer of a cut, or the workspaces of one, with what only workspaces have. */
export type Asked =
  | { readonly kind: "account" }
  | { readonly kind: "layer"; readonly cut: Cut; readonly isWalled: boolean }
  | { readonly kind: "workspaces"; readonly workspaces: readonly string[] };

export function probesOf(subject: Subject, cuts: Cuts, land: Land, now: Millis): Probe[] {
  const user = subject.users[0] ?? "";
  const moments = momentsFrom(now, subject.windows);
  const probes: Probe[] = [];
  if (subject.regions.has(null) || subject.regions.has(ACCOUNT)) {
    probes.push({ of: { kind: "account" }, user, at: null, moments });
  }
  for (const cut of cuts.list) {
    const then = cut.isAsset ? momentsFrom(now, [...subject.windows, ...land.endsOf(cut.id ?? "")]) : moments;
    for (const isWalled of [false, true]) {
      const at = isWalled ? cut.walled : cut.open;
      if (at !== null) probes.push({ of: { kind: "layer", cut, isWalled }, user, at, moments: then });
    }
  }
  for (const workspaces of workspacesIn(subject, cuts, land)) {
    probes.push({ of: { kind: "workspaces", workspaces }, user, at: workspaces[0] ?? null, moments });
  }
  return probes;
}

/** The workspaces of one layer, of each: they answer alike. One that is a cut may have become one just now. */
function workspacesIn({ regions }: Subject, cuts: Cuts, land: Land): Iterable<string[]> {
  const all = new Set([...regions].flatMap((region) => land.workspacesUnder(region)));
  const byLayer = new Map<string, string[]>();
  for (const workspace of all) {
    const layer = cuts.layerOf(workspace);
    if (!layer) continue;
    const name = JSON.stringify([layer.cut.id, layer.cut.id === workspace ? "itself" : layer.isWalled]);
    const alike = byLayer.get(name) ?? [];
    byLayer.set(name, alike);
    alike.push(workspace);
  }
  return byLayer.values();
}

/**
 * What is allowed at each probe's place in the state of one side, without what can't be said of all that it stands for.
 * The probes are one person's, and all of them are asked at one moment before the next: the index knows what somebody
 * holds at one time.
 */
export function ask(
  state: State,
  probes: readonly Probe[],
  ofThisSide: Catalogue,
  ofOther: Catalogue,
): Answers[] {
  const answers = probes.map((): string[][] => []);
  const turns = probes.flatMap((probe, index) => probe.moments.map((moment) => ({ probe, index, moment })));
  for (const { probe, index, moment } of turns.toSorted((one, other) => one.moment - other.moment)) {
    const { of, user, at } = probe;
    const allowed = permissionsAt(state, user, at, moment);
    answers[index]?.push(allowed.filter((id) => counts(of, id, ofThisSide, ofOther)));
  }
  return answers;
}

function counts(of: Asked, permission: string, ofThisSide: Catalogue, ofOther: Catalogue): boolean {
  if (of.kind === "account") return true;
  if (of.kind === "layer") return of.cut.isAsset || !ofThisSide.ofWorkspaces.has(permission);
  return ofThisSide.ofWorkspaces.has(permission) || ofOther.ofWorkspaces.has(permission);
}
