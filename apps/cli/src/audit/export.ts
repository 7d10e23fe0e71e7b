import { once } from "node:events";
import { CommandFailed, exit, usage } from "../exit.ts";
import type { Io } from "../io.ts";
import { pastMomentOf } from "../moment-option.ts";
import { findPerson } from "../people.ts";
import { findPlace } from "../places.ts";
import type { Session } from "../session.ts";

export interface ExportOptions {
  readonly acts?: boolean;
  readonly format: string;
  readonly from?: string;
  readonly until?: string;
  readonly person?: string;
  readonly by?: string;
  readonly about?: string;
  readonly place?: string;
  readonly type?: string;
  readonly code?: string;
  readonly effect?: string;
  readonly after?: string;
}

/** Writes the journal, or the acts, to standard output as it comes: nothing of it is held. */
export async function exportAudit(io: Io, session: Session, options: ExportOptions): Promise<void> {
  const { acts = false, format, after } = options;
  mustGoTogether(options);
  const time = async (text: string | undefined) =>
    text === undefined ? undefined : new Date(await pastMomentOf(text, io.now())).toISOString();
  const person = async (name: string | undefined) =>
    name === undefined ? undefined : (await findPerson(session.api, name, null)).id;
  const { type, code, effect, place } = options;
  const query = {
    format,
    after,
    type,
    code,
    effect,
    from: await time(options.from),
    until: await time(options.until),
    at: place === undefined ? undefined : (await findPlace(session.api, place)).id,
    by: acts ? undefined : await person(options.by),
    about: await person(options.about),
    person: acts ? undefined : await person(options.person),
    user: acts ? await person(options.person ?? options.by) : undefined,
  };
  const stream = await session.stream(`/v1/export/${acts ? "acts" : "journal"}`, query);
  try {
    for await (const chunk of stream) {
      if (!io.stdout.write(chunk)) await once(io.stdout, "drain");
    }
  } catch (cause) {
    throw new CommandFailed(
      exit.unreachable,
      "BROKEN_OFF",
      "The export was broken off: what came is not all of it.",
      ["Go on after the last whole line: --after ITS_NUMBER, appending to the file."],
      { cause },
    );
  }
}

function mustGoTogether({ acts = false, about, type, code, effect }: ExportOptions): void {
  if (acts && (about !== undefined || type !== undefined))
    throw usage("--about and --type are of the journal; leave --acts away.");
  if (!acts && (code !== undefined || effect !== undefined))
    throw usage("--code and --effect go with --acts.");
}
