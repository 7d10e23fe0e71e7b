import { z } from "zod";
import { isoTime, none, time } from "../http/fields.ts";
import { operation } from "../http/operation.ts";

const response = z.object({
  account: z.object({ id: z.string(), name: z.string(), status: z.enum(["active", "suspended"]) }),
  user: z.object({ id: z.string(), username: z.string(), name: z.string(), email: z.string().nullable() }),
  key: z.object({ id: z.string(), name: z.string(), until: time.nullable() }),
  revision: z.number(),
});

export const me = [
  operation({
    id: "me.get",
    method: "GET",
    path: "/v1/me",
    summary: "Who the key speaks for.",
    params: none,
    query: none,
    body: null,
    success: 200,
    response,
    handle({ view: { caller, state } }) {
      const { user, credential, account } = caller.principal;
      const key = credential.kind === "key" ? state.get("key", credential.id) : undefined;
      const rows = { account: state.get("account", account), user: state.get("user", user) };
      if (!key || !rows.account || !rows.user) throw new Error("The caller is not in his own account.");
      return {
        body: {
          account: rows.account,
          user: rows.user,
          key: { id: key.id, name: key.name, until: isoTime(key.until) },
          revision: state.revision,
        },
      };
    },
  }),
];
