import { type Folder, flatScope, foldersIn, list, nowhere, type Policy } from "@gatefold/core";
import type { Command } from "commander";
import { asPerson } from "../as-person.ts";
import { createDirectory } from "../directory.ts";
import { CommandFailed, exit, usage } from "../exit.ts";
import type { Io } from "../io.ts";
import {
  conditionOf,
  type ListedRow,
  listingLines,
  type Namer,
  treeLines,
  whereSentence,
} from "../listing.ts";
import { allOf, wholeList } from "../pages.ts";
import { findPerson, type Person } from "../people.ts";
import { findPlace } from "../places.ts";
import { readPolicy } from "../policy-file.ts";
import { type Session, type SessionOptions, withSession } from "../session.ts";

interface ListOptions extends SessionOptions {
  readonly user?: string;
  readonly permission?: string;
  readonly at?: string;
  readonly policy?: string;
}

const examples = `
Where something is restricted or denied, and what somebody may do with single pictures, is said beside it. With
--permission the folders are listed one by one. About yourself you are told what you see; about others, where you
may explain access.

Examples:
  $ ./dev gatefold list --as bea
  $ ./dev gatefold list --permission asset.edit --as bea
  $ ./dev gatefold list --user bea --at Aurora/Summer --as ada
  $ ./dev gatefold list --policy examples/library.policy.json --user fay`;

export function registerList(program: Command, io: Io): void {
  const command = program
    .command("list")
    .description("what you, or somebody else, may do where")
    .option("--user <NAME>", "somebody else, in place of yourself")
    .option("--permission <ID>", "one permission, such as asset.edit, with all its folders")
    .option("--at <PATH>", "only in this folder and below, or for this picture")
    .option("--policy <FILE>", "by a policy document, without gateway and account")
    .addHelpText("after", examples);
  withSession(command).action((options: ListOptions) =>
    options.policy === undefined
      ? asPerson(io, options, (session) => listOnline(io, session, options))
      : listByPolicy(io, options.policy, options),
  );
}

/** What is listed, wherever it comes from. */
interface Listing {
  readonly rows: readonly ListedRow[];
  readonly folders: AsyncIterable<Folderish> | Iterable<Folderish>;
  readonly nameOf: Namer;
  /** Whom it is about: `You` or a name. */
  readonly who: string;
}

type Folderish = Pick<Folder, "id" | "parent" | "name">;

async function listOnline(io: Io, { api }: Session, options: ListOptions): Promise<void> {
  const { permission, json } = options;
  const at = options.at === undefined ? undefined : (await findPlace(api, options.at)).id;
  const person: Person | undefined =
    options.user === undefined ? undefined : await findPerson(api, options.user, at ?? null);
  const query = { user: person?.id, at };
  const folders = api.items("scopes.folders", { query: { ...query, permission: permission ?? "" } });
  if (json && permission !== undefined) return io.print(await wholeList(folders));
  const groups = api.items("scopes.list", { query: { ...query, permission } });
  if (json) return io.print(await wholeList(groups));
  const { place } = createDirectory(api, at ?? null);
  await show(io, options, { rows: await allOf(groups), folders, nameOf: place, who: person?.name ?? "You" });
}

async function listByPolicy(io: Io, file: string, options: ListOptions): Promise<void> {
  const { user, permission, at, json } = options;
  if (user === undefined)
    throw usage("Say whom it is about: --user NAME.", "A document knows nobody as you.");
  const policy = await readPolicy(io, file);
  mustBeThere(policy, user, options);
  const { state, now } = policy;
  const listed = list(state, user, { permission, at, now });
  const rows = listed.map(({ permissions, scope }) => Object.assign({ permissions }, flatScope(scope)));
  const folders = foldersIn(state, listed[0]?.scope ?? nowhere, { limit: Infinity })?.folders ?? [];
  if (json) {
    const items = permission === undefined ? rows : folders;
    return io.print(JSON.stringify({ items, next: null }));
  }
  // In a document an id is the author's own name for a thing.
  const tree = folders.map(({ id, parent }) => ({ id, parent, name: id }));
  await show(io, options, { rows, folders: tree, nameOf: (id) => Promise.resolve(id), who: user });
}

function mustBeThere({ state }: Policy, user: string, { permission, at }: ListOptions): void {
  if (!state.get("user", user)) throw missing("user", user);
  if (at !== undefined && !state.get("folder", at) && !state.get("asset", at)) {
    throw missing("folder or asset", at);
  }
  if (permission !== undefined && !state.get("permission", permission)) {
    throw missing("permission", permission);
  }
}

const missing = (what: string, id: string) =>
  new CommandFailed(exit.notFound, "NOT_FOUND", `There is no ${what} "${id}" in this document.`);

async function show(io: Io, { permission, at }: ListOptions, listing: Listing): Promise<void> {
  const { rows, folders, nameOf, who } = listing;
  const here = at === undefined ? "" : " here";
  const [first] = rows;
  if (!first) {
    const what = permission === undefined ? "do nothing" : `not use ${permission}`;
    const where = here || (permission === undefined ? "" : " anywhere");
    return io.print(`${who} may ${what}${where}.`);
  }
  if (permission === undefined) {
    for (const line of await listingLines(rows, nameOf, io.style)) io.print(line);
    return;
  }
  io.print(io.style.strong(await whereSentence(first, nameOf)) + io.style.faint(conditionOf(first.gates)));
  for await (const line of treeLines(folders, nameOf)) io.print(line);
}
