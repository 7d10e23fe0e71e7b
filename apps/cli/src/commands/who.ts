import type { Command } from "commander";
import { createDirectory } from "../directory.ts";
import { reasonLine } from "../explanation.ts";
import { usage } from "../exit.ts";
import type { Io } from "../io.ts";
import { allOf, wholeList } from "../pages.ts";
import { findPlace } from "../places.ts";
import { asPerson } from "../as-person.ts";
import { type Session, type SessionOptions, withSession } from "../session.ts";
import { rowsOf } from "../table.ts";

interface WhoOptions extends SessionOptions {
  readonly account?: boolean;
}

const examples = `
Examples:
  $ ./dev gatefold who deliver.klaviyo Aurora/Summer --as ada
  $ ./dev gatefold who users.manage --account --as ada`;

export function registerWho(program: Command, io: Io): void {
  const command = program
    .command("who")
    .description("all who may do this here, and by which rights")
    .argument("<permission>", "such as deliver.klaviyo")
    .argument("[path]", "a folder or a picture")
    .option("--account", "ask for the account in place of a path")
    .addHelpText("after", examples);
  withSession(command).action((permission: string, path: string | undefined, options: WhoOptions) => {
    if ((path === undefined) !== (options.account === true)) {
      throw usage("Name a path, or ask for the --account.", "For example: who asset.view Aurora/Summer");
    }
    return asPerson(io, options, (session) => who(io, session, permission, path, options));
  });
}

async function who(
  io: Io,
  session: Session,
  permission: string,
  path: string | undefined,
  { json }: SessionOptions,
): Promise<void> {
  const { api } = session;
  const at = path === undefined ? undefined : (await findPlace(api, path)).id;
  const list = api.items("who.list", { query: { permission, at } });
  if (json) return io.print(await wholeList(list));
  const holders = await allOf(list);
  if (holders.length === 0) return io.print(`Nobody may use ${permission} here.`);
  const directory = createDirectory(api, at ?? null);
  const rows = holders.map(async ({ username, name, code, by }) => {
    const [first] = by;
    const more = by.length > 1 ? ` (and ${by.length - 1} more)` : "";
    return [username, name, first ? `${await reasonLine(first, directory)}${more}` : code];
  });
  for (const row of rowsOf(await Promise.all(rows))) io.print(row);
}
