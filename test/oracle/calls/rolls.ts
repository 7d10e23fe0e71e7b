import type { State } from "@gatefold/core";
import fc from "fast-check";
import { day, hour } from "./beginning.ts";

/** A call by dice: it becomes one only in the account it falls in, so that it names what is there by then. */
export interface Roll {
  readonly what: keyof typeof calls;
  readonly dice: readonly number[];
}

/** A call of the API. */
export interface Call {
  readonly line: string;
  readonly body?: unknown;
}

interface Draw {
  readonly state: State;
  readonly now: number;
  /** Revisions of what was done so far, the latest last. */
  readonly revisions: readonly number[];
  readonly pick: <Item>(items: readonly Item[]) => Item;
  readonly flag: (of: number) => boolean;
}

const folders = ({ state }: Draw) => Array.from(state.all("folder"), ({ id }) => id);
const assets = ({ state }: Draw) => Array.from(state.all("asset"), ({ id }) => id);
const users = ({ state }: Draw) => Array.from(state.all("user"), ({ id }) => id);
const idsOf = (rows: Iterable<{ readonly id: string }>) => Array.from(rows, ({ id }) => id);
const permissions = [
  "asset.view",
  "asset.download",
  "asset.delete",
  "asset.share",
  "grants.manage",
  "access.explain",
  "overrides.manage",
  "folder.manage",
  "users.manage",
  "asset.*",
];
const some = (draw: Draw, of: readonly string[], most: number) => [
  ...new Set(Array.from({ length: 1 + (draw.flag(2) ? most : 0) }, () => draw.pick(of))),
];
const later = ({ pick, now }: Draw) =>
  pick(
    [null, null, 1, 2, 4, 6].map((days) => (days === null ? null : new Date(now + days * day).toISOString())),
  );
const scope = (draw: Draw) => ({
  permissions: draw.flag(2) ? null : [...some(draw, permissions, 4), "web-api.use"],
  folders: draw.flag(2) ? null : some(draw, folders(draw), 1),
  until: later(draw),
});

/** What can be called, each once for its share. */
export const calls = {
  give: (draw: Draw): Call => {
    const narrowing = draw.pick(["folders", "folders", "folders", "nothing", "asset", "collection"]);
    const holder = draw.flag(4) ? { group: "studio" } : { user: draw.pick(users(draw)) };
    const where = {
      folders: { folders: some(draw, folders(draw), 1) },
      asset: { asset: draw.pick(assets(draw)) },
      collection: { collection: "best" },
      nothing: {},
    }[narrowing];
    const role = draw.pick(idsOf(draw.state.all("role")));
    return { line: "POST /v1/grants", body: { ...holder, role, ...where, until: later(draw) } };
  },
  end: ({ state, pick }: Draw): Call => ({
    line: `POST /v1/grants/${pick(idsOf(state.all("grant")))}/end`,
    body: {},
  }),
  override: (draw: Draw): Call => ({
    line: "POST /v1/overrides",
    body: {
      user: draw.pick(users(draw)),
      effect: draw.pick(["allow", "allow", "deny"]),
      permission: draw.pick([...permissions.filter((id) => id !== "asset.*"), "*"]),
      folder: draw.pick([null, ...folders(draw)]),
      until: later(draw),
    },
  }),
  lift: ({ state, pick }: Draw): Call => ({
    line: `POST /v1/overrides/${pick([...idsOf(state.all("override")), "none"])}/end`,
    body: {},
  }),
  role: (draw: Draw): Call => {
    const { id, name, permissions: had, folders: at } = draw.pick([...draw.state.all("role")]);
    const changed = draw.flag(2) ? [...had, draw.pick(permissions)] : some(draw, permissions, 3);
    const where = draw.flag(2) ? at : draw.pick<"all" | string[]>(["all", some(draw, folders(draw), 1)]);
    return { line: `PUT /v1/roles/${id}`, body: { name, permissions: changed, folders: where } };
  },
  replace: ({ state, pick }: Draw): Call => {
    const roles = idsOf(state.all("role"));
    return { line: `DELETE /v1/roles/${pick(roles)}?replacement=${pick(roles)}` };
  },
  group: (draw: Draw): Call => ({
    line: "PATCH /v1/groups/studio",
    body: { [draw.flag(4) ? "remove" : "add"]: [draw.pick(users(draw))] },
  }),
  move: (draw: Draw): Call => ({
    line: `PATCH /v1/folders/${draw.pick(folders(draw))}`,
    body: { parent: draw.pick(folders(draw)) },
  }),
  restrict: (draw: Draw): Call => ({
    line: `PATCH /v1/folders/${draw.pick(folders(draw))}`,
    body: { restricted: draw.flag(3) },
  }),
  folder: (draw: Draw): Call => ({
    line: "POST /v1/folders",
    body: {
      parent: draw.pick(folders(draw)),
      name: `new ${draw.revisions.length}`,
      restricted: draw.flag(4),
    },
  }),
  carry: (draw: Draw): Call => ({
    line: `PATCH /v1/assets/${draw.pick(assets(draw))}`,
    body: { folder: draw.pick(folders(draw)) },
  }),
  collect: (draw: Draw): Call => ({
    line: "PATCH /v1/collections/best",
    body: { [draw.flag(4) ? "remove" : "add"]: [draw.pick(assets(draw))] },
  }),
  key: (draw: Draw): Call => ({
    line: "POST /v1/keys",
    body: { name: "made", ...(draw.flag(4) ? { owner: draw.pick(users(draw)) } : {}), ...scope(draw) },
  }),
  roll: ({ state, pick }: Draw): Call => ({
    line: `POST /v1/keys/${pick(idsOf(state.all("key")))}/roll`,
    body: { overlapSeconds: 0 },
  }),
  status: (draw: Draw): Call => ({
    line: `PATCH /v1/users/${draw.pick(users(draw))}`,
    body: { status: draw.flag(3) ? "suspended" : "active" },
  }),
  undo: ({ revisions, pick }: Draw): Call => ({
    line: `POST /v1/changes/${pick(revisions.slice(-6).concat(revisions.length > 0 ? [] : [1]))}/undo`,
  }),
};

/** Time that passes, in place of a call, by the same dice. */
export const pauses = [hour, day, 2 * day];

const weights: Partial<Record<keyof typeof calls, number>> = {
  give: 7,
  override: 4,
  role: 3,
  undo: 5,
  key: 3,
  group: 3,
  move: 3,
  carry: 2,
  collect: 2,
  restrict: 2,
};

const names = (Object.keys(calls) as (keyof typeof calls)[]).flatMap((name) =>
  Array.from({ length: weights[name] ?? 1 }, () => name),
);
const dice = fc.array(fc.nat(999_983), { minLength: 14, maxLength: 14, size: "max" });

/** Sequences of thirty, which shrink to fewer calls. */
export const sequences: fc.Arbitrary<Roll[]> = fc.noBias(
  fc.array(fc.record({ what: fc.constantFrom(...names), dice }), {
    minLength: 1,
    maxLength: 30,
    size: "max",
  }),
);

/** Choices by dice, one after the other. */
export function drawFrom({ dice: thrown }: Roll, world: Pick<Draw, "state" | "now" | "revisions">): Draw {
  let rolled = 0;
  const next = () => thrown[rolled++ % thrown.length] ?? 0;
  return {
    ...world,
    pick: (items) => items[next() % items.length] as (typeof items)[number],
    flag: (of) => next() % of === 0,
  };
}
