import type { Command } from "commander";
import { createDirectory } from "../directory.ts";
import { exit, usage } from "../exit.ts";
import { type Causes, fixCommands, sectionsOf } from "../explanation.ts";
import type { Io } from "../io.ts";
import { findPerson } from "../people.ts";
import { findPlace } from "../places.ts";
import { type AsOf, type AsOfOptions, goneSince, readAsOf, withAsOf } from "../as-of.ts";
import { asPerson } from "../as-person.ts";
import { type Session, type SessionOptions, withSession } from "../session.ts";

interface WhyOptions extends SessionOptions, AsOfOptions {
  readonly account?: boolean;
}

const examples = `
The exit status is 0 where the answer is yes, and 1 where it is no.

Examples:
  $ ./dev gatefold why deliver.klaviyo Aurora/Winter/lights.jpg --as bea
  $ ./dev gatefold why bea deliver.klaviyo Aurora/Winter/lights.jpg --as ada
  $ ./dev gatefold why bea users.manage --account --as ada
  $ ./dev gatefold why bea asset.edit Aurora/Summer --as-of yesterday --as ada`;

export function registerWhy(program: Command, io: Io): void {
  const command = program
    .command("why")
    .description("may somebody (left out: you) do this here, and why, or why not")
    .argument("<words...>", "[PERSON] PERMISSION PATH; with --account, [PERSON] PERMISSION")
    .usage("[PERSON] PERMISSION PATH [options]")
    .option("--account", "ask for the account in place of a PATH")
    .addHelpText("after", examples);
  withSession(withAsOf(command)).action(async (words: string[], options: WhyOptions) => {
    const question = { ...readWords(words, options), day: await readAsOf(io, options) };
    return asPerson(io, options, (session) => why(io, session, question, options));
  });
}

interface Words {
  readonly person: string | undefined;
  readonly permission: string;
  /** Null: the account. */
  readonly path: string | null;
}

const example = "For example: why bea asset.view Aurora/Summer";

function readWords(words: readonly string[], { account = false }: WhyOptions): Words {
  const rest = account ? [...words, null] : words;
  const [permission, path] = rest.slice(-2);
  if (rest.length < 2 || rest.length > 3 || typeof permission !== "string" || path === undefined) {
    throw usage("Ask with [PERSON] PERMISSION PATH.", example);
  }
  // An id has a dot; the other names that presets give, a dash.
  if (!/[.-]/.test(permission))
    throw usage(`"${permission}" is no permission; one looks like asset.view.`, example);
  return { person: rest.length === 3 ? words[0] : undefined, permission, path };
}

interface Question extends Words {
  /** The day it is asked for; undefined: today. */
  readonly day: AsOf | undefined;
}

async function why(io: Io, session: Session, question: Question, { json }: SessionOptions): Promise<void> {
  const { api } = session;
  const { person, permission, path, day } = question;
  const gone = day && path !== null ? goneSince(path) : undefined;
  const at = path === null ? null : (gone ?? (await findPlace(api, path)).id);
  const user = person === undefined ? undefined : (await findPerson(api, person, gone ? null : at)).id;
  const body = { user, permission, at, asOf: day?.asOf };
  const { value: answer, text } = await api.answer("decisions.make", { body });
  if (answer.effect === "deny") io.leaveWith(exit.refused);
  if (json) return io.print(text);
  if (day) io.print(io.style.faint(`As it stood ${day.said}:`));
  const paint = answer.effect === "allow" ? io.style.good : io.style.bad;
  io.print(`${paint(answer.sentence)} ${io.style.faint(`[${answer.code}]`)}`);
  if (answer.code === "UNKNOWN") {
    const other = at === null ? "a PATH in place of --account" : "--account in place of a PATH";
    io.print(io.style.faint(`  Check the name of the permission; some are asked with ${other}.`));
  }
  // What would have allowed it then is nothing that can be done now.
  await printCauses(io, session, day ? { ...answer, fix: [] } : answer);
}

/** What stands behind an answer, and the way to another one. */
async function printCauses(io: Io, session: Session, causes: Causes): Promise<void> {
  const directory = createDirectory(session.api, causes.at);
  for (const [label, lines] of await sectionsOf(causes, directory)) {
    io.print(io.style.faint(`  ${label}`));
    for (const line of lines) io.print(`    ${line}`);
  }
  const commands = await fixCommands(causes, session, directory);
  if (commands.length === 0) return;
  io.print(
    io.style.faint(commands.length === 1 ? "  This would allow it" : "  These together would allow it"),
  );
  for (const line of commands) io.print(`    ${io.style.accent(line)}`);
}
