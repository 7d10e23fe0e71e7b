import type { Delivered } from "@gatefold/connector-sdk";
import type { Delivery, Job } from "@gatefold/store";
import { createCourier } from "../src/delivery/courier.ts";
import { createLedger } from "../src/delivery/ledger.ts";
import type { Reason, Way } from "../src/delivery/way.ts";

export const permit = { id: "permit" };
export const found: Delivered = {
  status: "delivered",
  externalId: "7",
  externalUrl: "https://cdn.example/7",
};
/** What a delivery is once it has arrived. */
export const arrived = {
  state: "delivered",
  externalId: "7",
  externalUrl: "https://cdn.example/7",
  code: null,
};

const waiting: Delivery = {
  id: "d",
  account: "a",
  connection: "c",
  asset: "p",
  version: "v",
  target: "library",
  marker: "gf-x",
  principal: { account: "a", user: "u", credential: { kind: "key", id: "k" } },
  state: "waiting",
  attempts: 0,
  externalId: null,
  externalUrl: null,
  code: null,
  message: null,
  requestedAt: 0,
  updatedAt: 0,
  nextAt: null,
  tryingSince: null,
  leftAt: null,
};

const job: Job = {
  id: "j",
  account: "a",
  kind: "delivery",
  body: { delivery: "d", version: { id: "v", sha256: "s", bytes: 1, mime: "m", width: 1, height: 1 } },
  runAt: 0,
  lane: "c",
  attempts: 1,
};

/** A courier with one delivery, at 1000 on a clock that stands until it is set, on a way that does what its script says. */
export function createTrip() {
  const trip = {
    row: waiting,
    steps: [] as string[],
    errors: [] as unknown[],
    /** What each verb does next: a value to answer, or an error to throw; the last one stays. */
    script: {
      ready: [undefined] as unknown[],
      enforce: [{ permit }] as unknown[],
      send: [found] as unknown[],
      look: [undefined] as unknown[],
    },
    canLook: true,
    now: 1000,
    chance: 0,
    released: 0,
    /** Why there is no way at all. */
    refused: undefined as Reason | undefined,
    /** Happens while it is decided. */
    meanwhile: () => {},
    run: ({ attempts = 1, signal = new AbortController().signal } = {}) =>
      courier({ ...job, attempts }, signal),
  };

  function play(verb: keyof typeof trip.script): unknown {
    trip.steps.push(verb);
    const [next, ...rest] = trip.script[verb];
    if (rest.length > 0) trip.script[verb] = rest;
    if (next instanceof Error) throw next;
    return next;
  }

  const way = (): Way => ({
    canLook: trip.canLook,
    ready: async () => void play("ready"),
    release: () => void (trip.released += 1),
    enforce: async () => {
      trip.meanwhile();
      return play("enforce") as Awaited<ReturnType<Way["enforce"]>>;
    },
    send: async () => {
      if (trip.row.state !== "sending") throw new Error("sent before it was written that it is");
      return play("send") as Delivered;
    },
    look: async () => play("look") as Delivered | undefined,
  });

  const ledger = createLedger({
    clock: () => trip.now,
    deliveries: {
      get: async (account, id) => (account === "a" && id === "d" ? trip.row : undefined),
      update: async (_account, _id, patch, from) => {
        if (from && !from.includes(trip.row.state)) return false;
        trip.row = { ...trip.row, ...patch };
        return true;
      },
    },
  });

  const courier = createCourier({
    ledger,
    clock: () => trip.now,
    chance: () => trip.chance,
    open: async () => (trip.refused ? { refused: trip.refused } : way()),
    onError: (error) => trip.errors.push(error),
  });
  return trip;
}
