import { z } from "zod";
import { demand } from "../access/access.ts";
import { demandEverywhere } from "../access/everywhere.ts";
import { cursorField, idField, isoTime, limitField, none, time, timeField } from "../http/fields.ts";
import { operation } from "../http/operation.ts";
import { cursorFrom, pageOf, readCursor } from "../http/pages.ts";

const look = z
  .object({
    /** When the minute begins. */
    minute: time,
    user: z.string(),
    permission: z.string(),
    place: z.string(),
    code: z.string(),
    count: z.number(),
  })
  .meta({ id: "Look" });

const standing = z.tuple([timeField, z.string(), z.string(), z.string(), z.string()]);

export const looks = [
  operation({
    id: "looks.list",
    method: "GET",
    path: "/v1/looks",
    summary:
      "How often somebody looked (thumbnails, lists, opens, pulls), counted by the minute, newest first: at one place (`at`) for who holds audit.view there, or in all the account for who holds it everywhere. The last second may be missing.",
    params: none,
    query: z.strictObject({
      at: idField.optional(),
      user: idField.optional(),
      permission: idField.optional(),
      code: idField.optional(),
      from: timeField.optional(),
      until: timeField.optional(),
      cursor: cursorField,
      limit: limitField,
    }),
    body: null,
    success: 200,
    response: pageOf(look),
    async handle({ view, query: { at, cursor, limit, ...filter } }, { store, looks: counts }) {
      if (at === undefined) demandEverywhere(view, "audit.view");
      else demand(view, "audit.view", at);
      // What this gateway counted is there; where that can't be written down, what is there is still told.
      await counts.flush().catch(() => undefined);
      const after = cursor === undefined ? undefined : standingIn(cursor);
      const wanted = { ...filter, place: at, after, limit: limit + 1 };
      const rows = await store.looks.list(view.caller.principal.account, wanted);
      const items = rows.slice(0, limit).map(({ minute, user, permission, place, code, count }) => ({
        minute: isoTime(minute),
        user,
        permission,
        place,
        code,
        count,
      }));
      const last = items.at(-1);
      const next =
        rows.length > limit && last
          ? cursorFrom([last.minute, last.user, last.permission, last.place, last.code])
          : null;
      return { body: { items, next } };
    },
  }),
];

function standingIn(cursor: string) {
  const [minute, user, permission, place, code] = readCursor(cursor, standing);
  return { minute, user, permission, place, code };
}
