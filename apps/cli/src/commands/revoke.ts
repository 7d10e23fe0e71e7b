import type { Command } from "commander";
import type { Grant } from "@gatefold/client";
import { findCollection } from "../collections.ts";
import { createDirectory } from "../directory.ts";
import { CommandFailed, exit, usage } from "../exit.ts";
import type { Io } from "../io.ts";
import { allOf } from "../pages.ts";
import { findPerson, findRole } from "../people.ts";
import { findPlace, type Place } from "../places.ts";
import { asPerson } from "../as-person.ts";
import { type Session, type SessionOptions, withSession } from "../session.ts";

/** Where it was given. */
export interface WhereOptions {
  readonly on?: string;
  readonly collection?: string;
  readonly everywhere?: boolean;
}

interface RevokeOptions extends SessionOptions, WhereOptions {
  readonly reason?: string;
}

const examples = `
Examples:
  $ ./dev gatefold revoke bea Publisher --on Aurora/Winter --as ada
  $ ./dev gatefold revoke gra_0123456789abcdefghjk --as ada`;

export function registerRevoke(program: Command, io: Io): void {
  const command = program
    .command("revoke")
    .description("take a role away again, at once")
    .argument("<words...>", "GRANT, or PERSON ROLE")
    .usage("GRANT [options]\n       gatefold revoke PERSON ROLE --on PATH [options]")
    .option("--on <PATH>", "where the role was given")
    .option("--collection <NAME>", "the collection it was given on")
    .option("--everywhere", "it was given in all the account")
    .option("--reason <TEXT>", "why, for whoever looks at it later")
    .addHelpText("after", examples);
  withSession(command).action((words: string[], options: RevokeOptions) =>
    asPerson(io, options, (session) => revoke(io, session, words, options)),
  );
}

async function revoke(
  io: Io,
  session: Session,
  words: readonly string[],
  options: RevokeOptions,
): Promise<void> {
  const { api } = session;
  const id = await grantOf(session, words, options);
  const body = { reason: options.reason ?? "" };
  const { value: ended, text } = await api.answer("grants.end", { path: { grant: id }, body });
  if (options.json) return io.print(text);
  const places = ended.asset === null ? (ended.folders ?? []) : [ended.asset];
  const directory = createDirectory(api, places[0] ?? null);
  const who = ended.user === null ? "The group" : (await directory.person(ended.user)).name;
  const paths = await Promise.all(places.map((place) => directory.place(place)));
  const where =
    ended.collection !== null ? " on that collection" : paths.length === 0 ? "" : ` on ${paths.join(", ")}`;
  io.print(io.style.good(`${who} is ${await directory.role(ended.role)}${where} no longer.`));
  io.print(io.style.faint("  What was delivered already stays where it is, until it is removed there."));
}

export async function grantOf(
  session: Session,
  words: readonly string[],
  options: WhereOptions,
): Promise<string> {
  const [first, role, ...rest] = words;
  if (first !== undefined && role === undefined) {
    if (/^gra_[0-9a-z]+$/.test(first)) return first;
    throw usage(
      `"${first}" is no grant's id.`,
      "Name PERSON ROLE --on PATH, or an id that starts with gra_.",
    );
  }
  if (first === undefined || role === undefined || rest.length > 0) throw usage("Name PERSON and ROLE.");
  return findGrant(session, { person: first, role, place: await placeGiven(session, options) });
}

/** Where a grant is to be looked for; null: everywhere. */
type Given = Pick<Place, "id" | "name"> & {
  readonly kind: Place["kind"] | "collection";
  readonly at: string | null;
};

async function placeGiven({ api }: Session, { on, collection, everywhere = false }: WhereOptions) {
  const ways = [on !== undefined, collection !== undefined, everywhere].filter(Boolean);
  if (ways.length !== 1)
    throw usage("Say where it was given: --on PATH, --collection NAME, or --everywhere.");
  if (collection !== undefined) {
    const { id, name, folder } = await findCollection(api, collection);
    return { kind: "collection", id, name, at: folder } as const;
  }
  if (on === undefined) return null;
  const place = await findPlace(api, on);
  return { ...place, at: place.id };
}

async function findGrant(
  session: Session,
  wanted: { person: string; role: string; place: Given | null },
): Promise<string> {
  const { api } = session;
  const { place } = wanted;
  const at = place?.at ?? null;
  const user = await findPerson(api, wanted.person, at);
  const role = await findRole(api, wanted.role, at);
  const grants = api.items("grants.list", { query: { user: user.id, at: at ?? undefined } });
  const given = (await allOf(grants)).filter((grant) => grant.role === role.id);
  const [found, ...others] = given.filter((grant) => isOn(grant, place));
  if (found && others.length === 0) return found.id;
  const where = place === null ? "everywhere" : `on ${place.name}`;
  if (found) {
    throw new CommandFailed(
      exit.usage,
      "SEVERAL_GRANTS",
      `${user.name} is ${role.name} ${where} more than once.`,
      ["Name the one to take away:", ...[found, ...others].map(({ id }) => session.command("revoke", id))],
    );
  }
  const elsewhere = given.map(({ id }) => session.command("revoke", id));
  throw new CommandFailed(
    exit.notFound,
    "NO_SUCH_GRANT",
    `${user.name} was not made ${role.name} ${where}.`,
    elsewhere.length > 0 ? ["It comes from elsewhere:", ...elsewhere] : [],
  );
}

/** Whether exactly this place is what the grant is narrowed to. */
function isOn({ folders, asset, collection }: Grant, place: Given | null): boolean {
  if (place === null) return folders === null && asset === null && collection === null;
  if (place.kind === "collection") return collection === place.id;
  return place.kind === "asset" ? asset === place.id : (folders?.includes(place.id) ?? false);
}
