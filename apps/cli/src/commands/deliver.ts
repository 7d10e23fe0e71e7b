import type { Command } from "commander";
import { findCollection } from "../collections.ts";
import { findTarget, printOutcome } from "../deliveries.ts";
import { settled } from "../delivery-end.ts";
import { CommandFailed, exit, usage } from "../exit.ts";
import type { Io } from "../io.ts";
import type { Api } from "../api.ts";
import { follow, printJob } from "../jobs.ts";
import { findPlace, type Place } from "../places.ts";
import { asPerson } from "../as-person.ts";
import { type Session, type SessionOptions, withSession } from "../session.ts";
import { momentOf } from "../moment-option.ts";
import { parseSpan } from "../spans.ts";

interface DeliverOptions extends SessionOptions {
  readonly to: readonly string[];
  readonly below?: boolean;
  readonly collection?: string;
  readonly in?: string;
  readonly at?: string;
  readonly wait: boolean;
}

const examples = `
Whether it is allowed is decided when it is asked for, and again when it is sent. Several pictures, a folder or a collection
are one job: each picture goes or is refused by itself, and \`jobs\` shows how far it is.

Examples:
  $ ./dev gatefold deliver Aurora/Summer/hero.jpg --as bea
  $ ./dev gatefold deliver Aurora/Summer/hero.jpg --to "Aurora Klaviyo" --at "tomorrow 9am" --as bea
  $ ./dev gatefold deliver Aurora/Summer --below --to "Aurora Klaviyo" --as bea
  $ ./dev gatefold deliver Bergström/Summer/lake.jpg --to klaviyo --in 10s --no-wait --as ivo`;

export function registerDeliver(program: Command, io: Io): void {
  const command = program
    .command("deliver")
    .description("bring a picture, or many, to a platform; what is there already is not sent twice")
    .argument("[pictures...]", "paths or ids of pictures, or of one folder")
    .option(
      "--to <TARGET>",
      "a connection or a platform, again for another; left out: the only one that serves it",
      (target: string, before: readonly string[]) => [...before, target],
      [],
    )
    .option("--below", "with what is below the folder")
    .option("--collection <NAME>", "what is in a collection, in place of pictures")
    .option("--in <SPAN>", "not before so long from now, such as 10s or 2h")
    .option("--at <TIME>", 'not before a time, such as "tomorrow 9am"')
    .option("--no-wait", "leave it to the queue, in place of waiting for the end")
    .addHelpText("after", examples);
  withSession(command).action((pictures: readonly string[], options: DeliverOptions) =>
    asPerson(io, options, (session) => deliver(io, session, pictures, options)),
  );
}

async function deliver(
  io: Io,
  session: Session,
  names: readonly string[],
  options: DeliverOptions,
): Promise<void> {
  const notBefore = await notBeforeOf(io, options);
  if ((names.length === 0) === (options.collection === undefined)) {
    throw usage("Name pictures, a folder or a --collection.");
  }
  const places = await Promise.all(names.map((name) => findPlace(session.api, name)));
  const [only, ...others] = places;
  const isOne = only?.kind === "asset" && others.length === 0 && options.to.length < 2 && !options.below;
  if (!isOne) return deliverMany(io, session, places, options, notBefore);
  await deliverOne(io, session, only, options, notBefore);
}

async function deliverOne(
  io: Io,
  { api }: Session,
  place: Place,
  options: DeliverOptions,
  notBefore: number | undefined,
): Promise<void> {
  const [to] = options.to;
  const target = to === undefined ? {} : await findTarget(api, { asset: place.id }, to);
  const body = { asset: place.id, ...target, ...timeOf(notBefore) };
  const first = await api.answer("deliveries.request", { body });
  const { value, text } = options.wait ? await settled(io, api, first, notBefore) : first;
  if (["refused", "failed", "cancelled", "unknown"].includes(value.state)) io.leaveWith(exit.refused);
  await (options.json ? io.print(text) : printOutcome(io, api, value, first.value.existing));
}

async function deliverMany(
  io: Io,
  session: Session,
  places: readonly Place[],
  options: DeliverOptions,
  notBefore: number | undefined,
): Promise<void> {
  const { api } = session;
  const { what, at } = await pictureSet(api, places, options);
  const to = await Promise.all(options.to.map((name) => findTarget(api, at, name)));
  const body = { ...what, ...(to.length > 0 && { to }), ...timeOf(notBefore) };
  const { value, text } = await api.answer("jobs.create", { body });
  if (options.wait) await follow(io, session, value);
  if (!options.json) await printJob(io, api, value.id);
  else if (options.wait) io.print(JSON.stringify(await api.call("jobs.get", { path: { job: value.id } })));
  else io.print(text);
}

/** The pictures as the API takes them, and where the connections are that serve them. */
async function pictureSet(api: Api, places: readonly Place[], { collection, below }: DeliverOptions) {
  const [first, ...others] = places;
  if (below && first?.kind !== "folder") throw usage("--below goes with a folder.");
  if (!first) {
    const { id, folder } = await findCollection(api, collection ?? "");
    return { what: { collection: id }, at: folder === null ? {} : { folder } };
  }
  if (first.kind === "folder" && others.length === 0) {
    return { what: { folder: first.id, ...(below && { below }) }, at: { folder: first.id } };
  }
  const folder = places.find(({ kind }) => kind === "folder");
  if (folder) {
    const message = `${folder.name} is a folder; name one folder alone, or pictures.`;
    throw new CommandFailed(exit.usage, "NOT_A_PICTURE", message);
  }
  return { what: { assets: places.map(({ id }) => id) }, at: { asset: first.id } };
}

const timeOf = (notBefore: number | undefined) =>
  notBefore === undefined ? {} : { notBefore: new Date(notBefore).toISOString() };

async function notBeforeOf(io: Io, { in: span, at }: DeliverOptions): Promise<number | undefined> {
  if (span !== undefined && at !== undefined) throw usage("Name --in or --at, not both.");
  if (span !== undefined) return io.now() + parseSpan(span);
  return at === undefined ? undefined : momentOf(at, io.now());
}
