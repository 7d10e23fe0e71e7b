import type { Cutoffs } from "@gatefold/store";
import { pino } from "pino";
import { expect, it } from "vitest";
import { letGo } from "./retention.ts";

const DAY = 86_400_000;

it("lets go of what is older than the settings keep it, and of nothing that is kept always", async () => {
  const asked: [number, number, Cutoffs][] = [];
  const retention = {
    sweep: (...input: [number, number, Cutoffs]) => {
      asked.push(input);
      return Promise.resolve(undefined);
    },
  };
  const deps = { store: { retention }, clock: () => 500 * DAY, log: pino({ level: "silent" }) };
  const config = { apiUrl: "", contentUrl: "" };
  await letGo({ ...deps, config } as never);
  await letGo({ ...deps, config: { ...config, audit: { keepActsDays: 30, keepLooksDays: 0 } } } as never);
  expect(asked).toEqual([
    [500 * DAY, 499 * DAY, { acts: null, looks: 100 * DAY, deliveryDetails: null }],
    [500 * DAY, 499 * DAY, { acts: 470 * DAY, looks: null, deliveryDetails: null }],
  ]);
});
