import type { Command } from "commander";
import { asPerson } from "../as-person.ts";
import { createDirectory } from "../directory.ts";
import { usage } from "../exit.ts";
import { example } from "../example.ts";
import type { Io } from "../io.ts";
import { type Session, type SessionOptions, withSession } from "../session.ts";
import { findFolder } from "../whereabouts.ts";

interface CreateOptions extends SessionOptions {
  readonly workspace?: boolean;
  readonly restricted?: boolean;
}

interface ChangeOptions extends SessionOptions {
  readonly name?: string;
  readonly into?: string;
  readonly restrict?: boolean;
  readonly open?: boolean;
  readonly workspace?: boolean;
}

const createExamples = `
Examples:
  $ ./dev gatefold folders create Dalmore --workspace --as ada
  $ ./dev gatefold folders create Aurora/Spring --as bea`;

const changeExamples = `
What is given above a restricted folder stops at it; what is given on it or below holds.

Examples:
  $ ./dev gatefold folders change Dalmore --restrict --as ada
  $ ./dev gatefold folders change Aurora/Spring --name "Early spring" --as ada`;

export function registerFolders(program: Command, io: Io): void {
  const folders = program
    .command("folders")
    .description("make folders, and change what they are; `ls` shows them");
  const create = folders
    .command("create")
    .description("make a folder")
    .argument("<path>", "where it is to be, its name last")
    .option("--workspace", "a client: a folder that is a wall")
    .option("--restricted", "what is given above stops at it")
    .addHelpText("after", createExamples);
  withSession(create).action((path: string, options: CreateOptions) =>
    asPerson(io, options, (session) => make(io, session, path, options)),
  );
  const change = folders
    .command("change")
    .description("rename, move, restrict or open a folder")
    .argument("<path>", "the folder")
    .option("--name <NAME>", "what it is called from now on")
    .option("--into <PATH>", "the folder it goes into")
    .option("--restrict", "what is given above stops at it")
    .option("--open", "what is given above holds here again")
    .option("--workspace", "a client from now on: a folder that is a wall")
    .option("--no-workspace", "no client any more")
    .addHelpText("after", changeExamples);
  withSession(change).action((path: string, options: ChangeOptions) =>
    asPerson(io, options, (session) => alter(io, session, path, options)),
  );
  const remove = folders
    .command("delete")
    .description("delete a folder that is empty")
    .argument("<path>", "the folder")
    .addHelpText("after", example("folders delete Dalmore/Spring --as ada"));
  withSession(remove).action((path: string, options: SessionOptions) =>
    asPerson(io, options, async (session) => {
      const { id, name } = await findFolder(session, path);
      await session.api.call("folders.delete", { path: { folder: id } });
      io.print(options.json ? "{}" : io.style.good(`${name} is gone.`));
    }),
  );
}

async function make(io: Io, session: Session, path: string, options: CreateOptions): Promise<void> {
  const names = path.split("/").filter((name) => name !== "");
  const name = names.at(-1);
  if (name === undefined) throw usage("Name the folder.");
  const { workspace = false, restricted = false } = options;
  const parent = (await findFolder(session, names.slice(0, -1).join("/"))).id;
  const body = { parent, name, workspace, restricted };
  const { value, text } = await session.api.answer("folders.create", { body });
  if (options.json) return io.print(text);
  await tell(io, session, value, "is there");
}

async function alter(io: Io, session: Session, path: string, options: ChangeOptions): Promise<void> {
  const { name, into, restrict = false, open = false, workspace } = options;
  if (restrict && open) throw usage("Name --restrict or --open, not both.");
  if (name === undefined && into === undefined && !restrict && !open && workspace === undefined) {
    throw usage("Say what is to be changed: --name, --into, --restrict, --open or --workspace.");
  }
  const { id } = await findFolder(session, path);
  const parent = into === undefined ? undefined : (await findFolder(session, into)).id;
  const body = { name, parent, workspace, restricted: restrict || open ? restrict : undefined };
  const { value, text } = await session.api.answer("folders.change", { path: { folder: id }, body });
  if (options.json) return io.print(text);
  await tell(io, session, value, "is changed");
}

async function tell(
  io: Io,
  { api }: Session,
  folder: { readonly id: string; readonly restricted: boolean | null; readonly workspace: boolean | null },
  what: string,
): Promise<void> {
  const marks = [folder.workspace && "a workspace", folder.restricted && "restricted"].filter(Boolean);
  const path = await createDirectory(api, null).place(folder.id);
  io.print(io.style.good(`${path} ${what}${marks.length > 0 ? `: ${marks.join(", ")}` : ""}.`));
}
