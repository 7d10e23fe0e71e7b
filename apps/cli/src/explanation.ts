import { z } from "zod";
import type { Directory } from "./directory.ts";
import type { Session } from "./session.ts";
import { sayInstant, sayTime } from "./times.ts";

const reasonSchema = z.object({
  kind: z.enum(["role", "all-access", "override-allow", "override-deny"]),
  role: z.string().optional(),
  anchor: z.string().nullable(),
  until: z.string().nullable(),
});
const missed = z.object({ cause: z.string(), role: z.string().optional() });
const fix = z.object({
  user: z.string(),
  role: z.string(),
  folders: z.array(z.string()).readonly().nullable(),
  asset: z.string().nullable(),
});

/** What an answer says about a decision beside its sentence; the lists are there for who may explain access. */
export const causesSchema = z.object({
  permission: z.string(),
  at: z.string().nullable(),
  need: z.object({ permission: z.string(), code: z.string() }).optional(),
  gate: z.object({ code: z.string(), wants: z.string().nullable() }).optional(),
  ask: z.object({ permissions: z.array(z.string()).readonly(), at: z.string().nullable() }).optional(),
  by: z.array(reasonSchema).readonly().optional(),
  missed: z.array(missed).readonly().optional(),
  fix: z.array(fix).readonly().optional(),
  doings: z
    .array(z.object({ at: z.string(), sentence: z.string() }))
    .readonly()
    .optional(),
});

export type Causes = z.output<typeof causesSchema>;

/** A label and its lines, for the terminal. */
export type Section = readonly [label: string, lines: readonly string[]];

export async function sectionsOf(causes: Causes, directory: Directory): Promise<Section[]> {
  const { need, gate, by = [], missed: nearMisses = [], doings = [] } = causes;
  const misses = await Promise.all(nearMisses.map((one) => missedLine(one, causes, directory)));
  const sections: Section[] = [
    ["By", await Promise.all(by.map((one) => reasonLine(one, directory)))],
    ["Needs", need ? [`${need.permission} (${need.code})`] : []],
    ["Waits for", gate?.wants ? [gate.wants] : []],
    // By name: ids, by which they come, say nothing to a person. Two grants of one role read as one.
    ["Near misses", [...new Set(misses)].toSorted()],
    ["By whose doing", doings.map(({ at, sentence }) => `${sayInstant(Date.parse(at))}  ${sentence}`)],
  ];
  return sections.filter(([, lines]) => lines.length > 0);
}

export async function reasonLine(
  { kind, role, anchor, until }: z.output<typeof reasonSchema>,
  directory: Directory,
) {
  const override = kind === "override-deny" ? "an override that denies it" : "an override that allows it";
  const what = role === undefined ? override : await directory.role(role);
  const where = anchor === null ? "everywhere" : `on ${await directory.place(anchor)}`;
  return `${what} ${where}${until === null ? "" : `, until ${sayTime(Date.parse(until))}`}`;
}

/** What keeps a grant from allowing, after the role's name. */
const obstacles: Readonly<Record<string, (permission: string) => string>> = {
  plan: () => "is not in the plan",
  "lacks-permission": (permission) => `does not include ${permission}`,
  expired: () => "has ended",
  "not-yet": () => "has not begun yet",
  narrowed: () => "is held in some places only, and this is asked for the account",
  "other-folder": () => "is held elsewhere",
  restricted: () => "is held above a restricted folder, where it stops",
};

async function missedLine({ cause, role }: z.output<typeof missed>, causes: Causes, directory: Directory) {
  const what = role === undefined ? "An override" : await directory.role(role);
  const permission = causes.need?.permission ?? causes.permission;
  return `${what} ${obstacles[cause]?.(permission) ?? cause}`;
}

/** The smallest change that would allow it, as commands that can be copied; none where it takes more than a grant. */
export function fixCommands(causes: Causes, session: Session, directory: Directory): Promise<string[]> {
  return Promise.all(
    (causes.fix ?? []).map(async ({ user, role, folders, asset }) => {
      const places = asset === null ? folders : [asset];
      const on = await Promise.all((places ?? []).map((place) => directory.place(place)));
      return session.command(
        "grant",
        (await directory.person(user)).username,
        await directory.role(role),
        ...(places === null ? ["--everywhere"] : on.flatMap((path) => ["--on", path])),
        "--until",
        "tonight",
        "--reason",
        `needs ${causes.permission}`,
      );
    }),
  );
}
