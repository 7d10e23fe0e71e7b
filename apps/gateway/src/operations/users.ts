import type { Event, State, User } from "@gatefold/core";
import { z } from "zod";
import { erasureOf } from "../account/erasure.ts";
import { demand } from "../access/access.ts";
import { cursorField, idField, limitField, none } from "../http/fields.ts";
import { belongingTo } from "../access/readable.ts";
import { planMustAllow } from "../access/limits.ts";
import { nameField, nameKey } from "../http/names.ts";
import { operation } from "../http/operation.ts";
import type { View } from "../access/view.ts";
import { pageBy, pageOf } from "../http/pages.ts";
import { given } from "../http/patches.ts";
import { faultOf } from "../http/requests.ts";
import { notFound, Refusal } from "../http/problems.ts";

const user = z
  .object({
    id: z.string(),
    username: z.string(),
    name: z.string(),
    /** Left out for who only gives roles. */
    email: z.string().nullable().optional(),
    kind: z.enum(["person", "service", "external"]),
    status: z.enum(["active", "suspended"]),
  })
  .meta({ id: "User" });

const usernameField = z
  .string()
  .transform((name) => name.trim().toLowerCase())
  .pipe(
    z
      .string()
      .regex(/^[a-z0-9][a-z0-9._-]{0,63}$/, "A user name has 1 to 64 of a-z, 0-9, dot, dash, underscore."),
  )
  .describe("1 to 64 of a-z, 0-9, dot, dash, underscore");
const emailField = z.email().max(254).nullable();
const params = z.strictObject({ user: idField });

/** Who runs the account's people may read them all; who gives roles somewhere may know whom there is to give them to. */
function mayRead(view: View, at: string | undefined): "in full" | "without email" {
  if (at === undefined) {
    demand(view, "users.manage", null);
    return "in full";
  }
  demand(view, "grants.manage", at);
  return "without email";
}

function shown({ email, ...rest }: User, how: "in full" | "without email"): z.input<typeof user> {
  return how === "in full" ? { ...rest, email } : rest;
}

function userOf(state: State, id: string): User {
  const found = state.get("user", id);
  if (!found) throw notFound();
  return found;
}

function usernameMustBeFree(state: State, username: string, except?: string): void {
  if (state.find("usersNamed", username).every(({ id }) => id === except)) return;
  throw new Refusal("NAME_TAKEN", `The user name "${username}" is taken; choose another.`);
}

/** External people are a platform's, not the plan's. */
function seatsUsed(state: State): number {
  return [...state.all("user")].filter(({ kind, status }) => kind !== "external" && status === "active")
    .length;
}

export const users = [
  operation({
    id: "users.list",
    method: "GET",
    path: "/v1/users",
    summary:
      "People and service accounts, for who runs them, or (with `at`) those who hold something in that place's workspace, for who gives roles there; by `username`, anybody.",
    params: none,
    query: z.strictObject({
      at: idField.optional(),
      username: z.string().max(64).optional(),
      cursor: cursorField,
      limit: limitField,
    }),
    body: null,
    success: 200,
    response: pageOf(user),
    handle({ view, query: { at, username, cursor, limit } }) {
      const how = mayRead(view, at);
      const { state } = view;
      const rows =
        username === undefined ? [...state.all("user")] : state.find("usersNamed", username.toLowerCase());
      // Whoever knows a user name may give a role to who bears it.
      const isTold = at === undefined || username !== undefined ? () => true : belongingTo(view, at);
      const keep = (row: User) => row.id === view.caller.principal.user || isTold(row.id);
      const page = pageBy(rows, { sortKey: (row) => nameKey(row.name), cursor, limit, keep });
      return { body: { ...page, items: page.items.map((row) => shown(row, how)) } };
    },
  }),

  operation({
    id: "users.get",
    method: "GET",
    path: "/v1/users/:user",
    summary: "One user; everyone may read himself.",
    params,
    query: z.strictObject({ at: idField.optional() }),
    body: null,
    success: 200,
    response: user,
    handle({ view, params: { user: id }, query: { at } }) {
      const self = id === view.caller.principal.user;
      const how = self ? "in full" : mayRead(view, at);
      const found = userOf(view.state, id);
      if (!self && at !== undefined && !belongingTo(view, at)(id)) throw notFound();
      return { body: shown(found, how) };
    },
  }),

  operation({
    id: "users.create",
    method: "POST",
    path: "/v1/users",
    summary: "Adds a person, or a service account for programs.",
    params: none,
    query: none,
    body: z.strictObject({
      username: usernameField,
      name: nameField,
      email: emailField.default(null),
      kind: z.enum(["person", "service"]).default("person"),
    }),
    success: 201,
    refuses: ["NAME_TAKEN", "PLAN_LIMIT"],
    response: user,
    async handle({ view: { caller }, body }, { desk, ids }) {
      const row: User = { ...body, id: ids("user"), status: "active" };
      const { revision } = await desk.write(caller, (view) => {
        demand(view, "users.manage", null);
        usernameMustBeFree(view.state, row.username);
        planMustAllow(view.state, "users", seatsUsed(view.state));
        return { events: [{ type: "user.created", user: row }], value: undefined };
      });
      return { body: row, revision };
    },
  }),

  operation({
    id: "users.change",
    method: "PATCH",
    path: "/v1/users/:user",
    summary: "Changes a user's names or e-mail, or suspends him and lets him in again.",
    params,
    query: none,
    body: z.strictObject({
      username: usernameField.optional(),
      name: nameField.optional(),
      email: emailField.optional(),
      status: z.enum(["active", "suspended"]).optional(),
    }),
    success: 200,
    refuses: ["NAME_TAKEN", "PLAN_LIMIT"],
    response: user,
    async handle({ view: { caller }, params: { user: id }, body }, { desk }) {
      const { revision, value } = await desk.write(caller, (view) => {
        demand(view, "users.manage", null);
        const before = userOf(view.state, id);
        const after: User = { ...before, ...given(body) };
        usernameMustBeFree(view.state, after.username, id);
        if (before.status === "suspended" && after.status === "active") {
          planMustAllow(view.state, "users", seatsUsed(view.state));
        }
        return { events: changesOf(before, after), value: after };
      });
      return { body: value, revision };
    },
  }),

  operation({
    id: "users.erase",
    method: "DELETE",
    path: "/v1/users/:user",
    summary:
      "Erases a person, for good: ends their keys and all that they hold, empties their names, their e-mail and the reasons that are about them, in the journal too. An id stays.",
    params,
    query: none,
    body: null,
    success: 200,
    response: user,
    async handle({ view: { caller }, params: { user: id } }, { desk, store, log }) {
      const { revision, value } = await desk.write(caller, (view) => {
        demand(view, "users.manage", null);
        return erasureOf(view.state, userOf(view.state, id));
      });
      // It is erased by now; what lies about on the disk is swept again with the next one.
      await store.scrub().catch((error: unknown) => log.error({ error: faultOf(error) }, "not scrubbed"));
      return { body: value, revision };
    },
  }),
];

function changesOf(before: User, after: User): Event[] {
  const { id, username, name, email, status } = after;
  const renamed = username !== before.username || name !== before.name || email !== before.email;
  return [
    ...(renamed ? [{ type: "user.changed", id, username, name, email } as const] : []),
    ...(status === before.status ? [] : [{ type: "user.status-set", id, status } as const]),
  ];
}
