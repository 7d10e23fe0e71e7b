import { StoreUnavailable } from "@gatefold/store";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { createWorld, type World } from "../../test/world.ts";
import { serveGateway } from "../server.ts";
import { createCounter, createHistogram } from "./exposition.ts";

describe("the text", () => {
  it("is what Prometheus reads: labels escaped, buckets that add up", () => {
    const counter = createCounter({ name: "n_total", help: "So many.", labels: ["a", "b"] });
    counter.add(['x"\\', "y\n"]);
    counter.add(['x"\\', "y\n"], 2);
    expect(counter.text()).toBe(
      '# HELP n_total So many.\n# TYPE n_total counter\nn_total{a="x\\"\\\\",b="y\\n"} 3',
    );
    const histogram = createHistogram({ name: "h", help: "How long.", labels: [] }, [0.1, 1]);
    for (const seconds of [0.05, 0.1, 0.5, 7]) histogram.see([], seconds);
    expect(histogram.text().split("\n").slice(2)).toEqual([
      'h_bucket{le="0.1"} 2',
      'h_bucket{le="1"} 3',
      'h_bucket{le="+Inf"} 4',
      "h_sum 7.65",
      "h_count 4",
    ]);
  });

  it("never grows without end: what is too much is counted together", () => {
    const counter = createCounter({ name: "n_total", help: "So many.", labels: ["a"] });
    for (let row = 0; row < 2010; row += 1) counter.add([`row ${row}`]);
    expect(counter.text()).toContain('n_total{a="other"} 10');
    expect(counter.text().split("\n")).toHaveLength(2 + 2001);
  });
});

describe("a gateway's metrics", () => {
  const token = "a-token-for-prometheus";
  let world: World;
  let running: Awaited<ReturnType<typeof serveGateway>>;
  let away = false;
  const scrape = (
    path = "/metrics",
    headers: Record<string, string> = { authorization: `Bearer ${token}` },
  ) => fetch(`http://127.0.0.1:${running.metricsPort}${path}`, { headers });
  const lines = async () => (await (await scrape()).text()).split("\n");
  const value = async (start: string) => {
    const line = (await lines()).find((one) => one.startsWith(`${start} `) || one.startsWith(`${start}{`));
    return line === undefined ? undefined : Number(line.split(" ").at(-1));
  };

  beforeAll(async () => {
    world = await createWorld({
      wrap: (store) => ({
        ...store,
        survey: {
          ...store.survey,
          work: (now) => (away ? Promise.reject(new StoreUnavailable("away")) : store.survey.work(now)),
        },
        queue: {
          ...store.queue,
          nextAt: () => (away ? Promise.reject(new StoreUnavailable("away")) : store.queue.nextAt()),
          // What waits is looked at, and not worked off meanwhile.
          claim: () => Promise.resolve(undefined),
        },
      }),
    });
    running = await serveGateway(
      {
        host: "127.0.0.1",
        port: 0,
        contentPort: 0,
        apiUrl: null,
        contentUrl: null,
        stopWithinMs: 0,
        metrics: { host: "127.0.0.1", port: 0, token },
      },
      world.dependencies,
    );
  });
  afterAll(async () => {
    await running.close();
    await world.end();
  });

  it("are not at the API, nor shown without the token", async () => {
    expect((await fetch(`${running.apiUrl}/metrics`)).status).toBe(404);
    for (const headers of [
      {},
      { authorization: "Bearer a-token-for-prometheuS" },
      { authorization: token },
    ]) {
      const refused = await scrape("/metrics", headers);
      expect([refused.status, await refused.text()]).toEqual([401, "Show the token.\n"]);
    }
    expect((await scrape("/")).status).toBe(404);
    expect((await scrape()).headers.get("content-type")).toContain("version=0.0.4");
  });

  it("count requests, refusals and acts, and tell no name of anybody", async () => {
    const ada = await world.found("Aurora");
    const bea = await world.person(ada, "bea-the-designer");
    const there = async (of: string, line: string) => {
      const [method = "", path = ""] = line.split(" ");
      return fetch(running.apiUrl + path, { method, headers: { authorization: `Bearer ${of}` } });
    };
    for (let time = 0; time < 2; time += 1) {
      expect((await there(ada.token, "GET /v1/me")).status).toBe(200);
      // So that the head has to be looked at again.
      world.clock.now += 501;
    }
    expect((await there("gk_nothing", "GET /v1/me")).status).toBe(401);
    // Counted once the answer has left, which may be a moment after it came.
    const requests = 'gatefold_http_request_seconds_count{operation="me.get",status="2xx"}';
    await expect.poll(() => value(requests)).toBe(2);
    expect(await value('gatefold_refusals_total{code="UNAUTHENTICATED"}')).toBe(1);
    expect(await value('gatefold_head_lookup_seconds_count{outcome="seen"}')).toBeGreaterThan(0);
    expect(await value("gatefold_head_confirmed_age_seconds")).toBeLessThan(60);
    await running.gateway.services.store.acts.record({
      account: ada.account,
      at: world.clock.now,
      principal: { account: ada.account, user: bea.id, credential: { kind: "key", id: "k" } },
      act: "deliver",
      permission: "deliver.klaviyo",
      place: "asset",
      version: null,
      connection: null,
      effect: "deny",
      code: "NO_GRANT",
      revision: 1,
      request: "r",
    });
    expect(
      await value(
        'gatefold_acts_total{act="deliver",permission="deliver.klaviyo",effect="deny",code="NO_GRANT"}',
      ),
    ).toBe(1);
    expect((await lines()).join("\n")).not.toMatch(/bea|Aurora|gk_|example/);
  });

  it("say what waits, and for how long", async () => {
    const now = world.clock.now;
    await world.store.queue.add({
      id: "j1",
      account: "acme",
      kind: "none",
      body: null,
      lane: null,
      runAt: now + 5000,
    });
    expect(await value('gatefold_jobs{state="waiting"}')).toBe(1);
    world.clock.now += 65_000;
    expect(await value('gatefold_jobs{state="due"}')).toBe(1);
    expect(await value('gatefold_jobs_oldest_age_seconds{state="due"}')).toBe(60);
    expect(await value("gatefold_journal_entries_total")).toBeGreaterThan(0);
    expect(await value("gatefold_memory_bytes")).toBeGreaterThan(1_000_000);
  });

  it("say so where the database does not answer, and count what it failed with", async () => {
    expect(await value("gatefold_database_up")).toBe(1);
    away = true;
    expect(await value("gatefold_database_up")).toBe(0);
    expect(await value('gatefold_jobs{state="due"}')).toBeUndefined();
    expect((await fetch(`${running.apiUrl}/v1/health`)).status).toBe(503);
    expect(await value('gatefold_store_errors_total{code="STORE_UNAVAILABLE"}')).toBe(1);
    expect(await value('gatefold_refusals_total{code="STALE"}')).toBe(1);
    away = false;
  });
});
