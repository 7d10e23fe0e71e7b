/** The points at which a gateway can be told to kill itself, and those at which it is killed from outside. */

export type StoreKind = "sqlite" | "postgres";

interface Point {
  /** Only here; left out: on both stores. */
  readonly only?: StoreKind;
  /** It is one of the first so many times that it is reached at which it kills. 1 where left out. */
  readonly times?: number;
  /** Kills that bring about what this point needs, one life each, in this order. */
  readonly after?: readonly string[];
}

/** By name, in the order in which a life comes by them. */
export const points = {
  "start: in a migration": { times: 40 },
  "start: the database is open": {},
  "start: before it listens": {},
  "change: its name is claimed": { times: 3 },
  "change: before its transaction": { times: 4 },
  "change: in its transaction": { times: 4 },
  "change: at its commit": { times: 4 },
  "change: committed, before its answer is kept": { times: 4 },
  "change: its answer is kept, before it is sent": { times: 4 },
  "change: answered": { times: 4 },
  "change: a picture's bytes are kept, it is not entered": {},
  "checkpoint: in it": { only: "sqlite" },
  "delivery: in its reservation": { times: 2 },
  "delivery: at its reservation's commit": { times: 2 },
  "delivery: reserved, before its answer": { times: 2 },
  "delivery: its job is claimed": { times: 2 },
  "delivery: in the transaction of its act": {},
  "delivery: at its act's commit": {},
  "delivery: its act is written, without a permit": {},
  "delivery: written as sending": {},
  "delivery: permitted, before it is sent": {},
  "delivery: at the platform, which stores it afterwards": {},
  "delivery: at the platform, which stores it after the next life's look": {},
  "delivery: stored by the platform, before it is noted": {},
  "delivery: settled, its job not ended": {},
  "delivery: its job ended": {},
  "delivery: about to be looked for": { after: ["delivery: stored by the platform, before it is noted"] },
  "delivery: found again, before it is noted": {
    after: ["delivery: at the platform, which stores it afterwards"],
  },
  "delivery: looked for in vain": { after: ["delivery: permitted, before it is sent"] },
  "delivery: put back for a second look": { after: ["delivery: written as sending"] },
  "delivery: to be sent anew": {
    after: ["delivery: permitted, before it is sent", "delivery: put back for a second look"],
  },
  "removal: before it is sent": {},
  "removal: done by the platform, before it is noted": {},
  "removal: noted, before its answer": {},
  "anywhere: from outside, at any moment": {},
} as const satisfies Readonly<Record<string, Point>>;

export type PointName = keyof typeof points;

export const aboutPoint = (name: PointName): Point => points[name];

export function isPoint(name: string): name is PointName {
  return Object.hasOwn(points, name);
}

/** What a store comes by. */
export function pointsOf(store: StoreKind): PointName[] {
  return Object.keys(points)
    .filter(isPoint)
    .filter((name) => (aboutPoint(name).only ?? store) === store);
}
