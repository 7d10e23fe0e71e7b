import type { State, ApiKey, Millis } from "@gatefold/core";
import type { Request, Response } from "express";
import { notesOf } from "../http/requests.ts";
import { refusedEntry } from "./access.ts";
import { parseBearer, type Shown } from "./bearer.ts";
import type { View } from "./view.ts";
import { Refusal, stale } from "../http/problems.ts";
import type { Services } from "../services.ts";

/** Whose key was shown. Proves possession only; `admit` says whether it still opens anything. */
export interface Identity {
  readonly account: string;
  readonly key: string;
  readonly requestId: string;
  /** Is the secret that was shown still one of the key's? Its own proof is asked again, for a secret can end before its key. */
  readonly isProved: () => Promise<boolean>;
  /** What is left of the key's requests: said to who was admitted. To others it would tell that the key is a real one. */
  readonly limitHeaders: Readonly<Record<string, string>>;
}

/**
 * The key in a request's `Authorization` header, its request counted. Every reason why there is none answers alike: 401
 * `UNAUTHENTICATED`; too many, from one key or of keys that open nothing: 429 `RATE_LIMITED`.
 */
export async function identify(
  request: Request,
  response: Response,
  { proofs, limits, clock }: Pick<Services, "proofs" | "limits" | "clock">,
): Promise<Identity> {
  const shown = parseBearer(request.get("authorization"));
  if (!shown) throw unauthenticated();
  const known = await proofs.remembered(shown, clock());
  const account = known ?? (await lookedUp(shown, request, { proofs, limits, clock }));
  const limitHeaders = await limits.count(shown.key);
  const isProved = async () =>
    ((await proofs.remembered(shown, clock())) ?? (await proved(shown, { proofs, clock }))) === account;
  return { account, key: shown.key, requestId: notesOf(response).requestId, isProved, limitHeaders };
}

async function lookedUp(
  shown: Shown,
  request: Request,
  { proofs, limits, clock }: Pick<Services, "proofs" | "limits" | "clock">,
): Promise<string> {
  await limits.mustBeWorthLooking(shown, request);
  const account = await proved(shown, { proofs, clock });
  if (account === undefined) {
    await limits.failed(shown, request);
    throw unauthenticated();
  }
  limits.proved(shown);
  return account;
}

function proved(shown: Shown, { proofs, clock }: Pick<Services, "proofs" | "clock">) {
  return proofs.proved(shown, clock()).catch((cause: unknown) => {
    throw stale(cause);
  });
}

/**
 * What the key's holder decides on, as of now. Throws `UNAUTHENTICATED` where the key was revoked or has ended, or its
 * owner is not active, a 403 where the owner may not use the API with keys at all, and `STALE` where the account can't be
 * seen as of the revision `atLeast`.
 */
export async function admit(
  identity: Omit<Identity, "limitHeaders">,
  { desk, clock }: Pick<Services, "desk" | "clock">,
  atLeast = 0,
): Promise<View> {
  const state = await desk.state(identity.account, atLeast);
  const now = clock();
  const key = state.get("key", identity.key);
  if (!key || !isAlive(key, state, now)) throw unauthenticated();
  const { account, requestId, isProved } = identity;
  const principal = { account, user: key.owner, credential: { kind: "key", id: key.id } } as const;
  const view: View = { caller: { principal, origin: "api", requestId, isProved }, state, now };
  const refusal = refusedEntry(view);
  if (refusal) throw refusal;
  return view;
}

/**
 * The same caller, as of now: what held before a wait may not hold after it, the secret that he showed included. Throws as
 * `admit` does.
 */
export async function readmit(
  { caller: { principal, requestId, isProved } }: View,
  services: Pick<Services, "desk" | "clock">,
  atLeast = 0,
): Promise<View> {
  const { account, credential } = principal;
  if (credential.kind !== "key" || !isProved || !(await isProved())) throw unauthenticated();
  return admit({ account, key: credential.id, requestId, isProved }, services, atLeast);
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
