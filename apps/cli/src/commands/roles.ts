import type { Role } from "@gatefold/client";
import type { Command } from "commander";
import { asPerson } from "../as-person.ts";
import { createDirectory } from "../directory.ts";
import { usage } from "../exit.ts";
import { example } from "../example.ts";
import type { Io } from "../io.ts";
import { allOf, wholeList } from "../pages.ts";
import { findRole } from "../people.ts";
import { type Session, type SessionOptions, withSession } from "../session.ts";
import { rowsOf } from "../table.ts";
import { findFolder } from "../whereabouts.ts";
import { collect } from "./grant.ts";

interface CreateOptions extends SessionOptions {
  readonly permission?: readonly string[];
  readonly on?: readonly string[];
  readonly allAccess?: boolean;
  readonly description?: string;
}

interface ChangeOptions extends SessionOptions {
  readonly add?: readonly string[];
  readonly drop?: readonly string[];
  readonly name?: string;
}

const createExamples = `
Examples:
  $ ./dev gatefold roles create Proofreader --permission asset.view --permission asset.edit --as ada`;

const changeExamples = `
It holds at once, for all who have the role. Where somebody else changed it meanwhile, nothing is done.

Examples:
  $ ./dev gatefold roles change Proofreader --add asset.download --drop asset.edit --as ada`;

export function registerRoles(program: Command, io: Io): void {
  const roles = program.command("roles").description("roles: what they let people do, and where");
  const list = roles
    .command("list")
    .description("all roles of the account")
    .addHelpText("after", example("roles list --as ada"));
  withSession(list).action((options: SessionOptions) =>
    asPerson(io, options, (session) => show(io, session, options)),
  );
  const create = roles
    .command("create")
    .description("make a role of permissions")
    .argument("<name>", "what people call it")
    .option("--permission <ID>", "such as asset.view or deliver.*; repeat it for more", collect)
    .option("--on <PATH>", "only in these folders; repeat it for more", collect)
    .option("--all-access", "everything, in restricted folders too")
    .option("--description <TEXT>", "what it is for")
    .addHelpText("after", createExamples);
  withSession(create).action((name: string, options: CreateOptions) =>
    asPerson(io, options, (session) => make(io, session, name, options)),
  );
  const change = roles
    .command("change")
    .description("add permissions to a role, drop some, or call it something else")
    .argument("<role>", "its name")
    .option("--add <PERMISSION>", "one more; repeat it", collect)
    .option("--drop <PERMISSION>", "one less; repeat it", collect)
    .option("--name <NAME>", "what it is called from now on")
    .addHelpText("after", changeExamples);
  withSession(change).action((role: string, options: ChangeOptions) =>
    asPerson(io, options, (session) => alter(io, session, role, options)),
  );
  const copy = roles
    .command("copy")
    .description("make a role that lets people do what another does, to change it from there")
    .argument("<role>", "its name")
    .argument("<name>", "what the new one is called")
    .addHelpText("after", example("roles copy Designer Retoucher --as ada"));
  withSession(copy).action((role: string, name: string, options: SessionOptions) =>
    asPerson(io, options, async ({ api }) => {
      const path = { role: (await findRole(api, role, null)).id };
      const { value, text } = await api.answer("roles.copy", { path, body: { name } });
      io.print(options.json ? text : io.style.good(`There is a role ${value.name}: ${said(value)}.`));
    }),
  );
  const remove = roles
    .command("delete")
    .description("delete a role")
    .argument("<role>", "its name")
    .option("--replacement <ROLE>", "what its holders get in its place; left out: it must have none")
    .addHelpText("after", example("roles delete Retoucher --replacement Designer --as ada"));
  withSession(remove).action((role: string, options: SessionOptions & { readonly replacement?: string }) =>
    asPerson(io, options, async ({ api }) => {
      const { id, name } = await findRole(api, role, null);
      const { replacement: other } = options;
      const replacement = other === undefined ? undefined : (await findRole(api, other, null)).id;
      await api.call("roles.delete", { path: { role: id }, query: { replacement } });
      io.print(options.json ? "{}" : io.style.good(`There is no role ${name} any more.`));
    }),
  );
}

const said = ({ allAccess, permissions }: Role) =>
  allAccess ? "all access" : permissions.join(" ") || "nothing";

async function show(io: Io, { api }: Session, { json }: SessionOptions): Promise<void> {
  const list = api.items("roles.list");
  if (json) return io.print(await wholeList(list));
  const directory = createDirectory(api, null);
  const rows = (await allOf(list)).map(async (role) => {
    const folders = role.folders === "all" ? [] : role.folders;
    const paths = await Promise.all(folders.map((folder) => directory.place(folder)));
    return [role.name, role.folders === "all" ? "everywhere" : `on ${paths.join(", ")}`, said(role)];
  });
  for (const row of rowsOf(await Promise.all(rows))) io.print(row);
}

async function make(io: Io, session: Session, name: string, options: CreateOptions): Promise<void> {
  const { permission: permissions = [], on, allAccess = false, description = "" } = options;
  if (!allAccess && permissions.length === 0) throw usage("Say what it lets people do: --permission ID.");
  const folders = on && (await Promise.all(on.map((path) => findFolder(session, path))));
  const where = folders?.map(({ id }) => id) ?? "all";
  const body = { name, description, permissions, allAccess, folders: where } as const;
  const { value, text } = await session.api.answer("roles.create", { body });
  if (options.json) return io.print(text);
  io.print(io.style.good(`There is a role ${value.name}: ${said(value)}.`));
}

async function alter(io: Io, { api }: Session, text: string, options: ChangeOptions): Promise<void> {
  const { add = [], drop = [], name } = options;
  if (add.length + drop.length === 0 && name === undefined)
    throw usage("Say what is to be changed: --add, --drop or --name.");
  const path = { role: (await findRole(api, text, null)).id };
  const { value: before, etag } = await api.answer("roles.get", { path });
  const { id: _, ...rest } = before;
  const permissions = [...new Set([...before.permissions, ...add])].filter((one) => !drop.includes(one));
  const body = { ...rest, permissions, name: name ?? before.name };
  const answer = await api.answer("roles.replace", { path, body, ifMatch: etag ?? undefined });
  if (options.json) return io.print(answer.text);
  io.print(io.style.good(`${answer.value.name} is now: ${said(answer.value)}.`));
}
