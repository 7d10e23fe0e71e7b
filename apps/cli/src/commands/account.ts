import type { Account } from "@gatefold/client";
import type { Command } from "commander";
import { asPerson } from "../as-person.ts";
import { createDirectory } from "../directory.ts";
import { usage } from "../exit.ts";
import { example } from "../example.ts";
import type { Io } from "../io.ts";
import { findRole } from "../people.ts";
import { type Session, type SessionOptions, withSession } from "../session.ts";
import { rowsOf } from "../table.ts";

interface ChangeOptions extends SessionOptions {
  readonly creatorRole?: string | false;
}

const changeExamples = `
Whoever makes a folder or brings a picture in holds this role on it, for as long as they may make things there.

Examples:
  $ ./dev gatefold account change --creator-role Designer --as ada
  $ ./dev gatefold account change --no-creator-role --as ada`;

export function registerAccount(program: Command, io: Io): void {
  const account = program.command("account").description("the account: its plan, and what creators get");
  const show = account
    .command("show")
    .description("what it is called, its plan, and what creators get")
    .addHelpText("after", example("account show --as ada"));
  withSession(show).action((options: SessionOptions) =>
    asPerson(io, options, async (session) => {
      const { value, text } = await session.api.answer("account.get");
      await (options.json ? io.print(text) : print(io, session, value));
    }),
  );
  const change = account
    .command("change")
    .description("say which role whoever makes something gets on it")
    .option("--creator-role <ROLE>", "its name")
    .option("--no-creator-role", "none")
    .addHelpText("after", changeExamples);
  withSession(change).action((options: ChangeOptions) =>
    asPerson(io, options, (session) => alter(io, session, options)),
  );
}

async function alter(io: Io, session: Session, { creatorRole: role, json }: ChangeOptions): Promise<void> {
  if (role === undefined) throw usage("Say what is to be changed: --creator-role or --no-creator-role.");
  const creatorRole = role === false ? null : (await findRole(session.api, role, null)).id;
  const { value, text } = await session.api.answer("account.change", { body: { creatorRole } });
  await (json ? io.print(text) : print(io, session, value));
}

async function print(io: Io, { api }: Session, { name, status, plan, creatorRole }: Account): Promise<void> {
  const limits = Object.entries(plan.limits).map(([what, limit]) => `${String(limit)} ${what}`);
  const rows = [
    ["name", status === "active" ? name : `${name}, ${status}`],
    ["plan", plan.features.join(" ") || "no features"],
    ["limits", limits.join(", ") || "none"],
    ["creators get", creatorRole === null ? "nothing" : await createDirectory(api, null).role(creatorRole)],
  ];
  for (const row of rowsOf(rows)) io.print(row);
}
