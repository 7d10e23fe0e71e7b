import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { awayCodes, internalCodes, problems } from "../../apps/gateway/src/http/problems.ts";
import { codeOf, root, type Source, sources } from "./sources.ts";

/** What a machine can hold of the house rules; each line of a failure names a file and the mend. */

const all = [...sources("packages"), ...sources("apps")];
const own = all.filter((source) => source.path.includes("/src/"));
const complaints = (check: (source: Source) => string[], among: readonly Source[] = own) =>
  among.flatMap(check);

/** Rooms from the ground up; a room may import those its line lists, besides itself. */
const arrows: Readonly<Record<string, readonly string[]>> = {
  "packages/core": [],
  "packages/store": ["@gatefold/core"],
  "packages/connector-sdk": ["@gatefold/core"],
  "packages/conformance": ["@gatefold/core", "@gatefold/connector-sdk"],
  "packages/sandbox": [],
  "packages/client": [],
  "packages/connectors": ["@gatefold/connector-sdk", "@gatefold/core"],
  "apps/gateway": ["@gatefold/core", "@gatefold/store", "@gatefold/connector-sdk"],
  "apps/cli": [
    "@gatefold/client",
    "@gatefold/core",
    "@gatefold/store",
    "@gatefold/connector-sdk",
    "@gatefold/sandbox",
    "@gatefold/gateway",
    "@gatefold/connector-klaviyo",
  ],
};

const packageOf = (path: string) => /^(?:packages\/connectors|packages|apps)\/[^/]+/.exec(path)?.[0];
const roomOf = (path: string) => path.split("/").slice(0, 2).join("/");

test("arrows run one way: a room imports only what stands below it", () => {
  const wrong = complaints(({ path, imports }) =>
    imports
      .filter((name) => name.startsWith("@gatefold/") && !arrows[roomOf(path)]?.includes(name))
      .map((name) => `${path} imports ${name}: move what it needs down, or ask for it as an argument`),
  );
  expect(wrong).toEqual([]);
});

