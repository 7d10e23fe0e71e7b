import type { Grant } from "@gatefold/client";
import type { Command } from "commander";
import { asPerson } from "../as-person.ts";
import { createDirectory, type Directory } from "../directory.ts";
import type { Io } from "../io.ts";
import { allOf, wholeList } from "../pages.ts";
import { findPerson } from "../people.ts";
import { findPlace } from "../places.ts";
import { type Session, type SessionOptions, withSession } from "../session.ts";
import { rowsOf } from "../table.ts";
import { sayTime } from "../times.ts";

interface ListOptions extends SessionOptions {
  readonly on?: string;
}

const examples = `
\`who\` and \`list\` say what comes of them. \`revoke\` takes one back by its id.

Examples:
  $ ./dev gatefold grants list --as ada
  $ ./dev gatefold grants list bea --on Aurora/Summer --as ada`;

export function registerGrants(program: Command, io: Io): void {
  const grants = program.command("grants").description("who was given which role where, why and until when");
  const list = grants
    .command("list")
    .description("all grants, or those of a person, or those that reach a place")
    .argument("[person]", "a user name")
    .option("--on <PATH>", "a folder or a picture")
    .addHelpText("after", examples);
  withSession(list).action((person: string | undefined, options: ListOptions) =>
    asPerson(io, options, (session) => show(io, session, person, options)),
  );
}

async function show(io: Io, { api }: Session, person: string | undefined, { on, json }: ListOptions) {
  const at = on === undefined ? undefined : (await findPlace(api, on)).id;
  const user = person === undefined ? undefined : (await findPerson(api, person, at ?? null)).id;
  const list = api.items("grants.list", { query: { user, at } });
  if (json) return io.print(await wholeList(list));
  const directory = createDirectory(api, at ?? null);
  const groups = new Map<string, string>();
  const rows = await allOf(list);
  if (at === undefined && rows.some(({ group }) => group !== null)) {
    for await (const { id, name } of api.items("groups.list")) groups.set(id, `@${name}`);
  }
  const cells = rows.map((grant) => cellsOf(grant, directory, groups));
  for (const row of rowsOf(await Promise.all(cells))) io.print(row);
}

async function cellsOf(
  grant: Grant,
  directory: Directory,
  groups: ReadonlyMap<string, string>,
): Promise<string[]> {
  const { id, user, group, role, until, reason } = grant;
  const holder =
    user === null ? (groups.get(group ?? "") ?? group ?? "") : (await directory.person(user)).username;
  const end = until === null ? "" : `until ${sayTime(Date.parse(until))}`;
  return [id, holder, await directory.role(role), await whereOf(grant, directory), end, reason];
}

async function whereOf({ folders, asset, collection }: Grant, directory: Directory): Promise<string> {
  if (collection !== null) return `collection ${collection}`;
  const places = asset === null ? folders : [asset];
  if (places === null) return "everywhere";
  return (await Promise.all(places.map((place) => directory.place(place)))).join(", ");
}
