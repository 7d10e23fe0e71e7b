import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { OperationId, StreamId } from "@gatefold/client";
import type { Command } from "commander";
import { describe, expect, test } from "vitest";
import { gatefoldHere, ioHere } from "../test/in-process.ts";
import { createProgram } from "./program.ts";

/** How a person reaches each operation from the command line. One without a line here does not compile. */
const reached: Readonly<Record<OperationId | StreamId, string>> = {
  "account.change": "account change",
  "account.get": "account show",
  "acts.list": "audit tail",
  "assets.change": "assets change",
  "assets.delete": "assets delete",
  "assets.get": "ls",
  "assets.list": "ls",
  "assets.replace": "assets replace",
  "assets.upload": "assets upload",
  "changes.undo": "undo",
  "checkpoints.list": "audit verify",
  "checkpoints.sign": "audit checkpoint",
  "collections.change": "collections add",
  "collections.create": "collections create",
  "collections.delete": "collections delete",
  "collections.get": "collections show",
  "collections.list": "collections list",
  "connections.change": "connections change",
  "connections.create": "connections create",
  "connections.delete": "connections remove",
  "connections.get": "deliveries",
  "connections.list": "connections list",
  "connections.verify": "connections verify",
  "decisions.make": "why",
  "deliveries.cancel": "remove",
  "deliveries.get": "deliveries",
  "deliveries.list": "deliveries",
  "deliveries.remove": "remove",
  "deliveries.request": "deliver",
  "deliveries.settle": "settle",
  "export.acts": "audit export",
  "export.journal": "audit export",
  "findings.list": "lint",
  "folders.change": "folders change",
  "folders.create": "folders create",
  "folders.delete": "folders delete",
  "folders.get": "ls",
  "folders.list": "ls",
  "grants.end": "revoke",
  "grants.give": "grant",
  "grants.list": "grants list",
  "groups.change": "groups add",
  "groups.create": "groups create",
  "groups.delete": "groups delete",
  "groups.get": "groups list",
  "groups.list": "groups list",
  "jobs.cancel": "jobs",
  "jobs.create": "deliver",
  "jobs.events": "jobs",
  "jobs.get": "jobs",
  "jobs.items": "jobs",
  "jobs.list": "jobs",
  "jobs.retry": "jobs",
  "journal.list": "audit tail",
  "journal.verify": "audit verify",
  "keys.create": "keys create",
  "keys.list": "keys list",
  "keys.revoke": "keys revoke",
  "keys.roll": "keys roll",
  "looks.list": "audit looks",
  "lookup.get": "ls",
  "me.get": "list",
  "overrides.end": "overrides end",
  "overrides.list": "overrides list",
  "overrides.set": "overrides set",
  "previews.make": "diff grant",
  "roles.copy": "roles copy",
  "roles.create": "roles create",
  "roles.delete": "roles delete",
  "roles.get": "roles change",
  "roles.list": "roles list",
  "roles.replace": "roles change",
  "scopes.folders": "list",
  "scopes.list": "list",
  "signing-keys.list": "audit signing-keys",
  "users.change": "users change",
  "users.create": "users add",
  "users.erase": "users erase",
  "users.get": "grants list",
  "users.list": "users list",
  "who.list": "who",
};

/** Asked by nothing here, since another answers the same to a person. */
const unasked: Readonly<Record<string, string>> = {
  "export.acts": "streamed from its address, since it has no end to wait for",
  "export.journal": "as export.acts",
  "groups.get": "`groups list` tells who is in each",
};

interface Leaf {
  readonly path: string;
  readonly command: Command;
}

function leavesOf(command: Command, path: readonly string[]): Leaf[] {
  const own = command.commands.flatMap((inner) => leavesOf(inner, [...path, inner.name()]));
  // A command that has others below it may do something by itself, too.
  const acts = command.commands.length === 0 || command.options.some(({ long }) => long === "--as");
  return acts && path.length > 0 ? [{ path: path.join(" "), command }, ...own] : own;
}

const leaves = leavesOf(createProgram(ioHere()), []).filter(({ path }) => path !== "help");

test("every operation is reached by a command that there is, and asked for in these sources", () => {
  const paths = new Set(leaves.map(({ path }) => path));
  expect([...new Set(Object.values(reached))].filter((path) => !paths.has(path))).toEqual([]);
  const folder = import.meta.dirname;
  const files = globSync("**/*.ts", { cwd: folder }).filter((file) => !file.endsWith(".test.ts"));
  const text = files.map((file) => readFileSync(join(folder, file), "utf8")).join("\n");
  expect(Object.keys(reached).filter((id) => !text.includes(`"${id}"`))).toEqual(Object.keys(unasked));
});

const has = ({ command }: Leaf, flag: string) => command.options.some(({ long }) => long === flag);

test("whatever asks the gateway answers programs in JSON, too", () => {
  const asking = leaves.filter((leaf) => has(leaf, "--as"));
  expect(asking.length).toBeGreaterThan(60);
  expect(asking.filter((leaf) => !has(leaf, "--json")).map(({ path }) => path)).toEqual([]);
});

describe("help", () => {
  test.each(leaves.map(({ path }) => path))("%s has examples", async (path) => {
    const { out, status } = await gatefoldHere(...path.split(" "), "--help");
    expect(status).toBe(0);
    expect(out).toMatch(new RegExp(`^ {2}(\\$|   ) .*\\b${path}\\b`, "m"));
  });
});