test("no file reaches into another package's folder", () => {
  const wrong = complaints(({ path, imports }) =>
    imports
      .filter((name) => /^(packages|apps)\//.test(name) && packageOf(name) !== packageOf(path))
      .map((name) => `${path} imports ${name}: import the package by its name`),
  );
  expect(wrong).toEqual([]);
});

test("files do not import each other in a circle", () => {
  const byPath = new Map(all.map((source) => [source.path, source]));
  const circles: string[] = [];
  const done = new Set<string>();
  const walk = (path: string, trail: readonly string[]): void => {
    if (trail.includes(path)) circles.push([...trail.slice(trail.indexOf(path)), path].join(" -> "));
    if (done.has(path) || trail.includes(path)) return;
    for (const next of byPath.get(path)?.imports ?? []) if (byPath.has(next)) walk(next, [...trail, path]);
    done.add(path);
  };
  for (const { path } of all) walk(path, []);
  expect(circles).toEqual([]);
});

test("core is pure and knows no platform", () => {
  const platforms = /klaviyo|mailchimp|braze|salesforce|bloomreach|iterable\.com|activecampaign/i;
  const impure = /\bfetch\s*\(|\bDate\.now\b|\bnew Date\(\s*\)|\bprocess\b|\bMath\.random\b|\bsetTimeout\b/;
  const wrong = complaints(
    ({ path, text, imports }) => [
      ...imports
        .filter((name) => name.startsWith("node:"))
        .map((name) => `${path} imports ${name}: core does no I/O`),
      ...(impure.test(codeOf(text))
        ? [`${path} reads the world (${impure.exec(codeOf(text))?.[0]}): take it as an argument`]
        : []),
      ...(platforms.test(text) ? [`${path} names a platform: that belongs to its connector`] : []),
    ],
    own.filter((source) => source.path.startsWith("packages/core/")),
  );
  expect(wrong).toEqual([]);
});

test("the environment is read in apps/*/src/config.ts alone", () => {
  const wrong = complaints(({ path, text }) =>
    /\bprocess\.env\b/.test(codeOf(text)) && !/^apps\/[^/]+\/src\/config\.ts$/.test(path)
      ? [`${path} reads process.env: take the value from config.ts`]
      : [],
  );
  expect(wrong).toEqual([]);
});

test("permits are minted in one place: gateway.ts hands the right to enforce.ts, which alone uses it", () => {
  const places: Readonly<Record<string, readonly string[]>> = {
    "packages/core/src/permit.ts": ["mint("],
    // A mint of its own, for the hosts that a connector is tried in: no gateway redeems what it gives out.
    "packages/conformance/src/bench.ts": [".mint("],
    "apps/gateway/src/gateway.ts": [".mint("],
    "apps/gateway/src/enforce.ts": ["mint("],
  };
  const wrong = complaints(({ path, text }) =>
    Array.from(codeOf(text).matchAll(/\.?\bmint\s*\(/g), ([call]) => call)
      .filter((call) => !places[path]?.includes(call))
      .map((call) => `${path} calls ${call}): only enforce may give permits out`),
  );
  expect(wrong).toEqual([]);
});

test("files stay short and types honest", () => {
  const escape = /\bas any\b|:\s*any\b|as unknown as/;
  const silenced = /@ts-(?:ignore|nocheck)|(?:oxlint|eslint)-disable/;
  const wrong = complaints(({ path, text }) => [
    ...(text.split("\n").length > 300 && !text.startsWith("// Made from")
      ? [`${path} has ${text.split("\n").length} lines: make it two`]
      : []),
    ...(escape.test(codeOf(text))
      ? [`${path} escapes the types with "${escape.exec(codeOf(text))?.[0]}": parse or narrow instead`]
      : []),
    ...(silenced.test(text) ? [`${path} silences a check: mend what it found`] : []),
  ]);
  expect(wrong).toEqual([]);
});

describe("connectors", () => {
  const folder = join(root, "packages/connectors");
  /** What not every platform has. */
  const optional = new Set([
    "image-name.ts",
    "prepare.ts",
    "replace.ts",
    "directory.ts",
    "pull.ts",
    "places.ts",
    "soap.ts",
    "xml.ts",
  ]);
  const silhouette = (name: string) =>
    readdirSync(join(folder, name, "src")).filter((file) => !file.includes(".test.") && !optional.has(file));

  test("share one silhouette", () => {
    const [first, ...others] = readdirSync(folder);
    for (const other of others)
      expect(silhouette(other), `${other} beside ${first}`).toEqual(silhouette(first ?? ""));
  });

  test("each passes the thirty checks from a short file", () => {
    const wrong = readdirSync(folder).flatMap((name) => {
      const file = join(folder, name, "test/conformance.test.ts");
      const text = existsSync(file) ? readFileSync(file, "utf8") : "";
      if (!text.includes("testConnector("))
        return [`${name} has no test/conformance.test.ts: copy klaviyo's, it calls testConnector()`];
      return text.split("\n").length > 80 ? [`${file} is long: the fake and the target say it all`] : [];
    });
    expect(wrong).toEqual([]);
  });

  test("each has a README for people", () => {
    const without = readdirSync(folder).filter((name) => !existsSync(join(folder, name, "README.md")));
    expect(without).toEqual([]);
  });
});

describe("errors", () => {
  const answered = Object.entries(problems).map(([code, { status }]) => ({ code, status }));
  const known = new Set([...answered.map(({ code }) => code), ...internalCodes, ...awayCodes]);
  const reference = readFileSync(join(root, "docs/reference/errors.md"), "utf8").replace(/ +/g, " ");
  const ofServer = own.filter(({ path }) => !/^(apps\/cli|packages\/client|packages\/sandbox)\//.test(path));

  test("every code has an HTTP status, or is a fault of ours that answers INTERNAL", () => {
    const thrown =
      /new (?:GatefoldError|[A-Z]\w*(?:Refused|Refusal|Error))\(\s*"([A-Z][A-Z_]+)"|errorClass\(\s*"\w+",\s*"([A-Z_]+)"/g;
    const missing = complaints(
      ({ path, text }) =>
        Array.from(text.matchAll(thrown), (match) => match[1] ?? match[2] ?? "")
          .filter((code) => !known.has(code))
          .map((code) => `${path} throws ${code}: give it a status in apps/gateway/src/http/problems.ts`),
      ofServer,
    );
    expect(missing).toEqual([]);
  });

  test("every code is explained in the docs, with its status", () => {
    const missing = [
      ...answered.filter(({ code, status }) => !reference.includes(`| \`${code}\` | ${status} |`)),
      ...[...internalCodes, ...awayCodes].filter((code) => !reference.includes(`| \`${code}\` |`)),
    ];
    expect(missing, "explain these in docs/reference/errors.md").toEqual([]);
  });
});
