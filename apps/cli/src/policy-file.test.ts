import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CommandFailed } from "./exit.ts";
import { readPolicy } from "./policy-file.ts";

let standing: string;
beforeAll(async () => {
  standing = await mkdtemp(join(tmpdir(), "gatefold-policy-"));
});
afterAll(() => rm(standing, { recursive: true }));

async function read(file: string, text: string) {
  await writeFile(join(standing, file), text);
  return readPolicy({ settings: { standing } }, file);
}

async function failureOf(reading: Promise<unknown>) {
  const error = await reading.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof CommandFailed)) throw new Error("It was not refused as a command's failure.");
  const { status, code, message, next } = error;
  return { status, code, message, next };
}

describe("a policy file", () => {
  test.each([
    ["a.json", '\uFEFF{ "version": 1, "now": 5 }'],
    ["a.yaml", "version: 1\nnow: 5\n"],
    ["a.yml", '{ "version": 1, now: 5 }'],
    ["json", '\n{ "version": 1, "now": 5 }'],
    ["yaml", "# ours\nversion: 1\nnow: 5\n"],
  ])("is read as its name or else its content says: %s", async (file, text) => {
    expect((await read(file, text)).now).toBe(5);
  });

  test("that is not there, or a folder, is a mistake of the command line", async () => {
    expect(await failureOf(readPolicy({ settings: { standing } }, "none.json"))).toMatchObject({
      status: 2,
      code: "FILE_NOT_FOUND",
      message: "There is no file none.json; check its name.",
    });
    expect(await failureOf(readPolicy({ settings: { standing } }, "."))).toMatchObject({
      status: 2,
      code: "FILE_UNREADABLE",
    });
  });

  test.each([
    ['{ "version": 1,\n  "now": x }', "line 2, column 10: Unexpected token 'x'"],
    ['{\n  "version": 1,\n}', "line 3, column 1: Expected double-quoted property name"],
    ["[1,]", "line 1, column 4: Unexpected token ']'"],
    ['{ "a": tru }', "line 1, column 11: Unexpected token ' '"],
    ['{ "a": "open', "line 1, column 13: Unterminated string"],
    ['{ "a" 1 }', "line 1, column 7: Expected ':' after property name"],
    ['{ "a": "\\x" }', "line 1, column 10: Bad escaped character"],
    ["// no\n{}", "line 1, column 1: Unexpected token '/'"],
    ["{}\n}", "line 2, column 1: Unexpected non-whitespace character after JSON"],
    ["", "line 1, column 1: Unexpected end of JSON input"],
  ])("that is not JSON is refused with line and column: %j", async (text, told) => {
    const { status, code, message } = await failureOf(read("bad.json", text));
    expect({ status, code, message }).toEqual({
      status: 1,
      code: "INVALID_JSON",
      message: `bad.json is not JSON at ${told}.`,
    });
  });

  test.each([
    ["version: 1\nnow: 1\nnow: 2", "line 3, column 1: Map keys must be unique"],
    [
      "roles: [1\nnow: 2",
      "line 2, column 1: Flow sequence in block collection must be sufficiently indented",
    ],
    ["users: *nobody", "an alias: Unresolved alias"],
    ["version: 1\n--- \nversion: 1", "line 2, column 1: Source contains multiple documents"],
  ])("that is not YAML is refused with line and column: %j", async (text, told) => {
    const { status, code, message } = await failureOf(read("bad.yaml", text));
    expect({ status, code }).toEqual({ status: 1, code: "INVALID_YAML" });
    expect(message).toContain(`bad.yaml is not YAML at ${told}`);
    expect(message).not.toContain("\n");
  });

  test("that is no policy is refused with the path, and what else is wrong", async () => {
    const text = JSON.stringify({
      version: 1,
      folders: [{ id: "a", parent: "x" }],
      users: [{ id: "b", roles: ["y"] }],
    });
    expect(await failureOf(read("wrong.json", text))).toMatchObject({
      status: 1,
      code: "UNKNOWN_ID",
      message: expect.stringMatching(/^wrong\.json: folders\[0\]\.parent: There is no folder "x"/),
      next: [expect.stringMatching(/^users\[0\]\.roles\[0\]: There is no role "y"/)],
    });
  });

  test("with very much wrong tells the first things and how many more", async () => {
    const folders = Array.from({ length: 20 }, (_, i) => ({ id: `f${i}`, parent: "x" }));
    const { next } = await failureOf(read("wrong.json", JSON.stringify({ version: 1, folders })));
    expect(next).toHaveLength(11);
    expect(next.at(-1)).toBe("and 9 more");
  });
});
