import { Validator } from "@seriousme/openapi-schema-validator";
import type { Express } from "express";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createWorld, must, type World } from "../../test/world.ts";
import { operations } from "../operations/index.ts";
import { entriesOf } from "./entries.ts";
import type { OpenApiDocument } from "./form.ts";

const nobody = null;
let world: World;
let document: OpenApiDocument;
beforeAll(async () => {
  world = await createWorld();
  document = must(await world.call<OpenApiDocument>(nobody, "GET /v1/openapi.json"), 200);
});
afterAll(() => world.end());

const entries = () => [...entriesOf(document).values()].flat();

describe("the document", () => {
  it("is sound by the schema of OpenAPI 3.1, and is served to everybody", async () => {
    const validator = new Validator();
    expect(await validator.validate({ ...document })).toEqual({ valid: true });
    expect(validator.version).toBe("3.1");
  });

  it("names every operation of the table, and its address at this gateway", () => {
    const ids = entries().map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toEqual(expect.arrayContaining(operations.map(({ id }) => id)));
    expect(document.servers[0]?.url).toBe(world.running.apiUrl);
  });

  it("leads every reference to something", () => {
    const at = (pointer: string) =>
      pointer
        .slice(2)
        .split("/")
        .reduce<unknown>((inner, key) => (inner as Record<string, unknown> | undefined)?.[key], document);
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(([, to = ""]) => to);
    expect(references.length).toBeGreaterThan(100);
    expect(references.filter((to) => at(to) === undefined)).toEqual([]);
  });

  it("says which codes a write can refuse with, at their statuses", () => {
    const responses = document.paths["/v1/users"]?.["post"]?.responses;
    const codes = JSON.stringify(responses?.["409"]?.content?.["application/problem+json"]);
    expect(codes).toContain("NAME_TAKEN");
    expect(codes).toContain("PLAN_LIMIT");
    expect(Object.keys(responses?.["401"]?.content ?? {})).toEqual(["application/problem+json"]);
  });

  it("is known by its hash: who has it already is told so", async () => {
    const first = await world.call(nobody, "GET /v1/openapi.json");
    const etag = first.headers.get("etag") ?? "";
    const again = await world.call(nobody, "GET /v1/openapi.json", undefined, { "if-none-match": etag });
    expect(again.status).toBe(304);
  });
});

/** What the apps answer at: each path with the methods that are not merely refused there. */
function routesOf(app: Express): string[] {
  return app.router.stack.flatMap(({ route }) => {
    if (!route) return [];
    const methods = route.stack.map(({ method }) => method);
    // `app.all` is how other methods are refused.
    if (methods.length > 10) return [];
    return methods.map((method) => `${method} ${route.path.replaceAll(/:(\w+)/g, "{$1}")}`);
  });
}

it("leaves no route out: what is mounted and what is written are the same, but for the page itself", () => {
  const { api, content } = world.running.gateway;
  const mounted = [...routesOf(api), ...routesOf(content)].filter((route) => route !== "get /docs");
  const written = entries().map(({ method, path }) => `${method.toLowerCase()} ${path}`);
  expect(mounted.toSorted()).toEqual(written.toSorted());
});
