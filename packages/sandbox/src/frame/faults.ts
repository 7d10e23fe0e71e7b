import { z } from "zod";

const match = z
  .strictObject({
    method: z
      .string()
      .regex(/^[A-Z]+$/, "a method in capitals, such as POST")
      .optional(),
    /** Below the platform's mount, without the query; `*` stands for any characters. */
    path: z.string().startsWith("/", "a path below the platform, such as /api/images").optional(),
  })
  .default({});

const common = {
  platform: z.string(),
  match,
  /** How many matching requests it meets. */
  times: z.int().min(1).max(10_000).default(1),
  /** How many matching requests pass before. */
  skip: z.int().min(0).max(10_000).default(0),
};
/** With `processed`, the platform does its work and only its answer is replaced. */
const processed = z.boolean().default(false);
const headers = z.record(z.string(), z.string()).default({});

/** What goes wrong, by its `kind`. */
export const faultSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    ...common,
    kind: z.literal("status"),
    status: z.int().min(200).max(599),
    headers,
    /** Text is sent as plain text; anything else as JSON. */
    body: z.json().default(""),
    processed,
  }),
  z.strictObject({ ...common, kind: z.literal("delay"), milliseconds: z.int().min(1).max(600_000) }),
  z.strictObject({ ...common, kind: z.literal("drop-before") }),
  z.strictObject({ ...common, kind: z.literal("drop-after") }),
  z.strictObject({ ...common, kind: z.literal("truncated") }),
  z.strictObject({
    ...common,
    kind: z.literal("garbage"),
    status: z.int().min(200).max(599).default(200),
    processed,
  }),
  z.strictObject({
    ...common,
    kind: z.literal("html"),
    status: z.int().min(200).max(599).default(502),
    processed,
  }),
  z.strictObject({
    ...common,
    kind: z.literal("redirect"),
    location: z.url({ protocol: /^https?$/ }),
    status: z.literal([301, 302, 303, 307, 308]).default(302),
  }),
]);

export type FaultInput = z.input<typeof faultSchema>;
export type Fault = z.output<typeof faultSchema> & { readonly id: string; readonly left: number };

export interface Faults {
  /** Throws a `ZodError` where it is not a fault. */
  readonly add: (fault: FaultInput) => Fault;
  /** Those that have requests left to meet, oldest first. */
  readonly all: () => readonly Fault[];
  readonly remove: (id: string) => boolean;
  readonly clear: () => void;
  /** The first that this request is to meet; it is used up once. */
  readonly take: (platform: string, method: string, path: string) => Fault | undefined;
}

export function createFaults(): Faults {
  let number = 0;
  let active: Fault[] = [];
  return {
    add: (input) => {
      const parsed = faultSchema.parse(input);
      number += 1;
      const fault = { ...parsed, id: String(number), left: parsed.times };
      active.push(fault);
      return fault;
    },
    all: () => active,
    remove: (id) => {
      const before = active.length;
      active = active.filter((fault) => fault.id !== id);
      return active.length < before;
    },
    clear: () => {
      active = [];
    },
    take: (platform, method, path) => {
      const matching = active.filter((fault) => meets(fault, platform, method, path));
      const met = matching.find((fault) => fault.skip === 0);
      active = active.flatMap((fault) => {
        if (fault === met) return fault.left > 1 ? [{ ...fault, left: fault.left - 1 }] : [];
        return matching.includes(fault) && fault.skip > 0 ? [{ ...fault, skip: fault.skip - 1 }] : [fault];
      });
      return met;
    },
  };
}

function meets(fault: Fault, platform: string, method: string, path: string): boolean {
  if (fault.platform !== platform) return false;
  if (fault.match.method !== undefined && fault.match.method !== method) return false;
  return fault.match.path === undefined || pattern(fault.match.path).test(path);
}

function pattern(path: string): RegExp {
  const literal = path.replaceAll(/[\\^$.|?+()[\]{}]/g, "\\$&");
  return new RegExp(`^${literal.replaceAll("*", ".*")}$`);
}
