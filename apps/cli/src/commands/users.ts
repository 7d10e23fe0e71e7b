import type { User } from "@gatefold/client";
import type { Command } from "commander";
import { asPerson } from "../as-person.ts";
import { usage } from "../exit.ts";
import { example } from "../example.ts";
import type { Io } from "../io.ts";
import { allOf, wholeList } from "../pages.ts";
import { findPerson } from "../people.ts";
import { type Session, type SessionOptions, withSession } from "../session.ts";
import { rowsOf } from "../table.ts";

interface AddOptions extends SessionOptions {
  readonly name: string;
  readonly email?: string;
  readonly service?: boolean;
}

const examples = `
Examples:
  $ ./dev gatefold users add rik --name "Rik Solberg" --as ada
  $ ./dev gatefold users add exporter --name "Nightly export" --service --as ada`;

interface ChangeOptions extends SessionOptions {
  readonly name?: string;
  readonly username?: string;
  readonly email?: string | false;
}

const changeExamples = `
Examples:
  $ ./dev gatefold users change rik --name "Rik Sørensen" --email rik@example.org --as ada`;

const eraseExamples = `
Their keys and all they hold end with it, as do grants of others that live by theirs. Backups and PostgreSQL's own logs still
hold what they held: let those run out.

Examples:
  $ ./dev gatefold users erase rik --yes --as ada`;

export function registerUsers(program: Command, io: Io): void {
  const users = program.command("users").description("people, and service accounts for programs");
  const list = users
    .command("list")
    .description("everybody in the account")
    .addHelpText("after", example("users list --as ada"));
  withSession(list).action((options: SessionOptions) =>
    asPerson(io, options, (session) => show(io, session, options)),
  );
  const add = users
    .command("add")
    .description("add a person; what they may do comes with `grant`")
    .argument("<username>", "a to z, 0 to 9, dot, dash and underscore")
    .requiredOption("--name <NAME>", "what people call them")
    .option("--email <ADDRESS>", "where to write to")
    .option("--service", "a program and no person")
    .addHelpText("after", examples);
  withSession(add).action((username: string, options: AddOptions) =>
    asPerson(io, options, (session) => addUser(io, session, username, options)),
  );
  const change = users
    .command("change")
    .description("change what a person is called, or where to write to; what they may do stays")
    .argument("<person>", "a user name")
    .option("--name <NAME>", "what people call them")
    .option("--username <NAME>", "a to z, 0 to 9, dot, dash and underscore")
    .option("--email <ADDRESS>", "where to write to")
    .option("--no-email", "nowhere")
    .addHelpText("after", changeExamples);
  withSession(change).action((person: string, options: ChangeOptions) =>
    asPerson(io, options, (session) => rename(io, session, person, options)),
  );
  const erase = users
    .command("erase")
    .description(
      "erase a person for good: names, e-mail and reasons about them go, from the journal too; an id stays",
    )
    .argument("<person>", "a user name")
    .requiredOption("--yes", "there is no way back: say so")
    .addHelpText("after", eraseExamples);
  withSession(erase).action((person: string, options: SessionOptions) =>
    asPerson(io, options, (session) => erasePerson(io, session, person, options)),
  );
  register(
    "suspend",
    "shut a person out at once; what they hold comes back when they are let in again",
    "suspended",
  );
  register("admit", "let a suspended person in again", "active");

  function register(verb: string, description: string, status: User["status"]): void {
    const command = users
      .command(verb)
      .description(description)
      .argument("<person>", "a user name")
      .addHelpText("after", example(`users ${verb} rik --as ada`));
    withSession(command).action((person: string, options: SessionOptions) =>
      asPerson(io, options, (session) => setStatus(io, session, person, status, options)),
    );
  }
}

async function show(io: Io, { api }: Session, { json }: SessionOptions): Promise<void> {
  const list = api.items("users.list");
  if (json) return io.print(await wholeList(list));
  const rows = (await allOf(list)).map(({ username, name, kind, status, email }) => {
    const marks = [kind !== "person" && kind, status !== "active" && status].filter(Boolean).join(", ");
    return [username, name, email ?? "", marks];
  });
  for (const row of rowsOf(rows)) io.print(row);
}

async function addUser(io: Io, session: Session, username: string, options: AddOptions): Promise<void> {
  const { name, email = null, service } = options;
  const body = { username, name, email, kind: service ? "service" : "person" } as const;
  const { value, text } = await session.api.answer("users.create", { body });
  if (options.json) return io.print(text);
  io.print(io.style.good(`${value.name} is here as ${value.username}.`));
  const grant = session.command("grant", value.username, "ROLE", "--on", "PATH", "--reason", "WHY");
  io.print(io.style.faint(`  To give them a role: ${grant}`));
}

async function rename(io: Io, { api }: Session, person: string, options: ChangeOptions): Promise<void> {
  const { name, username, email } = options;
  const body = { name, username, email: email === false ? null : email };
  if (Object.values(body).every((value) => value === undefined)) {
    throw usage("Say what is to be changed: --name, --username, --email or --no-email.");
  }
  const { id } = await findPerson(api, person, null);
  const { value, text } = await api.answer("users.change", { path: { user: id }, body });
  if (options.json) return io.print(text);
  io.print(
    io.style.good(`${value.name} is here as ${value.username}${value.email ? `, ${value.email}` : ""}.`),
  );
}

async function erasePerson(
  io: Io,
  { api }: Session,
  person: string,
  { json }: SessionOptions,
): Promise<void> {
  const { id } = await findPerson(api, person, null);
  const { value, text } = await api.answer("users.erase", { path: { user: id } });
  if (json) return io.print(text);
  io.print(io.style.good(`They are erased: what is left is the id ${value.id}, called ${value.username}.`));
}

async function setStatus(
  io: Io,
  { api }: Session,
  person: string,
  status: User["status"],
  { json }: SessionOptions,
): Promise<void> {
  const { id } = await findPerson(api, person, null);
  const { value, text } = await api.answer("users.change", { path: { user: id }, body: { status } });
  if (json) return io.print(text);
  const how = status === "active" ? "may come in again" : "is suspended: no key of theirs opens anything";
  io.print(io.style.good(`${value.name} ${how}.`));
}
