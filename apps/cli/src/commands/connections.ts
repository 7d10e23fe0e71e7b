import { text as textOf } from "node:stream/consumers";
import type { Command } from "commander";
import { asPerson } from "../as-person.ts";
import { findConnection } from "../connections.ts";
import { createDirectory } from "../directory.ts";
import { usage } from "../exit.ts";
import { example } from "../example.ts";
import type { Io } from "../io.ts";
import { allOf, wholeList } from "../pages.ts";
import { type Session, type SessionOptions, withSession } from "../session.ts";
import { rowsOf } from "../table.ts";
import { folderMeant } from "../whereabouts.ts";

interface CreateOptions extends SessionOptions {
  readonly on?: string;
  readonly everywhere?: boolean;
  readonly settings?: Values;
}

interface ChangeOptions extends CreateOptions {
  readonly name?: string;
  readonly credentials?: boolean;
}

type Values = Readonly<Record<string, unknown>>;

const settingsOption = [
  "--settings <JSON>",
  "what the platform's page asks for beside credentials",
  settingsOf,
] as const;

const changeExamples = `
Settings that say whose account it is, such as a host or a project, take new credentials with them: read from standard input.

Examples:
  $ ./dev gatefold connections change "Dalmore Klaviyo" --name "Dalmore, Klaviyo" --as ada
  $ ./dev gatefold connections change "Dalmore Klaviyo" --credentials --as ada < credentials.json`;

const examples = `
Credentials are read from standard input as JSON, so that they stand in no command line; they are sealed, and never come
back.

Examples:
  $ ./dev gatefold connections create klaviyo "Dalmore Klaviyo" --on Dalmore --as ada < credentials.json`;

export function registerConnections(program: Command, io: Io): void {
  const connections = program
    .command("connections")
    .description("platforms' accounts, each serving a folder and all below it");
  const list = connections
    .command("list")
    .description("those that serve something you see")
    .addHelpText("after", example("connections list --as ada"));
  withSession(list).action((options: SessionOptions) =>
    asPerson(io, options, (session) => show(io, session, options)),
  );
  const create = connections
    .command("create")
    .description("connect a platform's account to a folder")
    .argument("<platform>", "such as klaviyo")
    .argument("<name>", "what people call it")
    .option("--on <PATH>", "the folder it serves, with all below it")
    .option("--everywhere", "it serves all the account, in place of --on")
    .option(...settingsOption)
    .addHelpText("after", examples);
  withSession(create).action((platform: string, name: string, options: CreateOptions) =>
    asPerson(io, options, (session) => make(io, session, { platform, name }, options)),
  );
  const change = connections
    .command("change")
    .description("rename a connection, let it serve another folder, or give it new settings or credentials")
    .argument("<connection>", "its name or id")
    .option("--name <NAME>", "what it is called from now on")
    .option("--on <PATH>", "the folder it serves from now on")
    .option("--everywhere", "it serves all the account from now on")
    .option(...settingsOption)
    .option("--credentials", "take new ones from standard input")
    .addHelpText("after", changeExamples);
  withSession(change).action((connection: string, options: ChangeOptions) =>
    asPerson(io, options, (session) => alter(io, session, connection, options)),
  );
  const verify = connections
    .command("verify")
    .description("ask the platform whether the credentials are good, and whose account they open")
    .argument("<connection>", "its name or id")
    .addHelpText("after", example('connections verify "Aurora Klaviyo" --as ada'));
  withSession(verify).action((connection: string, options: SessionOptions) =>
    asPerson(io, options, async ({ api }) => {
      const { id, name } = await findConnection(api, connection);
      const { value, text } = await api.answer("connections.verify", { path: { connection: id } });
      const { account } = value;
      io.print(
        options.json ? text : io.style.good(`${name} opens the account ${account.name} (${account.id}).`),
      );
    }),
  );
  const remove = connections
    .command("remove")
    .description("end a connection and forget its credentials; what was delivered stays on the platform")
    .argument("<connection>", "its name or id")
    .addHelpText("after", example('connections remove "Aurora Klaviyo" --as ada'));
  withSession(remove).action((connection: string, options: SessionOptions) =>
    asPerson(io, options, async ({ api }) => {
      const { id, name } = await findConnection(api, connection);
      await api.call("connections.delete", { path: { connection: id } });
      io.print(options.json ? "{}" : io.style.good(`${name} serves nothing any more.`));
    }),
  );
}

async function show(io: Io, { api }: Session, { json }: SessionOptions): Promise<void> {
  const list = api.items("connections.list");
  if (json) return io.print(await wholeList(list));
  const directory = createDirectory(api, null);
  const rows = (await allOf(list)).map(async ({ id, name, connector, folder }) => {
    return [id, name, connector, folder === null ? "everywhere" : await directory.place(folder)];
  });
  for (const row of rowsOf(await Promise.all(rows))) io.print(row);
}

async function make(
  io: Io,
  session: Session,
  { platform, name }: { readonly platform: string; readonly name: string },
  options: CreateOptions,
): Promise<void> {
  const folder = await folderMeant(session, options);
  const secrets = await credentialsFrom(io);
  const { settings } = options;
  const body = { connector: platform, name, folder: folder?.id ?? null, settings, secrets };
  const { value, text } = await session.api.answer("connections.create", { body });
  if (options.json) return io.print(text);
  const where = folder ? await createDirectory(session.api, folder.id).place(folder.id) : "all the account";
  io.print(io.style.good(`${value.name} serves ${where}.`));
  io.print(
    io.style.faint(`  To try the credentials: ${session.command("connections", "verify", value.name)}`),
  );
}

async function alter(io: Io, session: Session, text: string, options: ChangeOptions): Promise<void> {
  const { name, on, everywhere, settings, credentials = false, json } = options;
  const isMoved = on !== undefined || everywhere === true;
  if (name === undefined && !isMoved && settings === undefined && !credentials) {
    throw usage("Say what is to be changed: --name, --on, --everywhere, --settings or --credentials.");
  }
  const { id } = await findConnection(session.api, text);
  const folder = isMoved ? ((await folderMeant(session, options))?.id ?? null) : undefined;
  const secrets = credentials ? await credentialsFrom(io) : undefined;
  const body = { name, folder, settings, secrets };
  const answer = await session.api.answer("connections.change", { path: { connection: id }, body });
  if (json) return io.print(answer.text);
  const { value } = answer;
  const where =
    value.folder === null ? "all the account" : await createDirectory(session.api, null).place(value.folder);
  io.print(io.style.good(`${value.name} serves ${where}.`));
}

function settingsOf(text: string): Values {
  try {
    const read: unknown = JSON.parse(text);
    if (typeof read === "object" && read !== null && !Array.isArray(read)) return { ...read };
  } catch {
    // Told below.
  }
  throw usage("--settings is no JSON object.", `It looks like '{"region":"eu"}'.`);
}

/** What is wrong with them is said without them. */
async function credentialsFrom({ stdin }: Io): Promise<Readonly<Record<string, unknown>>> {
  if (stdin.isTTY)
    throw usage("Send the credentials as JSON on standard input.", "For example: < credentials.json");
  try {
    const read: unknown = JSON.parse(await textOf(stdin));
    if (typeof read === "object" && read !== null && !Array.isArray(read)) return { ...read };
  } catch {
    // Told below, in words that quote nothing.
  }
  throw usage("What came on standard input is no JSON object.", 'It looks like {"apiKey":"…"}.');
}
