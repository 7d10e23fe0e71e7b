import { createHash } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Answer, createWorld, type World } from "../../../test/world.ts";
import { operations } from "../../operations/index.ts";

const nobody = null;
let world: World;
let page: Answer;
beforeAll(async () => {
  world = await createWorld();
  page = await world.call(nobody, "GET /docs");
});
afterAll(() => world.end());

it("shows every operation, once, to whoever asks", () => {
  expect(page.status).toBe(200);
  expect(page.headers.get("content-type")).toBe("text/html; charset=utf-8");
  for (const { id } of operations) {
    expect(page.text.split(`<h3 id="${id}">`)).toHaveLength(2);
  }
});

it("runs nothing and fetches nothing: its policy lets in its own style sheet alone", () => {
  const [, style = ""] = /<style>([\s\S]*?)<\/style>/.exec(page.text) ?? [];
  const hash = createHash("sha256").update(style).digest("base64");
  expect(page.headers.get("content-security-policy")).toBe(
    `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  );
  expect(page.text).not.toMatch(/<script|\sstyle=|\son\w+=|src=|<link/);
});

it("can be walked without a mouse: every link inside leads to something there", () => {
  const targets = [...page.text.matchAll(/href="#([^"]+)"/g)].map(([, id = ""]) => id);
  expect(targets.length).toBeGreaterThan(operations.length);
  expect(targets.filter((id) => !page.text.includes(`id="${id}"`))).toEqual([]);
});
