import type { Command } from "commander";
import { findCollection } from "../collections.ts";
import { createDirectory } from "../directory.ts";
import { usage } from "../exit.ts";
import type { Io } from "../io.ts";
import { findHolder, findRole } from "../people.ts";
import { findPlace, type Place } from "../places.ts";

import { asPerson } from "../as-person.ts";
import { type Session, type SessionOptions, withSession } from "../session.ts";
import { momentOf } from "../moment-option.ts";
import { sayTime } from "../times.ts";

/** Where and for how long. */
export interface NarrowingOptions {
  readonly on?: readonly string[];
  readonly everywhere?: boolean;
  readonly collection?: string;
  readonly until?: string;
}

interface GrantOptions extends SessionOptions, NarrowingOptions {
  readonly reason: string;
  readonly preview?: string;
}

const examples = `
A time is a span (90m, 8h, 14d), "tonight", or a date in local time; without --until the grant has no end.

Examples:
  $ ./dev gatefold grant bea Publisher --on Aurora/Winter --until tonight --reason "Covers for Ivo" --as ada
  $ ./dev gatefold grant ivo Viewer --on Aurora --until "friday 17:00" --reason "Reviews it" --as ada
  $ ./dev gatefold grant bea Viewer --collection "Best of" --reason "Press kit" --as ada`;

export function registerGrant(program: Command, io: Io): void {
  const command = withNarrowing(
    program
      .command("grant")
      .description("give a person or a group a role, on a folder, a picture or a collection"),
  )
    .requiredOption("--reason <TEXT>", "why, for whoever looks at it later")
    .option("--preview <HASH>", "only if it is still what `diff grant` showed")
    .addHelpText("after", examples);
  withSession(command).action((person: string, role: string, options: GrantOptions) =>
    asPerson(io, options, (session) => grant(io, session, { person, role }, options)),
  );
}

export function withNarrowing(command: Command): Command {
  return command
    .argument("<person>", "a user name, or @ and the name of a group")
    .argument("<role>", "a role's name")
    .option(
      "--on <PATH>",
      "where: a picture, or a folder with all below; repeat it for more folders",
      collect,
    )
    .option("--collection <NAME>", "on the pictures of a collection, in place of --on")
    .option("--everywhere", "in all the account, in place of --on")
    .option("--until <TIME>", "when it ends");
}

export const collect = (value: string, before: readonly string[] = []): string[] => [...before, value];

async function grant(
  io: Io,
  session: Session,
  { person, role }: { person: string; role: string },
  options: GrantOptions,
): Promise<void> {
  if (options.reason.trim() === "") throw usage("Say why: --reason TEXT.");
  const { api } = session;
  const { name, given, places, collection, until, body } = await wishOf(
    io,
    session,
    { person, role },
    options,
  );
  const answer = await api.answer("grants.give", {
    body: { ...body, reason: options.reason },
    preview: options.preview,
  });
  if (options.json) return io.print(answer.text);
  const directory = createDirectory(api, places[0]?.id ?? null);
  const paths = await Promise.all(places.map((place) => directory.place(place.id)));
  const named = collection ? [`the collection ${collection.name}`] : paths;
  const where = named.length === 0 ? "everywhere" : `on ${named.join(", ")}`;
  const end = until === null ? "without end" : `until ${sayTime(until)}`;
  io.print(io.style.good(`${name} is ${given.name} ${where}, ${end}.`));
  io.print(io.style.faint(`  To take it back: ${session.command("revoke", answer.value.id)}`));
}

/** The grant that a command line asks for, but for its reason. */
export async function wishOf(
  io: Io,
  session: Session,
  { person, role }: { readonly person: string; readonly role: string },
  options: NarrowingOptions,
) {
  const until = options.until === undefined ? null : await momentOf(options.until, io.now());
  const collection =
    options.collection === undefined ? null : await findCollection(session.api, options.collection);
  const places = await placesOf(session, options);
  const at = places[0]?.id ?? collection?.folder ?? null;
  const { name, holder } = await findHolder(session.api, person, at);
  const given = await findRole(session.api, role, at);
  const body = {
    ...holder,
    role: given.id,
    ...(collection ? { collection: collection.id } : narrowingOf(places)),
    until: until === null ? null : new Date(until).toISOString(),
  };
  return { name, given, places, collection, until, body };
}

/** Empty: everywhere, or a collection. */
async function placesOf(
  { api }: Session,
  { on = [], collection, everywhere = false }: NarrowingOptions,
): Promise<Place[]> {
  const ways = [on.length > 0, collection !== undefined, everywhere].filter(Boolean);
  if (ways.length !== 1) throw usage("Say where: --on PATH, --collection NAME, or --everywhere.");
  const places: Place[] = [];
  for (const path of on) places.push(await findPlace(api, path));
  if (places.length > 1 && places.some(({ kind }) => kind === "asset")) {
    throw usage("A grant is on one picture, or on folders.", "Give one for each picture.");
  }
  return places;
}

function narrowingOf(places: readonly Place[]) {
  const [first] = places;
  if (!first) return {};
  return first.kind === "asset" ? { asset: first.id } : { folders: places.map(({ id }) => id) };
}
