import type { State, ApiKey, Millis } from "@gatefold/core";
import { refusedEntry } from "./access.ts";
import { parseBearer, secretMatches } from "./bearer.ts";
import type { View } from "./view.ts";
import { Refusal, stale } from "../http/problems.ts";
import type { Services } from "../services.ts";

/** Whose key was shown. Proves possession only; `admit` says whether it still opens anything. */
export interface Identity {
  readonly account: string;
  readonly key: string;
  readonly requestId: string;
}

/** The key in this `Authorization` header. Every reason why there is none answers alike: 401 `UNAUTHENTICATED`. */
export async function authenticate(
  header: string | undefined,
  requestId: string,
  { store }: Pick<Services, "store">,
): Promise<Identity> {
  const shown = parseBearer(header);
  if (!shown) throw unauthenticated();
  const kept = await store.keySecrets.find(shown.key).catch((cause: unknown) => {
    throw stale(cause);
  });
  if (!secretMatches(shown.secret, kept?.hash) || !kept) throw unauthenticated();
  return { account: kept.account, key: shown.key, requestId };
}

/**
 * What the key's holder decides on, as of now. Throws `UNAUTHENTICATED` where the key was revoked or has ended, or its
 * owner is not active, and a 403 where the owner may not use the API with keys at all.
 */
export async function admit(
  identity: Identity,
  { desk, clock }: Pick<Services, "desk" | "clock">,
): Promise<View> {
  const state = await desk.state(identity.account);
  const now = clock();
  const key = state.get("key", identity.key);
  if (!key || !isAlive(key, state, now)) throw unauthenticated();
  const { account, requestId } = identity;
  const principal = { account, user: key.owner, credential: { kind: "key", id: key.id } } as const;
  const view: View = { caller: { principal, origin: "api", requestId }, state, now };
  const refusal = refusedEntry(view);
  if (refusal) throw refusal;
  return view;
}

/** The same caller, as of now: what held before a wait may not hold after it. Throws as `admit` does. */
export function readmit(
  { caller: { principal, requestId } }: View,
  services: Pick<Services, "desk" | "clock">,
): Promise<View> {
  const { account, credential } = principal;
  if (credential.kind !== "key") throw unauthenticated();
  return admit({ account, key: credential.id, requestId }, services);
}

function isAlive(key: ApiKey, state: State, now: Millis): boolean {
  const owner = state.get("user", key.owner);
  return (key.until === null || now < key.until) && owner?.status === "active";
}

function unauthenticated(): Refusal {
  return new Refusal(
    "UNAUTHENTICATED",
    "Send a key that is alive: Authorization: Bearer gk_<key id>_<secret>.",
    {},
    { "WWW-Authenticate": 'Bearer realm="gatefold"' },
  );
}
