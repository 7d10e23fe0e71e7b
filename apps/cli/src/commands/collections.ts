import type { Collection } from "@gatefold/client";
import type { Command } from "commander";
import { asPerson } from "../as-person.ts";
import { findCollection } from "../collections.ts";
import { createDirectory } from "../directory.ts";
import { usage } from "../exit.ts";
import { example } from "../example.ts";
import type { Io } from "../io.ts";
import { allOf, wholeList } from "../pages.ts";
import { findPlace } from "../places.ts";
import { type Session, type SessionOptions, withSession } from "../session.ts";
import { rowsOf } from "../table.ts";
import { findFolder } from "../whereabouts.ts";

interface ListOptions extends SessionOptions {
  readonly on?: string;
}

const createExamples = `
A collection lives in a folder, and holds pictures of that folder's workspace. Who is given a role on it holds that role on
each of its pictures: grant with --collection.

Examples:
  $ ./dev gatefold collections create "Best of" --on Aurora Aurora/Summer/hero.jpg Aurora/Winter/lights.jpg --as ada
  $ ./dev gatefold grant bea Viewer --collection "Best of" --reason "Press kit" --as ada`;

export function registerCollections(program: Command, io: Io): void {
  const collections = program
    .command("collections")
    .description("named sets of pictures, across the folders of one workspace");
  const list = collections
    .command("list")
    .description("those you see")
    .option("--on <PATH>", "only those that live in this folder")
    .addHelpText("after", example("collections list --on Aurora --as ada"));
  withSession(list).action((options: ListOptions) =>
    asPerson(io, options, (session) => showAll(io, session, options)),
  );
  const show = collections
    .command("show")
    .description("the pictures of one, as far as you may view them")
    .argument("<collection>", "its name or id")
    .addHelpText("after", example('collections show "Best of" --as ada'));
  withSession(show).action((name: string, options: SessionOptions) =>
    asPerson(io, options, (session) => showOne(io, session, name, options)),
  );
  const create = collections
    .command("create")
    .description("make one in a folder")
    .argument("<name>", "what people call it")
    .argument("[picture...]", "paths or ids of pictures that go into it")
    .requiredOption("--on <PATH>", "the folder it lives in")
    .addHelpText("after", createExamples);
  withSession(create).action(
    (name: string, pictures: string[], options: SessionOptions & { readonly on: string }) =>
      asPerson(io, options, (session) => make(io, session, { name, pictures }, options)),
  );
  registerSet("add", "put pictures into one; whoever holds it holds them from now on");
  registerSet("remove", "take pictures out of one; what was held by it ends");
  const rename = collections
    .command("rename")
    .description("call one something else")
    .argument("<collection>", "its name or id")
    .argument("<name>", "what it is called from now on")
    .addHelpText("after", example('collections rename "Best of" "Best of 2026" --as ada'));
  withSession(rename).action((text: string, name: string, options: SessionOptions) =>
    asPerson(io, options, (session) => change(io, session, text, { name }, options)),
  );
  const remove = collections
    .command("delete")
    .description("delete one; its pictures stay where they are, and what was given on it ends")
    .argument("<collection>", "its name or id")
    .addHelpText("after", example('collections delete "Best of" --as ada'));
  withSession(remove).action((text: string, options: SessionOptions) =>
    asPerson(io, options, async ({ api }) => {
      const { id, name } = await findCollection(api, text);
      await api.call("collections.delete", { path: { collection: id } });
      io.print(options.json ? "{}" : io.style.good(`There is no collection ${name} any more.`));
    }),
  );

  function registerSet(verb: "add" | "remove", description: string): void {
    const command = collections
      .command(verb)
      .description(description)
      .argument("<collection>", "its name or id")
      .argument("<picture...>", "paths or ids of pictures")
      .addHelpText("after", example(`collections ${verb} "Best of" Aurora/Summer/hero.jpg --as ada`));
    withSession(command).action((text: string, pictures: string[], options: SessionOptions) =>
      asPerson(io, options, async (session) => {
        await change(io, session, text, { [verb]: await picturesOf(session, pictures) }, options);
      }),
    );
  }
}

async function picturesOf({ api }: Session, paths: readonly string[]): Promise<string[]> {
  const ids: string[] = [];
  for (const path of paths) {
    const { kind, id, name } = await findPlace(api, path);
    if (kind === "folder") throw usage(`${name} is a folder; name its pictures.`);
    ids.push(id);
  }
  return ids;
}

async function showAll(io: Io, session: Session, { on, json }: ListOptions): Promise<void> {
  const { api } = session;
  const folder = on === undefined ? undefined : (await findFolder(session, on)).id;
  const list = api.items("collections.list", { query: { folder } });
  if (json) return io.print(await wholeList(list));
  const directory = createDirectory(api, null);
  const rows = (await allOf(list)).map(async ({ id, name, folder: home, assets }) => [
    id,
    name,
    home === null ? "" : await directory.place(home),
    countOf(assets),
  ]);
  for (const row of rowsOf(await Promise.all(rows))) io.print(row);
}

async function showOne(io: Io, { api }: Session, text: string, { json }: SessionOptions): Promise<void> {
  const found = await findCollection(api, text);
  if (json) return io.print(JSON.stringify(found));
  const directory = createDirectory(api, null);
  for (const path of await Promise.all(found.assets.map((asset) => directory.place(asset)))) io.print(path);
}

async function make(
  io: Io,
  session: Session,
  { name, pictures }: { readonly name: string; readonly pictures: readonly string[] },
  { on, json }: SessionOptions & { readonly on: string },
): Promise<void> {
  const { id } = await findFolder(session, on);
  const body = { folder: id, name, assets: await picturesOf(session, pictures) };
  const { value, text } = await session.api.answer("collections.create", { body });
  io.print(json ? text : io.style.good(sentenceOf(value)));
}

async function change(
  io: Io,
  { api }: Session,
  text: string,
  body: { readonly name?: string; readonly add?: string[]; readonly remove?: string[] },
  { json }: SessionOptions,
): Promise<void> {
  const { id } = await findCollection(api, text);
  const answer = await api.answer("collections.change", { path: { collection: id }, body });
  io.print(json ? answer.text : io.style.good(sentenceOf(answer.value)));
}

const sentenceOf = ({ name, assets }: Collection) => `${name} is a collection of ${countOf(assets)}.`;
const countOf = ({ length }: readonly string[]) => `${length} ${length === 1 ? "picture" : "pictures"}`;
