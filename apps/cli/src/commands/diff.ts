import { diffSentence, type DiffRow } from "@gatefold/core";
import type { InputOf, Preview } from "@gatefold/client";
import type { Command } from "commander";
import { asPerson } from "../as-person.ts";
import type { Io } from "../io.ts";
import { findPerson } from "../people.ts";
import { findPlace } from "../places.ts";
import { type Session, type SessionOptions, withSession } from "../session.ts";
import { sayTime } from "../times.ts";
import { type NarrowingOptions, wishOf, withNarrowing } from "./grant.ts";
import { entryNumber } from "./undo.ts";
import { grantOf, type WhereOptions } from "./revoke.ts";

/** A change of the API's, to be tried. */
type Trial = InputOf<"previews.make">["body"];

/** Says who gains and who loses by a change, before it is made. */
export function registerDiff(program: Command, io: Io): void {
  const diff = program
    .command("diff")
    .description("who would gain and who would lose by a change, without making it");
  registerGiving(diff, io);
  registerMoving(diff, io);
  registerUndoing(diff, io);
  withSession(diff.command("suspend").description("suspend a person").argument("<person>", "a user name"))
    .addHelpText("after", exampleOf("suspend bea --as ada"))
    .action((person: string, options: SessionOptions) =>
      tried(io, options, async ({ api }) => {
        const { id } = await findPerson(api, person, null);
        return { operation: "users.change", path: { user: id }, body: { status: "suspended" } };
      }),
    );
}

function registerUndoing(diff: Command, io: Io): void {
  const undo = diff
    .command("undo")
    .description("undo a change")
    .argument("<change>", "the number of one of its entries in the journal");
  withSession(undo)
    .addHelpText("after", exampleOf("undo 42 --as ada"))
    .action((change: string, options: SessionOptions) =>
      tried(io, options, async () => ({
        operation: "changes.undo",
        path: { change: entryNumber(change) },
      })),
    );
}

const exampleOf = (words: string) => `\nExample:\n  $ ./dev gatefold diff ${words}`;

function registerGiving(diff: Command, io: Io): void {
  const grant = withNarrowing(diff.command("grant").description("give a person a role"));
  withSession(grant)
    .addHelpText("after", exampleOf("grant bea Publisher --on Aurora/Winter --until tonight --as ada"))
    .action((person: string, role: string, options: SessionOptions & NarrowingOptions) =>
      tried(io, options, async (session) => {
        const { body } = await wishOf(io, session, { person, role }, options);
        return { operation: "grants.give", body };
      }),
    );
  const revoke = diff
    .command("revoke")
    .description("take a role away")
    .argument("<words...>", "GRANT, or PERSON ROLE")
    .option("--on <PATH>", "where the role was given")
    .option("--everywhere", "it was given in all the account");
  withSession(revoke)
    .addHelpText("after", exampleOf("revoke bea Designer --on Aurora/Summer --as ada"))
    .action((words: string[], options: SessionOptions & WhereOptions) =>
      tried(io, options, async (session) => {
        return { operation: "grants.end", path: { grant: await grantOf(session, words, options) } };
      }),
    );
}

function registerMoving(diff: Command, io: Io): void {
  const move = diff
    .command("move")
    .description("move a folder, with all below")
    .argument("<folder>", "what moves")
    .argument("<into>", "the folder it would lie in");
  withSession(move)
    .addHelpText("after", exampleOf("move Aurora/Winter Bergström --as ada"))
    .action((folder: string, into: string, options: SessionOptions) =>
      tried(io, options, async (session) => {
        return onFolder(session, folder, { parent: (await findPlace(session.api, into)).id });
      }),
    );
  const flags = [
    ["restrict", true, "stop at a folder what is given above it", "restrict Aurora/Summer --as ada"],
    ["open", false, "let into a folder what is given above it", "open Aurora/Legal --as ada"],
  ] as const;
  for (const [name, restricted, description, example] of flags) {
    withSession(diff.command(name).description(description).argument("<folder>", "which"))
      .addHelpText("after", exampleOf(example))
      .action((folder: string, options: SessionOptions) =>
        tried(io, options, (session) => onFolder(session, folder, { restricted })),
      );
  }
}

function tried(
  io: Io,
  options: SessionOptions,
  trialOf: (session: Session) => Promise<Trial>,
): Promise<void> {
  return asPerson(io, options, async (session) => {
    const body = await trialOf(session);
    const { value, text } = await session.api.answer("previews.make", { body });
    if (options.json) return io.print(text);
    for (const line of linesOf(value)) io.print(line);
    if (body.operation !== "grants.give") return;
    io.print(io.style.faint(`  To give just this, add to grant: --preview ${value.hash}`));
  });
}

async function onFolder({ api }: Session, path: string, body: Record<string, unknown>): Promise<Trial> {
  return { operation: "folders.change", path: { folder: (await findPlace(api, path)).id }, body };
}

/** In the caller's own time; the API's sentences are in UTC. */
function linesOf({ rows, names, now, complete }: Preview): string[] {
  const known = new Map(Object.entries(names));
  const words = {
    names: (_kind: string, id: string) => {
      const name = known.get(id);
      return typeof name === "string" ? name : id;
    },
    now: Date.parse(now),
    time: sayTime,
  };
  const sentences = rows.map((row) => diffSentence(inMillis(row), words));
  if (complete) return sentences.length > 0 ? sentences : ["Nobody gains or loses anything."];
  const told = sentences.length > 0 ? sentences : ["Nobody gains or loses anything that you may know of."];
  return [...told, "Only what you may explain is told."];
}

function inMillis(row: Preview["rows"][number]): DiffRow {
  const until = row.until === null ? null : Date.parse(row.until);
  return { ...row, from: Date.parse(row.from), until };
}
