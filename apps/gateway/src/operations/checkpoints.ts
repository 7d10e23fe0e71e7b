import type { Checkpoint } from "@gatefold/store";
import { z } from "zod";
import { demand } from "../access/access.ts";
import { isoTime, limitField, none, time } from "../http/fields.ts";
import { operation } from "../http/operation.ts";
import { pageOf } from "../http/pages.ts";
import { notFound } from "../http/problems.ts";

const checkpoint = z
  .object({
    /** The last entry at that moment. */
    seq: z.number(),
    hash: z.string(),
    at: time,
    /** The key that signed it. */
    kid: z.string(),
    /** All of it, signed (a compact JWS): keep this where the database is not. */
    text: z.string(),
  })
  .meta({ id: "Checkpoint" });

const signingKey = z
  .object({ kty: z.literal("OKP"), crv: z.literal("Ed25519"), x: z.string(), kid: z.string() })
  .meta({ id: "SigningKey" });

function shown({ at, account: _account, ...rest }: Checkpoint): z.input<typeof checkpoint> {
  return { ...rest, at: isoTime(at) };
}

export const checkpoints = [
  operation({
    id: "checkpoints.list",
    method: "GET",
    path: "/v1/checkpoints",
    summary: "The heads of the journal that were signed, newest first.",
    params: none,
    query: z.strictObject({ cursor: z.coerce.number().int().positive().optional(), limit: limitField }),
    body: null,
    success: 200,
    response: pageOf(checkpoint),
    async handle({ view, query: { cursor, limit } }, { store }) {
      demand(view, "audit.export", null);
      const before = cursor === undefined ? {} : { before: cursor };
      const rows = await store.checkpoints.list(view.caller.principal.account, { ...before, limit });
      const last = rows.at(-1);
      const next = last && rows.length === limit ? String(last.seq) : null;
      return { body: { items: rows.map(shown), next } };
    },
  }),

  operation({
    id: "checkpoints.sign",
    method: "POST",
    path: "/v1/checkpoints",
    summary:
      "Signs the journal's head now, or answers what it was signed with already. Kept elsewhere, it proves later that nothing up to there was changed or cut.",
    params: none,
    query: none,
    body: null,
    success: 200,
    does: "work",
    refuses: ["JOURNAL_CHANGED"],
    response: checkpoint,
    async handle({ view }, { store, clock }) {
      demand(view, "audit.export", null);
      const signed = await store.checkpoints.sign(view.caller.principal.account, clock());
      if (!signed) throw notFound();
      return { body: shown(signed) };
    },
  }),

  operation({
    id: "signing-keys.list",
    method: "GET",
    path: "/v1/signing-keys",
    summary:
      "The public keys by which anybody can check a checkpoint, as a JSON Web Key Set; the one that signs now is the first.",
    params: none,
    query: none,
    body: null,
    success: 200,
    response: z.object({ keys: z.array(signingKey) }),
    handle: (_request, { store }) => ({ body: { keys: store.checkpoints.keys } }),
  }),
];
