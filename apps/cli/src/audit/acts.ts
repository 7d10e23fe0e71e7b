import type { Act } from "@gatefold/client";
import type { Api } from "../api.ts";
import { createDirectory } from "../directory.ts";
import { allOf } from "../pages.ts";
import type { Style } from "../style.ts";
import { sayInstant } from "../times.ts";
import type { Log } from "./tail.ts";

const did = {
  deliver: "delivered",
  remove: "removed",
  download: "downloaded",
  export: "exported",
  confirm: "said that it is there:",
  resend: "had sent again",
  leave: "left as it is",
} as const;

/** The most that the API gives at once. */
const PAGE = 200;

/** More than comes in a second, and few enough to ask for each second. */
const NEWEST = 100;

/** What was let out or taken back, and what was refused; at a place, or (undefined) in all the account. */
export function actsLog(api: Api, style: Style, at: string | undefined): Log<Act> {
  const directory = createDirectory(api, at ?? null);
  const latest = (count: number) =>
    allOf(api.items("acts.list", { query: { at, limit: Math.min(PAGE, count) } }), count);
  return {
    latest,
    // The API tells acts from the newest back only.
    after: async (seq) => (await latest(NEWEST)).filter((act) => act.seq > seq).toReversed(),
    async line({ seq, at: time, act, user, place, connection, effect, code }) {
      const who = (await directory.person(user)).username;
      const verb = effect === "allow" ? style.good(did[act]) : style.bad(`was not allowed to ${act}`);
      const what = act === "export" ? "the audit" : await directory.place(place);
      const through = connection === null ? "" : ` through ${await directory.connection(connection)}`;
      const when = style.faint(`${String(seq).padStart(4)}  ${sayInstant(Date.parse(time))}`);
      return `${when}  ${style.accent(who)} ${verb} ${what}${through} ${style.faint(`[${code}]`)}`;
    },
  };
}
