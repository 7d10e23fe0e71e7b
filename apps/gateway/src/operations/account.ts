import type { Account } from "@gatefold/core";
import { z } from "zod";
import { demand } from "../access/access.ts";
import type { View } from "../access/view.ts";
import { idField, none } from "../http/fields.ts";
import { operation } from "../http/operation.ts";

const account = z
  .object({
    id: z.string(),
    name: z.string(),
    status: z.enum(["active", "suspended"]),
    plan: z.object({ features: z.array(z.string()), limits: z.record(z.string(), z.number()) }),
    /** The role that whoever makes a folder or an asset gets on it; null: none. */
    creatorRole: z.string().nullable(),
  })
  .meta({ id: "Account" });

function accountIn({ caller, state }: View): Account {
  const found = state.get("account", caller.principal.account);
  if (!found) throw new Error("The caller is not in his own account.");
  return found;
}

function shown(row: Account) {
  return { ...row, creatorRole: row.creatorRole ?? null };
}

export const accountOperations = [
  operation({
    id: "account.get",
    method: "GET",
    path: "/v1/account",
    summary: "The account: its plan, and what creators get.",
    params: none,
    query: none,
    body: null,
    success: 200,
    response: account,
    handle({ view }) {
      demand(view, "account.manage", null);
      return { body: shown(accountIn(view)) };
    },
  }),

  operation({
    id: "account.change",
    method: "PATCH",
    path: "/v1/account",
    summary: "Says which role whoever makes a folder or an asset gets on it (null: none); takes all access.",
    params: none,
    query: none,
    body: z.strictObject({ creatorRole: idField.nullable() }),
    success: 200,
    response: account,
    async handle({ view: { caller }, body: { creatorRole: role } }, { desk }) {
      const { revision, value } = await desk.write(caller, (view) => {
        demand(view, "account.manage", null);
        const before = shown(accountIn(view));
        const events =
          role === before.creatorRole ? [] : [{ type: "account.creator-role-set" as const, role }];
        return { events, value: { ...before, creatorRole: role } };
      });
      return { body: value, revision };
    },
  }),
];
