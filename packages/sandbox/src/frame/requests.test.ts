import { expect, test } from "vitest";
import { createRequests } from "./requests.ts";

const request = (headers: Record<string, string> = {}, body = "") => ({
  method: "POST",
  path: "/api/images",
  query: new URLSearchParams(),
  headers: new Map(Object.entries(headers)),
  body: Buffer.from(body),
});

test("the log remembers the latest, and how many there ever were", () => {
  const requests = createRequests(() => 7, 2);
  for (let count = 0; count < 3; count += 1)
    requests.begin("klaviyo", request()).end({ status: 200, fault: null });
  expect(requests.all().map((entry) => entry.number)).toEqual([2, 3]);
  expect(requests.count()).toBe(3);
});

test("credentials are shortened, short ones left out", () => {
  const requests = createRequests(() => 7);
  const headers = {
    authorization: "Klaviyo-API-Key pk_abcdefghijkl",
    cookie: "a=b",
    "proxy-authorization": "Basic x",
  };
  requests.begin("klaviyo", request(headers));
  requests.begin("klaviyo", request({ authorization: "pk_abcdefghijkl" }));
  requests.begin("klaviyo", request({ authorization: "Bearer short" }));
  expect(requests.all().map((entry) => entry.headers)).toEqual([
    { authorization: "Klaviyo-API-Key pk_a…kl", cookie: "…", "proxy-authorization": "…" },
    { authorization: "pk_a…kl" },
    { authorization: "Bearer …" },
  ]);
});

test("a body is kept where it is JSON and short", () => {
  const requests = createRequests(() => 7);
  const json = { "content-type": "application/vnd.api+json" };
  requests.begin("klaviyo", request(json, '{"a":1}'));
  requests.begin("klaviyo", request(json, "{"));
  requests.begin("klaviyo", request(json, JSON.stringify("x".repeat(70_000))));
  requests.begin("klaviyo", request({ "content-type": "text/plain" }, "1"));
  expect(requests.all().map((entry) => entry.json)).toEqual([{ a: 1 }, undefined, undefined, undefined]);
});
