import { z } from "zod";
import { madeChange, planUndo } from "../account/undo.ts";
import { none } from "../http/fields.ts";
import { operation } from "../http/operation.ts";

export const undoing = [
  operation({
    id: "changes.undo",
    method: "POST",
    path: "/v1/changes/:change/undo",
    summary:
      "Takes a change back by a new one: your own, or with audit.export anybody's. Named by the number of one of its entries, as its answer's Gatefold-Revision said. Refused where any of it was changed again since, and where you may not do what undoes it.",
    params: z.strictObject({ change: z.string().regex(/^[1-9]\d{0,14}$/) }),
    query: none,
    body: null,
    success: 200,
    refuses: ["OVERTAKEN", "NOT_UNDOABLE", "NAME_TAKEN", "PLAN_LIMIT"],
    response: z.object({
      /** The id of the change that was undone, as the journal's entries bear it. */
      undone: z.string(),
      /** How many entries it has. */
      entries: z.number(),
    }),
    async handle({ view, params: { change } }, { desk, store, pasts, ids }) {
      const made = await madeChange(view, Number(change), { journal: store.journal, pasts });
      const { revision } = await desk.write(view.caller, (fresh) => planUndo(fresh, made, ids));
      return { body: { undone: made.id, entries: made.entries.length }, revision };
    },
  }),
];
