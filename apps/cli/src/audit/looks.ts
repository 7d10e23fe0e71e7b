import { createDirectory } from "../directory.ts";
import type { Io } from "../io.ts";
import { pastMomentOf } from "../moment-option.ts";
import { allOf, wholeList } from "../pages.ts";
import { findPerson } from "../people.ts";
import { findPlace } from "../places.ts";
import type { Session } from "../session.ts";
import { sayTime } from "../times.ts";

export interface LooksOptions {
  readonly on?: string;
  readonly by?: string;
  readonly from?: string;
  readonly until?: string;
  readonly lines: number;
  readonly json?: boolean;
}

/** How often who looked where, by the minute, newest first. */
export async function showLooks(io: Io, { api }: Session, options: LooksOptions): Promise<void> {
  const { on, by, from, until, lines, json } = options;
  const time = async (text: string | undefined) =>
    text === undefined ? undefined : new Date(await pastMomentOf(text, io.now())).toISOString();
  const at = on === undefined ? undefined : (await findPlace(api, on)).id;
  const user = by === undefined ? undefined : (await findPerson(api, by, at ?? null)).id;
  const query = { at, user, from: await time(from), until: await time(until) };
  const list = api.items("looks.list", { query });
  if (json) return io.print(await wholeList(list));
  const directory = createDirectory(api, at ?? null);
  for (const { minute, user: who, permission, place, code, count } of await allOf(list, lines)) {
    const name = io.style.accent((await directory.person(who)).username);
    const when = io.style.faint(sayTime(Date.parse(minute)));
    const why = io.style.faint(`[${code}]`);
    io.print(`${when}  ${name} ${permission} ${await directory.place(place)}, ${times(count)} ${why}`);
  }
}

const times = (count: number) => (count === 1 ? "once" : `${count} times`);
