import { execFile } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { runOffline } from "../../test/offline-io.ts";
import { registerDecide } from "./decide.ts";

const checkout = fileURLToPath(new URL("../../../../", import.meta.url));
const command = ["decide", "--policy", "examples/library.policy.json"];

const ask = (lines: Iterable<string>, ...options: string[]) =>
  runOffline(registerDecide, [...command, ...options], { standing: checkout, input: lines });

const answersIn = (out: string): unknown[] =>
  out
    .split("\n")
    .slice(0, -1)
    .map((line) => JSON.parse(line) as unknown);

describe("gatefold decide", () => {
  test("answers one decision a line, in order", async () => {
    const { out, status } = await ask([
      '{"user":"bea","permission":"asset.edit","at":"raw"}\n{"user":"bea","permission":"asset.edit","at":"inb',
      'ox"}\r\n{"user":"hal","permission":"asset.view","at":"inbox","now":999}\n',
      '{"user":"hal","permission":"asset.view","at":"inbox","now":1000}\n',
      '{"user":"ada","permission":"billing.manage"}',
    ]);
    expect(out).toBe(
      [
        '{"effect":"allow","code":"ROLE","revision":0}',
        '{"effect":"deny","code":"NO_GRANT","revision":0}',
        '{"effect":"allow","code":"ROLE","revision":0}',
        '{"effect":"deny","code":"NO_GRANT","revision":0}',
        '{"effect":"allow","code":"ALL_ACCESS","revision":0}',
        "",
      ].join("\n"),
    );
    expect(status).toBe(0);
  });

  test("asks through the connection that is named", async () => {
    const query = { user: "cal", permission: "deliver.klaviyo", at: "campaigns" };
    const lines = [undefined, "klaviyo", "other"].map(
      (connection) => `${JSON.stringify({ ...query, connection })}\n`,
    );
    expect(answersIn((await ask(lines)).out)).toMatchObject([
      { code: "ROLE" },
      { code: "ROLE" },
      { code: "CONNECTION_ELSEWHERE" },
    ]);
  });

  test("answers a bad line with an error, goes on, and leaves with 1", async () => {
    const good = '{"user":"bea","permission":"asset.view","at":"inbox"}\n';
    const bad = [
      "no json\n",
      "\n",
      "[]\n",
      '{"permission":"asset.view"}\n',
      '{"user":"bea","permission":"asset.view","place":"inbox"}\n',
      `"${"x".repeat(1_000_001)}"\n`,
    ];
    const { out, status } = await ask([good, ...bad, good]);
    expect(answersIn(out)).toEqual([
      { effect: "allow", code: "ROLE", revision: 0 },
      { error: { code: "INVALID_JSON", message: "This line is not JSON; write one query a line." } },
      { error: { code: "INVALID_JSON", message: "This line is not JSON; write one query a line." } },
      { error: { code: "INVALID", message: expect.stringContaining("expected object") } },
      { error: { code: "INVALID", message: "user: This is required." } },
      { error: { code: "UNKNOWN_KEY", message: expect.stringMatching(/^place: /) } },
      { error: { code: "TOO_LONG", message: expect.any(String) } },
      { effect: "allow", code: "ROLE", revision: 0 },
    ]);
    expect(status).toBe(1);
  });

  test("denies whom and what it does not know; that is an answer, not an error", async () => {
    const { out, status } = await ask(['{"user":"__proto__","permission":"constructor","at":"toString"}\n']);
    expect(out).toBe('{"effect":"deny","code":"UNKNOWN","revision":0}\n');
    expect(status).toBe(0);
  });

  test("tells all causes with --explain", async () => {
    const { out } = await ask(
      ['{"user":"bea","permission":"asset.view","at":"legal","now":3}\n'],
      "--explain",
    );
    expect(answersIn(out)).toMatchObject([
      {
        effect: "deny",
        code: "NO_GRANT",
        user: "bea",
        permission: "asset.view",
        at: "legal",
        now: 3,
        by: [],
        missed: [
          { cause: "restricted", role: "designer" },
          { cause: "restricted", role: "viewer" },
        ],
        fix: [{ role: "viewer", folders: ["legal"] }],
      },
    ]);
  });

  test("takes in no more before it has given out what it took, however many lines there are", async () => {
    const lines = { taken: 0, given: 0, mostAhead: 0 };
    const batch = '{"user":"bea","permission":"asset.view","at":"inbox"}\n'.repeat(1000);
    async function* input() {
      for (; lines.taken < 50_000; lines.taken += 1000) {
        lines.mostAhead = Math.max(lines.mostAhead, lines.taken - lines.given);
        yield batch;
      }
    }
    const onWrite = (text: string) => void (lines.given += text.split("\n").length - 1);
    await runOffline(registerDecide, command, { standing: checkout, input: input(), onWrite });
    expect(lines).toEqual({ taken: 50_000, given: 50_000, mostAhead: 0 });
  });

  test("says what is wrong with the policy file and reads no line", async () => {
    const { out, error } = await runOffline(registerDecide, ["decide", "--policy", "none.json"]);
    expect({ out, code: error?.code, status: error?.status }).toEqual({
      out: "",
      code: "FILE_NOT_FOUND",
      status: 2,
    });
  });

  test("works as a program: answers on standard output, its status 1 after a bad line", async () => {
    const main = fileURLToPath(new URL("../main.ts", import.meta.url));
    const ran = await new Promise<{ out: string; notes: string; status: unknown }>((done) => {
      const words = [main, "decide", "--policy", join(checkout, "examples/library.policy.json")];
      const child = execFile(process.execPath, words, (error, out, notes) =>
        done({ out, notes, status: error?.code ?? 0 }),
      );
      child.stdin?.end('{"user":"bea","permission":"asset.edit","at":"raw"}\n{}\n');
    });
    expect(ran).toEqual({
      out:
        '{"effect":"allow","code":"ROLE","revision":0}\n' +
        '{"error":{"code":"INVALID","message":"user: This is required."}}\n',
      notes: "",
      status: 1,
    });
  });
});
