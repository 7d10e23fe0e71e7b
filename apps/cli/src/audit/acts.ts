import { z } from "zod";
import { type Api, pathOf } from "../api.ts";
import { createDirectory } from "../directory.ts";
import { itemsOf } from "../pages.ts";
import type { Style } from "../style.ts";
import { sayInstant } from "../times.ts";
import type { Log } from "./tail.ts";

const actSchema = z.looseObject({
  seq: z.number(),
  at: z.string(),
  act: z.enum(["deliver", "remove", "download"]),
  user: z.string(),
  place: z.string(),
  connection: z.string().nullable(),
  effect: z.enum(["allow", "deny"]),
  code: z.string(),
});

const did = { deliver: "delivered", remove: "removed", download: "downloaded" } as const;

/** More than comes in a second, and few enough to ask for each second. */
const NEWEST = 100;

/** What was let out or taken back, and what was refused; at a place, or (undefined) in all the account. */
export function actsLog(api: Api, style: Style, at: string | undefined): Log {
  const directory = createDirectory(api, at ?? null);
  const latest = async (count: number) => {
    const acts: z.output<typeof actSchema>[] = [];
    for await (const act of itemsOf(api, { path: pathOf("acts"), query: { at } }, actSchema, count)) {
      acts.push(act);
    }
    return acts;
  };
  return {
    latest,
    // The API tells acts from the newest back only.
    after: async (seq) => (await latest(NEWEST)).filter((act) => act.seq > seq).toReversed(),
    async line(row) {
      const { seq, at: time, act, user, place, connection, effect, code } = actSchema.parse(row);
      const who = (await directory.person(user)).username;
      const verb = effect === "allow" ? style.good(did[act]) : style.bad(`was not allowed to ${act}`);
      const what = await directory.place(place);
      const through = connection === null ? "" : ` through ${await directory.connection(connection)}`;
      const when = style.faint(`${String(seq).padStart(4)}  ${sayInstant(Date.parse(time))}`);
      return `${when}  ${style.accent(who)} ${verb} ${what}${through} ${style.faint(`[${code}]`)}`;
    },
  };
}
