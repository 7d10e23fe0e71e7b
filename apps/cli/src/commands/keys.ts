import type { Key } from "@gatefold/client";
import type { Command } from "commander";
import { asPerson } from "../as-person.ts";
import { findConnection } from "../connections.ts";
import { createDirectory } from "../directory.ts";
import { example } from "../example.ts";
import type { Io } from "../io.ts";
import { momentOf } from "../moment-option.ts";
import { allOf, wholeList } from "../pages.ts";
import { findPerson } from "../people.ts";
import { type Session, type SessionOptions, withSession } from "../session.ts";
import { parseSpan } from "../spans.ts";
import { rowsOf } from "../table.ts";
import { sayTime } from "../times.ts";
import { findFolder } from "../whereabouts.ts";
import { collect } from "./grant.ts";

interface CreateOptions extends SessionOptions {
  readonly for?: string;
  readonly permission?: readonly string[];
  readonly on?: readonly string[];
  readonly through?: readonly string[];
  readonly until?: string;
}

const createExamples = `
The token is printed this once, alone on standard output; only its hash is kept.

Examples:
  $ ./dev gatefold keys create "Nightly export" --permission asset.view --on Aurora --until 90d --as ada
  $ ./dev gatefold keys create "Rik, laptop" --for rik --as ada`;

const rollExamples = `
The id stays, and so does what the key may do. Both secrets are good until the overlap ends.

Examples:
  $ ./dev gatefold keys roll 0123456789abcdefghjk --overlap 8h --as ada`;

export function registerKeys(program: Command, io: Io): void {
  const keys = program
    .command("keys")
    .description("API keys: whose they are, what they reach, when they end");
  const list = keys
    .command("list")
    .description("your keys, or another person's")
    .argument("[person]", "a user name")
    .addHelpText("after", example("keys list --as ada"));
  withSession(list).action((person: string | undefined, options: SessionOptions) =>
    asPerson(io, options, (session) => show(io, session, person, options)),
  );
  const create = keys
    .command("create")
    .description("make a key; it is never more than its owner, and with these options less")
    .argument("<name>", "what it is for")
    .option("--for <PERSON>", "whose it is; left out: yours")
    .option("--permission <ID>", "only these; repeat it for more", collect)
    .option("--on <PATH>", "only in these folders; repeat it for more", collect)
    .option("--through <CONNECTION>", "delivers through these only; repeat it for more", collect)
    .option("--until <TIME>", "when it ends")
    .addHelpText("after", createExamples);
  withSession(create).action((name: string, options: CreateOptions) =>
    asPerson(io, options, (session) => make(io, session, name, options)),
  );
  const roll = keys
    .command("roll")
    .description("give a key a new secret; the one before stays good for a while")
    .argument("<key>", "its id, as `keys list` shows it")
    .option("--overlap <SPAN>", "how long the one before stays good; 0s: not at all", parseSpan, 3_600_000)
    .addHelpText("after", rollExamples);
  withSession(roll).action((key: string, options: SessionOptions & { readonly overlap: number }) =>
    asPerson(io, options, (session) => renew(io, session, key, options)),
  );
  const revoke = keys
    .command("revoke")
    .description("end a key at once; what it asked for and still waits is not sent")
    .argument("<key>", "its id, as `keys list` shows it")
    .addHelpText("after", example("keys revoke 0123456789abcdefghjk --as ada"));
  withSession(revoke).action((key: string, options: SessionOptions) =>
    asPerson(io, options, async ({ api }) => {
      await api.call("keys.revoke", { path: { key } });
      io.print(options.json ? "{}" : io.style.good("The key opens nothing any more."));
    }),
  );
}

async function show(io: Io, { api }: Session, person: string | undefined, { json }: SessionOptions) {
  const owner = person === undefined ? undefined : (await findPerson(api, person, null)).id;
  const list = api.items("keys.list", { query: { owner } });
  if (json) return io.print(await wholeList(list));
  const directory = createDirectory(api, null);
  const rows = (await allOf(list)).map(async (key) => {
    const folders = await Promise.all((key.folders ?? []).map((folder) => directory.place(folder)));
    return [key.id, key.name, scopeOf(key, folders), endOf(key), useOf(key)];
  });
  for (const row of rowsOf(await Promise.all(rows))) io.print(row);
}

function scopeOf({ permissions, connections }: Key, folders: readonly string[]): string {
  const parts = [
    ...(permissions ?? []),
    ...(folders.length > 0 ? [`on ${folders.join(", ")}`] : []),
    ...(connections === null ? [] : [`through ${connections.join(", ")}`]),
  ];
  return parts.length === 0 ? "all its owner may" : parts.join(" ");
}

const endOf = ({ until }: Key) => (until === null ? "without end" : `until ${sayTime(Date.parse(until))}`);
const useOf = ({ lastUsed }: Key) =>
  lastUsed === null ? "never used" : `used ${sayTime(Date.parse(lastUsed))}`;

async function make(io: Io, session: Session, name: string, options: CreateOptions): Promise<void> {
  const { api } = session;
  const { for: person, permission, on, through, until } = options;
  const folders = on && (await Promise.all(on.map((path) => findFolder(session, path))));
  const connections = through && (await Promise.all(through.map((text) => findConnection(api, text))));
  const body = {
    name,
    owner: person === undefined ? undefined : (await findPerson(api, person, null)).id,
    permissions: permission,
    folders: folders?.map(({ id }) => id),
    connections: connections?.map(({ id }) => id),
    until: until === undefined ? null : new Date(await momentOf(until, io.now())).toISOString(),
  };
  const { value, text } = await api.answer("keys.create", { body });
  if (options.json) return io.print(text);
  io.print(value.token);
  io.note(
    io.errorStyle.faint(
      `It is shown this once. To end it: ${session.command("keys", "revoke", value.key.id)}`,
    ),
  );
}

async function renew(
  io: Io,
  { api }: Session,
  key: string,
  { overlap, json }: SessionOptions & { readonly overlap: number },
): Promise<void> {
  const input = { path: { key }, body: { overlapSeconds: Math.round(overlap / 1000) } };
  const { value, text } = await api.answer("keys.roll", input);
  if (json) return io.print(text);
  io.print(value.token);
  const end = sayTime(Date.parse(value.previousUntil));
  io.note(io.errorStyle.faint(`It is shown this once. The one before is good until ${end}.`));
}
