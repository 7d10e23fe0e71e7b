import type { State } from "@gatefold/core";
import type { Keyv } from "keyv";
import type { AppPermission } from "./permissions.ts";
import type { Rights } from "./rights.ts";

export type Allows = (user: string, permission: AppPermission, at: string | null) => Promise<boolean>;

/**
 * Decisions by way of a cache. A key holds all that an answer depends on: the question, the revision, and the era between
 * two moments at which a window opens or closes. So nothing need ever be taken out of the cache: after a change, and after a
 * right has run out, another key is asked for. The time to live only makes room.
 *
 * What the cache answers is believed: let nobody write to it who may not write to your database.
 */
export function createDecisions(
  { state, access }: Pick<Rights, "state" | "access">,
  cache: Keyv,
  clock: () => number,
): Allows {
  const eraAt = createEras(state);
  return async (user, permission, at) => {
    // As JSON, so that no name can pose as another one's key.
    const keyAt = (now: number) => JSON.stringify([state.revision, eraAt(now), user, permission, at]);
    const asked = keyAt(clock());
    const cached: unknown = await cache.get(asked);
    const now = clock();
    const key = keyAt(now);
    // Rights may have changed while the cache was looking: then its answer is of yesterday.
    if (key === asked && typeof cached === "boolean") return cached;
    const allowed = access.can(user, permission, at, now);
    await cache.set(key, allowed);
    return allowed;
  };
}

/** Numbers the stretches of time in which time alone changes no answer. */
function createEras(state: State): (now: number) => number {
  let known = { revision: -1, edges: [] as number[] };
  return (now) => {
    if (known.revision !== state.revision) known = { revision: state.revision, edges: edgesOf(state) };
    return known.edges.findLastIndex((edge) => edge <= now);
  };
}

function edgesOf(state: State): number[] {
  const windows = [...state.all("grant"), ...state.all("override")].flatMap(({ from, until }) => [
    from,
    until,
  ]);
  const ends = Array.from(state.all("asset"), ({ expires }) => expires);
  return [...windows, ...ends].filter((edge) => edge !== null).toSorted((one, other) => one - other);
}
