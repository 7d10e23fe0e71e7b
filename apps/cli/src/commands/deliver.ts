import type { Command } from "commander";
import { findTarget, printOutcome } from "../deliveries.ts";
import { settled } from "../delivery-end.ts";
import { CommandFailed, exit, usage } from "../exit.ts";
import type { Io } from "../io.ts";
import { findPlace } from "../places.ts";
import { asPerson } from "../as-person.ts";
import { type Session, type SessionOptions, withSession } from "../session.ts";
import { momentOf } from "../moment-option.ts";
import { parseSpan } from "../spans.ts";

interface DeliverOptions extends SessionOptions {
  readonly to?: string;
  readonly in?: string;
  readonly at?: string;
  readonly wait: boolean;
}

const examples = `
Whether it is allowed is decided when it is asked for, and again when it is sent.

Examples:
  $ ./dev gatefold deliver Aurora/Summer/hero.jpg --as bea
  $ ./dev gatefold deliver Aurora/Summer/hero.jpg --to "Aurora Klaviyo" --at "tomorrow 9am" --as bea
  $ ./dev gatefold deliver Bergström/Summer/lake.jpg --to klaviyo --in 10s --no-wait --as ivo`;

export function registerDeliver(program: Command, io: Io): void {
  const command = program
    .command("deliver")
    .description("bring a picture to a platform; what is there already is not sent twice")
    .argument("<picture>", "its path or id")
    .option("--to <TARGET>", "a connection or a platform; left out: the only one that serves it")
    .option("--in <SPAN>", "not before so long from now, such as 10s or 2h")
    .option("--at <TIME>", 'not before a time, such as "tomorrow 9am"')
    .option("--no-wait", "leave it to the queue, in place of waiting for the end")
    .addHelpText("after", examples);
  withSession(command).action((picture: string, options: DeliverOptions) =>
    asPerson(io, options, (session) => deliver(io, session, picture, options)),
  );
}

async function deliver(io: Io, session: Session, picture: string, options: DeliverOptions): Promise<void> {
  const { api } = session;
  const notBefore = await notBeforeOf(io, options);
  const place = await findPlace(api, picture);
  if (place.kind === "folder") {
    throw new CommandFailed(exit.usage, "NOT_A_PICTURE", `${place.name} is a folder; name one picture.`);
  }
  const target = options.to === undefined ? {} : await findTarget(api, place.id, options.to);
  const body = {
    asset: place.id,
    ...target,
    ...(notBefore !== undefined && { notBefore: new Date(notBefore).toISOString() }),
  };
  const first = await api.answer("deliveries.request", { body });
  const { value, text } = options.wait ? await settled(io, api, first, notBefore) : first;
  if (["refused", "failed", "cancelled", "unknown"].includes(value.state)) io.leaveWith(exit.refused);
  await (options.json ? io.print(text) : printOutcome(io, api, value, first.value.existing));
}

async function notBeforeOf(io: Io, { in: span, at }: DeliverOptions): Promise<number | undefined> {
  if (span !== undefined && at !== undefined) throw usage("Name --in or --at, not both.");
  if (span !== undefined) return io.now() + parseSpan(span);
  return at === undefined ? undefined : momentOf(at, io.now());
}
