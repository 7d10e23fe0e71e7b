import { type DiffPlace, diffSentence, type Names, namesFrom } from "@gatefold/core";
import { z } from "zod";
import { sees } from "../access/access.ts";
import { mayEverywhere } from "../access/everywhere.ts";
import type { View } from "../access/view.ts";
import type { Foreseen } from "../account/desk.ts";
import { rootOf } from "../account/tree.ts";
import { isoTime, none, time } from "../http/fields.ts";
import { operation, type Operation, type Unchanged } from "../http/operation.ts";
import { notFound } from "../http/problems.ts";
import { parsed } from "../http/validation.ts";
import { doesOf, refusalsOf } from "../openapi/refusals.ts";
import type { Services } from "../services.ts";
import { assets } from "./assets.ts";
import { undoing } from "./changes.ts";
import { folders } from "./folders.ts";
import { grants } from "./grants.ts";
import { groups } from "./groups.ts";
import { overrides } from "./overrides.ts";
import { roles } from "./roles.ts";
import { users } from "./users.ts";

/** Changes that do nothing before they are written, so that they can be tried without. */
const previewable = new Map<string, Operation>(
  [...grants, ...overrides, ...roles, ...folders, ...users, ...groups, ...assets, ...undoing]
    .filter((each) => doesOf(each) === "change")
    .map((each) => [each.id, each]),
);

const place = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("account") }),
  z.object({
    kind: z.literal("folder"),
    /** With all below; null: every folder. */
    folder: z.string().nullable(),
    /** What of it: all, all but restricted folders below, or only these. */
    reach: z.enum(["all", "open", "restricted"]),
    /** Folders (with all below) and assets that are not in it. */
    except: z.array(z.string()),
  }),
  z.object({ kind: z.literal("asset"), asset: z.string() }),
  z.object({ kind: z.literal("workspace"), workspace: z.string() }),
]);

const preview = z
  .object({
    /** Say it in `Gatefold-Preview` to commit just this. */
    hash: z.string(),
    revision: z.number(),
    now: time,
    /** May the caller explain access everywhere? Else there may be more than he is shown. */
    complete: z.boolean(),
    rows: z.array(
      z.object({
        effect: z.enum(["gains", "loses"]),
        users: z.array(z.string()),
        permissions: z.array(z.string()),
        places: z.array(place),
        from: time,
        until: time.nullable(),
        sentence: z.string(),
      }),
    ),
    /** Folders and assets that come with the change, and that go. */
    created: z.array(z.string()),
    deleted: z.array(z.string()),
    /** Names of the users and places above, by id. */
    names: z.record(z.string(), z.string()),
  })
  .meta({ id: "Preview" });

export const previews = [
  operation({
    id: "previews.make",
    method: "POST",
    path: "/v1/previews",
    summary:
      "Who would gain and who would lose by a change, without making it; refused as the change would be. What the caller may not explain is left out.",
    params: none,
    query: none,
    body: z.strictObject({
      operation: z.enum([...previewable.keys()] as [string, ...string[]]),
      path: z.record(z.string(), z.string()).default({}),
      body: z.record(z.string(), z.unknown()).default({}),
    }),
    success: 200,
    does: "read",
    refuses: [...new Set([...previewable.values()].flatMap((each) => Array.from(refusalsOf(each))))],
    response: preview,
    async handle({ view, body }, services) {
      const target = previewable.get(body.operation);
      const params = target?.params.safeParse(body.path);
      if (!target || !params?.success) throw notFound();
      const given =
        target.body instanceof z.ZodType ? parsed(target.body, body.body, "body.body") : undefined;
      const request = { view, params: params.data, query: {}, body: given, waitMs: 0 };
      return { body: shown(await foreseen(services, (trying) => target.handle(request, trying))) };
    },
  }),
];

/** Thrown where a change would be written, so that nothing of the operation happens after that. */
class Stopped extends Error {
  readonly foreseen: Foreseen;

  constructor(seen: Foreseen) {
    super("This was only tried.");
    this.foreseen = seen;
  }
}

async function foreseen(services: Services, work: (trying: Services) => unknown): Promise<Foreseen> {
  const { desk } = services;
  const trying: Services = {
    ...services,
    desk: {
      ...desk,
      async write(caller, plan) {
        throw new Stopped(await desk.preview(caller, plan));
      },
    },
  };
  try {
    await work(trying);
  } catch (error) {
    if (error instanceof Stopped) return error.foreseen;
    throw error;
  }
  throw new Error("A change that can be previewed wrote nothing.");
}

function shown({ diff, hash, revision, view, changes }: Foreseen): Unchanged<z.input<typeof preview>> {
  const names = namesIn(view, changes);
  const words = { names, now: diff.now, time: isoTime };
  const things = diff.rows.flatMap(({ users: people, places }) => [
    ...people.map((id) => [id, names("user", id)] as const),
    ...places.flatMap(idsOf).map((id) => [id, names("place", id)] as const),
  ]);
  return {
    hash,
    revision,
    now: isoTime(diff.now),
    complete: mayEverywhere(view, "access.explain"),
    rows: diff.rows.map((row) => ({
      ...row,
      from: isoTime(row.from),
      until: isoTime(row.until),
      sentence: diffSentence(row, words),
    })),
    created: diff.created,
    deleted: diff.deleted,
    names: Object.fromEntries(things),
  };
}

/** Places by their path, as far up as the caller sees; what comes with the change has its name from there. */
function namesIn(view: View, changes: Foreseen["changes"]): Names {
  const { state } = view;
  const come = new Map(changes.flatMap(({ id, before, after }) => (!before && after ? [[id, after]] : [])));
  const known = namesFrom(state);
  const root = rootOf(state);
  const pathTo = (id: string): string => {
    const row = state.get("folder", id) ?? state.get("asset", id) ?? come.get(id);
    if (!row || !("name" in row)) return id;
    const parent = "parent" in row ? row.parent : "folder" in row ? row.folder : null;
    const leads = parent !== null && parent !== root && (come.has(parent) || sees(view, parent));
    return leads ? `${pathTo(parent)}/${row.name}` : row.name;
  };
  const paths = new Map<string, string>();
  return (kind, id) => {
    if (kind !== "place") return known(kind, id);
    const path = paths.get(id) ?? pathTo(id);
    paths.set(id, path);
    return path;
  };
}

function idsOf(at: DiffPlace): string[] {
  if (at.kind === "account") return [];
  if (at.kind === "folder") return [...(at.folder === null ? [] : [at.folder]), ...at.except];
  return [at.kind === "asset" ? at.asset : at.workspace];
}
