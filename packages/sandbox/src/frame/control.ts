import express from "express";
import type { Request, Response, Router } from "express";
import { z } from "zod";
import type { ClockState, SandboxClock } from "./clock.ts";
import { faultSchema } from "./faults.ts";
import type { Faults } from "./faults.ts";
import type { Platform } from "./platform.ts";
import { problem } from "./problem.ts";
import type { Requests } from "./requests.ts";

export interface ControlDependencies {
  readonly clock: SandboxClock;
  readonly faults: Faults;
  readonly requests: Requests;
  readonly platforms: readonly Platform[];
  readonly reset: () => Promise<void>;
}

const clockSchema = z.union([
  z.strictObject({ real: z.literal(true) }),
  z
    .strictObject({
      /** Milliseconds since 1970, or ISO 8601. */
      set: z
        .union([z.int().min(0), z.iso.datetime({ offset: true }).transform((text) => Date.parse(text))])
        .optional(),
      /** Milliseconds. */
      advance: z.int().min(0).optional(),
      frozen: z.boolean().optional(),
    })
    .refine((change) => Object.keys(change).length > 0, "give real, set, advance or frozen"),
]);

const nothing = z.strictObject({}).optional();

/** `/_sandbox/…`: faults, clock, requests, reset. JSON in and out. */
export function createControl(dependencies: ControlDependencies): Router {
  const router = express.Router();
  // A form of another site can't send JSON without asking first (CORS), and is never given leave.
  router.use((req, res, next) => {
    const empty = !("transfer-encoding" in req.headers) && Number(req.headers["content-length"] ?? 0) === 0;
    if (empty || req.is("application/json")) next();
    else problem(res, 415, "JSON_WANTED", "Send it with content-type: application/json.");
  });
  router.use(express.json({ limit: "256kb" }));
  addFaults(router, dependencies);
  addClock(router, dependencies.clock);
  router.get("/requests", (_req, res) => {
    res.json({ items: dependencies.requests.all().map(({ json: _json, ...shown }) => shown) });
  });
  router.delete("/requests", (_req, res) => {
    dependencies.requests.clear();
    res.status(204).end();
  });
  router.post("/reset", (req, res, next) => {
    if (parsed(nothing, req, res)) dependencies.reset().then(() => res.status(204).end(), next);
  });
  router.use((_req, res) =>
    problem(res, 404, "NOT_FOUND", "There are /faults, /clock, /requests and /reset."),
  );
  return router;
}

function addFaults(router: Router, { faults, platforms }: ControlDependencies): void {
  router.get("/faults", (_req, res) => void res.json({ items: faults.all() }));
  router.post("/faults", (req, res) => {
    const fault = parsed(faultSchema, req, res);
    if (!fault) return;
    const known = platforms.map((platform) => platform.id);
    if (known.includes(fault.value.platform)) res.status(201).json(faults.add(fault.value));
    else problem(res, 400, "INVALID", `platform: there is ${known.join(", ")}.`);
  });
  router.delete("/faults", (_req, res) => {
    faults.clear();
    res.status(204).end();
  });
  router.delete("/faults/:id", (req, res) => {
    if (faults.remove(req.params.id)) res.status(204).end();
    else problem(res, 404, "NOT_FOUND", "No fault of this id waits; GET /_sandbox/faults lists them.");
  });
}

function addClock(router: Router, clock: SandboxClock): void {
  router.get("/clock", (_req, res) => void res.json(shown(clock.state())));
  router.put("/clock", (req, res) => {
    const change = parsed(clockSchema, req, res);
    if (!change) return;
    if ("real" in change.value) clock.real();
    else apply(clock, change.value);
    res.json(shown(clock.state()));
  });
}

function apply(
  clock: SandboxClock,
  change: { set?: number | undefined; advance?: number | undefined; frozen?: boolean | undefined },
) {
  if (change.frozen === true) clock.freeze();
  if (change.frozen === false) clock.thaw();
  if (change.set !== undefined) clock.set(change.set);
  if (change.advance !== undefined) clock.advance(change.advance);
}

const shown = (state: ClockState) => ({
  now: new Date(state.now).toISOString(),
  milliseconds: state.now,
  mode: state.mode,
});

/** The body as the schema has it; where it is not, the refusal is sent and undefined comes back. */
function parsed<Schema extends z.ZodType>(
  schema: Schema,
  req: Request,
  res: Response,
): { value: z.output<Schema> } | undefined {
  const result = schema.safeParse(req.body);
  if (result.success) return { value: result.data };
  problem(res, 400, "INVALID", z.prettifyError(result.error));
  return undefined;
}
