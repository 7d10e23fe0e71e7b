import type { Cut } from "./cuts.ts";
import { type DiffPlace, placesOf } from "./places.ts";
import type { Asked } from "./probes.ts";
import type { Span } from "./spans.ts";

/** The same gain or loss of the same people. */
export interface DiffRow {
  readonly effect: "gains" | "loses";
  /** User ids, sorted. */
  readonly users: readonly string[];
  /** In the catalogue's order. */
  readonly permissions: readonly string[];
  readonly places: readonly DiffPlace[];
  /** Half-open: from `from` until just before `until`; null is for good. */
  readonly from: number;
  readonly until: number | null;
}

export type SubjectRow = Omit<DiffRow, "users">;

/** What one probe found. */
export interface Finding {
  readonly of: Asked;
  readonly spans: readonly Span[];
}

/** The rows of one subject: what differs alike is said once. */
export function rowsOf(cuts: readonly Cut[], findings: readonly Finding[]): SubjectRow[] {
  const bySpan = new Map<string, { span: Span; where: number[] }>();
  for (const [at, { spans }] of findings.entries()) {
    for (const span of spans) {
      const key = JSON.stringify([span.effect, span.from, span.until, span.permission]);
      const known = bySpan.get(key) ?? { span, where: [] };
      bySpan.set(key, known);
      known.where.push(at);
    }
  }
  const alike = Map.groupBy(bySpan.values(), ({ span: { effect, from, until }, where }) =>
    JSON.stringify([effect, from, until, where]),
  );
  return Array.from(alike.values(), (group) => rowOf(cuts, findings, group));
}

function rowOf(
  cuts: readonly Cut[],
  findings: readonly Finding[],
  group: readonly { readonly span: Span; readonly where: readonly number[] }[],
): SubjectRow {
  const [{ span, where }] = group as [(typeof group)[number]];
  const asked = where.flatMap((at) => findings[at]?.of ?? []);
  return {
    effect: span.effect,
    permissions: group.map((each) => each.span.permission),
    places: placesWhere(cuts, asked),
    from: span.from,
    until: span.until,
  };
}

function placesWhere(cuts: readonly Cut[], asked: readonly Asked[]): DiffPlace[] {
  const layers = { open: new Set<Cut>(), walled: new Set<Cut>() };
  const places: DiffPlace[] = [];
  for (const of of asked) {
    if (of.kind === "account") places.push({ kind: "account" });
    else if (of.kind === "layer") layers[of.isWalled ? "walled" : "open"].add(of.cut);
    else places.push(...of.workspaces.map((workspace) => ({ kind: "workspace" as const, workspace })));
  }
  if (layers.open.size + layers.walled.size === 0) return places;
  const isSo = (cut: Cut, isWalled: boolean) => layers[isWalled ? "walled" : "open"].has(cut);
  return [...places, ...placesOf(cuts, isSo)];
}
