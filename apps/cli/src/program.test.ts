import { describe, expect, test } from "vitest";
import { gatefoldHere } from "../test/in-process.ts";

const leaves =
  `serve, init, sandbox, ls, import, deliver, deliveries, remove, why, who, grant, revoke, audit tail, audit verify, reset,
  decide, policy test, policy lint, policy diff, diff grant, diff revoke, diff move, diff restrict, diff open, diff suspend`.split(
    /,\s+/,
  );

describe("help", () => {
  test("names every command, the exit statuses, and where to begin", async () => {
    const { out, err, status } = await gatefoldHere("--help");
    expect({ err, status }).toEqual({ err: "", status: 0 });
    for (const leaf of leaves) expect(out).toMatch(new RegExp(`^  ${leaf.split(" ")[0]} `, "m"));
    expect(out).toContain("Exit status:\n  0  done\n");
    expect(out).toContain("$ ./dev start\n");
  });

  test.each(leaves)("%s has examples", async (leaf) => {
    const { out, status } = await gatefoldHere(...leaf.split(" "), "--help");
    expect(status).toBe(0);
    expect(out).toMatch(/^ {2}\$ /m);
  });
});

test.each([
  [["delivr", "x"], "(Did you mean deliver?)"],
  [["ls", "--az", "bea"], "(Did you mean --as?)"],
  [["grant", "bea", "--reason", "x"], "Missing required argument 'role'"],
  [["grant", "bea", "Viewer", "--on", "x"], "Required option '--reason <TEXT>' not specified"],
  [["serve", "--port", "x"], "--port is refused: it takes a port from 0 to 65535"],
  [["serve", "--port", "65536"], "--port is refused: it takes a port from 0 to 65535"],
  [["audit", "tail", "-n", "0"], '"0" is no number of lines'],
  [["why", "asset.view", "--as", "x"], "Ask with [PERSON] PERMISSION PATH."],
  [["who", "asset.view"], "Name a path, or ask for the --account."],
  [["ls", "--as", "../../etc/passwd"], 'There is no key of "../../etc/passwd" here. [UNKNOWN_PERSON]'],
  [["ls"], "Say who asks: --as NAME"],
])("%j is refused with status 2 and a hint, without a stack", async (words, hint) => {
  const { out, err, status } = await gatefoldHere(...words);
  expect({ out, status }).toEqual({ out: "", status: 2 });
  expect(err).toContain(hint);
  expect(err).not.toMatch(/^\s+at /m);
});
