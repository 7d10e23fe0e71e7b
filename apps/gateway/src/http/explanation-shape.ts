import { z } from "zod";
import { time } from "./fields.ts";

/** Why it is allowed, or what denies it: a grant of a role (perhaps by a group), or an override. */
export const reasonShape = z.object({
  kind: z.enum(["role", "all-access", "override-allow", "override-deny"]),
  grant: z.string().optional(),
  role: z.string().optional(),
  group: z.string().nullable().optional(),
  override: z.string().optional(),
  anchor: z.string().nullable(),
  until: time.nullable(),
});

const missedShape = z.object({
  cause: z.string(),
  grant: z.string().optional(),
  role: z.string().optional(),
  group: z.string().nullable().optional(),
  override: z.string().optional(),
});

/** A grant as it could be given. */
const fixShape = z.object({
  kind: z.literal("grant"),
  user: z.string(),
  role: z.string(),
  folders: z.array(z.string()).nullable(),
  asset: z.string().nullable(),
});

/** An entry of the journal that an answer about the past rests on. */
export const doingShape = z.object({
  seq: z.number(),
  at: time,
  /** Who did it, by which credential. */
  user: z.string(),
  credential: z.object({ kind: z.string(), id: z.string().optional() }),
  /** The event's type, e.g. `grant.given`. */
  did: z.string(),
  /** The reason that was given; empty where none was. */
  reason: z.string(),
  sentence: z.string(),
});

export const explanationShape = z
  .object({
    effect: z.enum(["allow", "deny"]),
    code: z.string(),
    revision: z.number(),
    user: z.string(),
    permission: z.string(),
    at: z.string().nullable(),
    now: time,
    /** One English sentence; the same in API, command line and Slack. */
    sentence: z.string(),
    need: z.object({ permission: z.string(), code: z.string() }).optional(),
    gate: z.object({ code: z.string(), wants: z.string().nullable() }).optional(),
    ask: z.object({ permissions: z.array(z.string()), at: z.string().nullable() }),
    /** From here on only for who holds access.explain there. */
    by: z.array(reasonShape).optional(),
    missed: z.array(missedShape).optional(),
    fix: z.array(fixShape).optional(),
    /** With `asOf`: by whose doing it was so, in order. */
    doings: z.array(doingShape).optional(),
  })
  .meta({ id: "Explanation" });
