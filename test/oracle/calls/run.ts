import type { ApiKey, State } from "@gatefold/core";
import { createWorld, type World } from "../../../apps/gateway/test/world.ts";
import { begin } from "./beginning.ts";
import { type Maker, worldOf, wrongGain, wrongKey } from "./giving.ts";
import { calls, drawFrom, pauses, type Roll } from "./rolls.ts";

const ID_LENGTH = 20;

/** A gateway whose ids come in order, so that a sequence names the same things each time. */
export function createOrderlyWorld(): Promise<World> {
  let drawn = 0;
  // Each id takes the next stretch of what is drawn, and its digits count the ids.
  const ids = (bytes: number) =>
    Uint8Array.from({ length: bytes }, () => {
      const [id, digit] = [Math.floor(drawn / ID_LENGTH), drawn % ID_LENGTH];
      drawn += 1;
      return Math.floor((id + 1) / 32 ** (ID_LENGTH - 1 - digit)) % 32;
    });
  return createWorld({ ids, limits: { requestsPerMinute: 0, failedKeysPerMinute: 0 } });
}

/** How a sequence of calls went. */
export interface Run {
  /** Each call as a line that can be read, with what was answered. */
  readonly told: readonly string[];
  readonly accepted: number;
  readonly refused: number;
  /** Calls by which somebody gained something. */
  readonly giving: number;
  /** What somebody ended with that nobody who held it gave; the run stops there. */
  readonly wrong: string | null;
}

/** Makes these calls, one after the other, as people of a new account, and judges each by what the database then holds. */
export async function run(world: World, rolls: readonly Roll[]): Promise<Run> {
  world.clock.now = Date.UTC(2026, 2, 1, 9);
  const { account, tokens } = await begin(world);
  const told: string[] = [];
  const seen = { accepted: 0, refused: 0, giving: 0 };
  const revisions: number[] = [];
  let { state } = await world.store.journal.load(account);
  for (const roll of rolls) {
    const draw = drawFrom(roll, { state, now: world.clock.now, revisions });
    if (draw.flag(12)) {
      world.clock.now += draw.pick(pauses);
      told.push(`it is ${new Date(world.clock.now).toISOString()}`);
    }
    const [who, { token, key }] = draw.pick([...tokens, ...[...tokens].slice(1)]);
    const { line, body } = calls[roll.what](draw);
    const answer = await world.call<{ token?: string; key?: { id: string }; code?: string }>(
      token,
      line,
      body,
    );
    told.push(
      `${who}: ${line} ${JSON.stringify(body ?? null)} -> ${answer.status} ${answer.body?.code ?? ""}`,
    );
    if (answer.status >= 300) {
      seen.refused += 1;
      continue;
    }
    seen.accepted += 1;
    revisions.push(Number(answer.headers.get("gatefold-revision")));
    const { state: after } = await world.store.journal.load(account);
    const maker = makerOf(state, key);
    const wrong = maker
      ? judged(state, after, maker, world.clock.now, answer.body?.key?.id)
      : "a key that is gone";
    if (gains(state, after)) seen.giving += 1;
    if (wrong !== null) return { told, ...seen, wrong };
    const made = answer.body;
    if (made?.token !== undefined && made.key)
      tokens.set(`${who} (${tokens.size})`, { token: made.token, key: made.key.id });
    state = after;
  }
  return { told, ...seen, wrong: null };
}

function makerOf(state: State, id: string): Maker | undefined {
  const key = state.get("key", id);
  return key && { user: key.owner, key };
}

function judged(
  before: State,
  after: State,
  maker: Maker,
  now: number,
  shown: string | undefined,
): string | null {
  const key: ApiKey | undefined = shown === undefined ? undefined : after.get("key", shown);
  const old = worldOf(before);
  return wrongGain(old, worldOf(after), maker, now) ?? (key ? wrongKey(old, maker, key, now) : null);
}

/** Did anything come that gives? */
function gains(before: State, after: State): boolean {
  return (["grant", "override"] as const).some((kind) =>
    [...after.all(kind)].some(({ id }) => before.get(kind, id) === undefined),
  );
}
