import { describe, expect, test } from "vitest";
import { KEYS, openBench, PICTURES } from "../testing/bench.ts";
import type { Bench } from "../testing/bench.ts";
import { html } from "./html.ts";

async function read({ url }: Bench, path = "/"): Promise<{ text: string; headers: Headers }> {
  const response = await fetch(url + path);
  expect(response.status).toBe(200);
  return { text: await response.text(), headers: response.headers };
}

const add = ({ sandbox }: Bench, name: string, hidden = false) =>
  sandbox.klaviyo.add("North1", { name, bytes: PICTURES.png, format: "png", hidden });

describe("the page", () => {
  test.each(["/", "/klaviyo"])(
    "at %s shows each account's images, with where their bytes are",
    async (path) => {
      const bench = await openBench();
      const image = await add(bench, "summer/hero.png");
      const { text } = await read(bench, path);
      expect(text).toContain(
        `<img src="/klaviyo/cdn/company/North1/images/${image.file}" alt="summer/hero.png"`,
      );
      expect(text).toContain("North &amp; Co");
      expect(text.indexOf("hero.png")).toBeLessThan(text.indexOf('id="account-South1"'));
    },
  );

  test("marks what is hidden, and shows how much of the day is used up", async () => {
    const bench = await openBench();
    await add(bench, "hero.png", true);
    await bench.call("POST", "/api/image-upload");
    const { text } = await read(bench);
    expect(text).toContain('class="card is-hidden"');
    expect(text).toContain("Files today 1 of 100");
  });

  test("says what to do where there is nothing yet", async () => {
    const bench = await openBench();
    const { text } = await read(bench);
    expect(text.match(/No images here yet\./g)).toHaveLength(2);
    expect(text).toContain(`curl ${bench.url}/klaviyo/api/image-upload`);
  });

  test("shows requests, faults and the clock", async () => {
    const bench = await openBench();
    bench.sandbox.faults.add({
      platform: "klaviyo",
      kind: "html",
      times: 3,
      match: { path: "/api/images" },
      skip: 2,
    });
    await bench.call("GET", '/api/images?filter=contains(name,"é")');
    bench.sandbox.faults.add({ platform: "klaviyo", kind: "drop-before", match: { method: "PATCH" } });
    await bench.call("PATCH", "/api/images/1").catch(() => undefined);
    bench.sandbox.clock.set(Date.parse("2030-02-03T04:05:06Z"));
    const { text } = await read(bench);
    expect(text).toContain("<b>GET</b> /api/images?filter=contains(name,&quot;é&quot;)");
    expect(text).toContain("met the fault drop-before");
    expect(text).toMatch(/<strong>html<\/strong>\s+meets the next 3: \/api\/images, after 1 more/);
    expect(text).toContain("3 Feb 2030, 04:05:06");
  });

  test("shows the newest images and requests first, and of requests the last 40", async () => {
    const bench = await openBench();
    await add(bench, "older.png");
    await add(bench, "newer.png");
    for (let number = 1; number <= 42; number += 1) await bench.call("GET", `/api/call-${number}`);
    const { text } = await read(bench);
    expect(text.indexOf("newer.png")).toBeLessThan(text.indexOf("older.png"));
    expect(text.match(/\/api\/call-\d+/g)).toEqual(
      Array.from({ length: 40 }, (_, index) => `/api/call-${42 - index}`),
    );
  });

  test("escapes names, and lets no script or frame in", async () => {
    const bench = await openBench();
    await add(bench, `<script>alert("1")</script>/'"><img src=x onerror=alert(2)>`);
    await bench.call("GET", "/api/<script>alert(3)</script>");
    const { text, headers } = await read(bench);
    expect(text).not.toMatch(/<script>|<img src=x|onerror=alert\(2\)>/);
    expect(text).toContain("&lt;script&gt;");
    expect(headers.get("content-security-policy")).toMatch(
      /default-src 'none'.*script-src 'self'.*frame-ancestors 'none'/,
    );
  });

  test("shows no credential whole, and none in the addresses", async () => {
    const bench = await openBench();
    await bench.call("GET", "/api/images", { headers: { authorization: `Bearer ${KEYS.northToken}` } });
    const { text } = await read(bench);
    for (const key of Object.values(KEYS)) expect(text).not.toContain(key);
    expect(text).toContain("pk_n…01");
  });

  test("brings its style and script along", async () => {
    const bench = await openBench();
    const style = await read(bench, "/_sandbox/page.css");
    const script = await read(bench, "/_sandbox/page.js");
    expect(style.headers.get("content-type")).toMatch("text/css");
    const icon = await read(bench, "/_sandbox/icon.svg");
    expect(script.headers.get("content-type")).toMatch("text/javascript");
    expect(icon.headers.get("content-type")).toMatch("image/svg+xml");
  });
});

test("markup escapes text, joins lists and leaves out what is not there", () => {
  const items = ["<", "&", '"', "'"].map((text) => html`<i>${text}</i>`);
  expect(html`<b title="${'"'}">${1}${items}${undefined}${false}</b>`.text).toBe(
    '<b title="&quot;">1<i>&lt;</i><i>&amp;</i><i>&quot;</i><i>&#39;</i></b>',
  );
});
