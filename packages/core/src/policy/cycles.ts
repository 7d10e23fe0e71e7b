import type { PolicyDocument } from "./schema.ts";
import { type PolicyProblem, pathOf } from "./errors.ts";
import { type Names, permissionEntry } from "./names.ts";

/** Folders that lie in themselves, permissions that need themselves, and grants that live by themselves. */
export function checkCycles(document: PolicyDocument, names: Names): PolicyProblem[] {
  const problems: PolicyProblem[] = [];
  const refuse = (path: readonly PropertyKey[], circle: readonly string[], what: string) =>
    problems.push({
      path: pathOf(path),
      code: "CYCLE",
      message: `${what}: ${circle.join(" -> ")}; break the circle.`,
    });

  const folderAt = new Map(document.folders.map(({ id }, i) => [id, i]));
  const parents = new Map(document.folders.map(({ id, parent }) => [id, parent === null ? [] : [parent]]));
  for (const { from, circle } of circlesIn(parents)) {
    refuse(["folders", folderAt.get(from) ?? 0, "parent"], circle, "These folders lie in each other");
  }

  const grantAt = new Map(document.grants.map(({ id }, i) => [id, i]));
  const lives = new Map(document.grants.map(({ id, livesBy }) => [id, livesBy === null ? [] : [livesBy]]));
  for (const { from, circle } of circlesIn(lives)) {
    refuse(["grants", grantAt.get(from) ?? 0, "livesBy"], circle, "These grants live by each other");
  }

  const entries = document.permissions.map(permissionEntry);
  const entryAt = new Map(entries.map(({ id }, i) => [id, i]));
  const idOf = (name: string) => names.permission.get(name) ?? name;
  const needs = new Map(entries.map((entry) => [entry.id, entry.needs.map(idOf)]));
  for (const { from, edge, circle } of circlesIn(needs)) {
    refuse(
      ["permissions", entryAt.get(from) ?? 0, "needs", edge],
      circle,
      "These permissions need each other",
    );
  }
  return problems;
}

interface Circle {
  /** The node and the number of its edge that close the circle. */
  readonly from: string;
  readonly edge: number;
  readonly circle: readonly string[];
}

/** The edges that lead back to where a walk came from. A loop, not a recursion: chains may be thousands long. */
function circlesIn(edges: ReadonlyMap<string, readonly string[]>): Circle[] {
  const circles: Circle[] = [];
  const done = new Set<string>();
  for (const start of edges.keys()) {
    const walk: { node: string; edge: number }[] = [];
    const onWalk = new Map<string, number>();
    const enter = (node: string) => {
      onWalk.set(node, walk.length);
      walk.push({ node, edge: 0 });
    };
    if (!done.has(start)) enter(start);
    for (let step = walk.at(-1); step; step = walk.at(-1)) {
      const edge = step.edge++;
      const next = edges.get(step.node)?.[edge];
      if (next === undefined) {
        walk.pop();
        onWalk.delete(step.node);
        done.add(step.node);
        continue;
      }
      const met = onWalk.get(next);
      if (met !== undefined) {
        const circle = [...walk.slice(met).map(({ node }) => node), next];
        circles.push({ from: step.node, edge, circle });
      } else if (!done.has(next)) enter(next);
    }
  }
  return circles;
}
