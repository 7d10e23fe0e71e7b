import type { Command } from "commander";
import { createDirectory } from "../directory.ts";
import { reasonLine } from "../explanation.ts";
import { usage } from "../exit.ts";
import type { Io } from "../io.ts";
import { allOf, wholeList } from "../pages.ts";
import { findPlace } from "../places.ts";
import { type AsOf, type AsOfOptions, goneSince, readAsOf, withAsOf } from "../as-of.ts";
import { asPerson } from "../as-person.ts";
import { type Session, type SessionOptions, withSession } from "../session.ts";
import { rowsOf } from "../table.ts";

interface WhoOptions extends SessionOptions, AsOfOptions {
  readonly account?: boolean;
}

const examples = `
Examples:
  $ ./dev gatefold who deliver.klaviyo Aurora/Summer --as ada
  $ ./dev gatefold who users.manage --account --as ada
  $ ./dev gatefold who asset.view Aurora/Summer --as-of yesterday --as ada`;

export function registerWho(program: Command, io: Io): void {
  const command = program
    .command("who")
    .description("all who may do this here, and by which rights")
    .argument("<permission>", "such as deliver.klaviyo")
    .argument("[path]", "a folder or a picture")
    .option("--account", "ask for the account in place of a path")
    .addHelpText("after", examples);
  withSession(withAsOf(command)).action(
    async (permission: string, path: string | undefined, options: WhoOptions) => {
      if ((path === undefined) !== (options.account === true)) {
        throw usage("Name a path, or ask for the --account.", "For example: who asset.view Aurora/Summer");
      }
      const day = await readAsOf(io, options);
      return asPerson(io, options, (session) => who(io, session, { permission, path, day }, options));
    },
  );
}

interface Question {
  readonly permission: string;
  /** Undefined: the account. */
  readonly path: string | undefined;
  /** The day it is asked for; undefined: today. */
  readonly day: AsOf | undefined;
}

async function who(
  io: Io,
  session: Session,
  { permission, path, day }: Question,
  { json }: SessionOptions,
): Promise<void> {
  const { api } = session;
  const gone = day && path !== undefined ? goneSince(path) : undefined;
  const at = path === undefined ? undefined : (gone ?? (await findPlace(api, path)).id);
  const list = api.items("who.list", { query: { permission, at, asOf: day?.asOf } });
  if (json) return io.print(await wholeList(list));
  const holders = await allOf(list);
  if (day) io.print(io.style.faint(`As it stood ${day.said}:`));
  if (holders.length === 0) return io.print(`Nobody ${day ? "might" : "may"} use ${permission} here.`);
  const directory = createDirectory(api, at ?? null);
  const rows = holders.map(async ({ username, name, code, by }) => {
    const [first] = by;
    const more = by.length > 1 ? ` (and ${by.length - 1} more)` : "";
    return [username, name, first ? `${await reasonLine(first, directory)}${more}` : code];
  });
  for (const row of rowsOf(await Promise.all(rows))) io.print(row);
}
