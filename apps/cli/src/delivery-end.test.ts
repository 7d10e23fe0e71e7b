import { expect, test } from "vitest";
import type { Answer, Client, Delivery } from "@gatefold/client";
import { settled } from "./delivery-end.ts";

const asked: Delivery = {
  id: "dlv_1",
  asset: "ast_1",
  connection: "con_1",
  version: "ver_1",
  target: "library",
  marker: "gf-1",
  state: "waiting",
  attempts: 0,
  externalId: null,
  externalUrl: null,
  code: null,
  message: null,
  user: "usr_1",
  requestedAt: "2026-01-01T00:00:00.000Z",
  nextAt: null,
  updatedAt: "2026-01-01T00:00:00.000Z",
};
const answerOf = (value: Delivery): Answer<Delivery> => ({
  value,
  text: JSON.stringify(value),
  status: 200,
  revision: 1,
  etag: null,
});

/** Answers one after the other, each half a minute after the one before. */
async function waitFor(answers: readonly Partial<Delivery>[]) {
  const notes: string[] = [];
  let reads = 0;
  const next = async () => {
    const value = { ...asked, ...answers[Math.min(reads, answers.length - 1)] };
    reads += 1;
    return answerOf(value);
  };
  const api = { answer: next as Client["answer"] };
  const io = { now: () => reads * 30_000, note: (line: string) => void notes.push(line) };
  const { value } = await settled(io, api, answerOf(asked), undefined);
  return { state: value.state, code: value.code, reads, notes };
}

test("what it waits for is said once, until it ended", async () => {
  const busy = { code: "PLATFORM_UNAVAILABLE", message: "It has an outage." };
  expect(await waitFor([busy, busy, { state: "delivered" }])).toEqual({
    state: "delivered",
    code: null,
    reads: 3,
    notes: ["It has an outage."],
  });
});

test("a day's quota that is used up is not waited for", async () => {
  const full = { code: "PLATFORM_DAILY_QUOTA", message: "It goes on tomorrow." };
  expect(await waitFor([full])).toEqual({ state: "waiting", code: full.code, reads: 1, notes: [] });
});

test("patience ends after two minutes", async () => {
  expect(await waitFor([{}])).toMatchObject({ state: "waiting", reads: 4 });
});
