import type { Command } from "commander";
import { asPerson } from "../as-person.ts";
import { createDirectory } from "../directory.ts";
import { example } from "../example.ts";
import type { Io } from "../io.ts";
import { allOf, wholeList } from "../pages.ts";
import { findGroup, findPerson } from "../people.ts";
import { type Session, type SessionOptions, withSession } from "../session.ts";
import { rowsOf } from "../table.ts";

const examples = `
Whoever comes into a group holds what was granted to it; grant to one with an @ before its name.

Examples:
  $ ./dev gatefold groups create Studio bea ivo --as ada
  $ ./dev gatefold grant @Studio Viewer --on Aurora/Winter --reason "Winter campaign" --as ada`;

export function registerGroups(program: Command, io: Io): void {
  const groups = program.command("groups").description("named sets of people, to grant to all at once");
  const list = groups
    .command("list")
    .description("all groups of the account, with who is in them")
    .addHelpText("after", example("groups list --as ada"));
  withSession(list).action((options: SessionOptions) =>
    asPerson(io, options, (session) => show(io, session, options)),
  );
  const create = groups
    .command("create")
    .description("make a group of people")
    .argument("<name>", "what people call it")
    .argument("[person...]", "user names")
    .addHelpText("after", examples);
  withSession(create).action((name: string, people: string[], options: SessionOptions) =>
    asPerson(io, options, async ({ api }) => {
      const members = await idsOf(api, people);
      const { value, text } = await api.answer("groups.create", { body: { name, members } });
      io.print(options.json ? text : io.style.good(`${value.name} is a group of ${value.members.length}.`));
    }),
  );
  register("add", "take people into a group; you must hold what they gain by it");
  register("remove", "take people out of a group; what they held by it ends");
  const rename = groups
    .command("rename")
    .description("call a group something else")
    .argument("<group>", "its name")
    .argument("<name>", "what it is called from now on")
    .addHelpText("after", example('groups rename Studio "Studio Nord" --as ada'));
  withSession(rename).action((group: string, name: string, options: SessionOptions) =>
    asPerson(io, options, async ({ api }) => {
      const { id } = await findGroup(api, group);
      const { value, text } = await api.answer("groups.change", { path: { group: id }, body: { name } });
      io.print(options.json ? text : io.style.good(`${value.name} is a group of ${value.members.length}.`));
    }),
  );
  const remove = groups
    .command("delete")
    .description("delete a group; what was granted to it ends")
    .argument("<group>", "its name")
    .addHelpText("after", example("groups delete Studio --as ada"));
  withSession(remove).action((name: string, options: SessionOptions) =>
    asPerson(io, options, async ({ api }) => {
      const group = await findGroup(api, name);
      await api.call("groups.delete", { path: { group: group.id } });
      io.print(options.json ? "{}" : io.style.good(`There is no group ${group.name} any more.`));
    }),
  );

  function register(verb: "add" | "remove", description: string): void {
    const command = groups
      .command(verb)
      .description(description)
      .argument("<group>", "its name")
      .argument("<person...>", "user names")
      .addHelpText("after", example(`groups ${verb} Studio ivo --as ada`));
    withSession(command).action((name: string, people: string[], options: SessionOptions) =>
      asPerson(io, options, async ({ api }) => {
        const { id } = await findGroup(api, name);
        const body = { [verb]: await idsOf(api, people) };
        const { value, text } = await api.answer("groups.change", { path: { group: id }, body });
        io.print(options.json ? text : io.style.good(`${value.name} is a group of ${value.members.length}.`));
      }),
    );
  }
}

async function idsOf(api: Session["api"], people: readonly string[]): Promise<string[]> {
  const ids: string[] = [];
  for (const person of people) ids.push((await findPerson(api, person, null)).id);
  return ids;
}

async function show(io: Io, { api }: Session, { json }: SessionOptions): Promise<void> {
  const list = api.items("groups.list");
  if (json) return io.print(await wholeList(list));
  const directory = createDirectory(api, null);
  const rows = (await allOf(list)).map(async ({ name, members }) => {
    const people = await Promise.all(members.map(async (id) => (await directory.person(id)).username));
    return [name, people.join(" ")];
  });
  for (const row of rowsOf(await Promise.all(rows))) io.print(row);
}
