import type {
  BuiltInPermission,
  Decision,
  Millis,
  Permit,
  PermitTerms,
  Permits,
  Principal,
  State,
} from "@gatefold/core";
import type { Act, Acts } from "@gatefold/store";
import { decideFor, refusalOf, refusedEntry } from "./access/access.ts";
import type { Desk } from "./account/desk.ts";
import type { Caller, View } from "./access/view.ts";
import { Refusal } from "./http/problems.ts";

/** Something that lets a picture out, or takes it back: asked afresh each time it is about to happen. */
export interface Ask {
  readonly principal: Principal;
  readonly permission: BuiltInPermission;
  readonly asset: string;
  /** The asset version's id. */
  readonly version: string;
  readonly connection: string;
  readonly purpose: PermitTerms["purpose"];
  readonly requestId: string;
}

export interface Enforced {
  readonly permit: Permit;
  readonly terms: PermitTerms;
  readonly decision: Decision;
}

/** A no that was said before `enforce` was asked: to a request that the first look refuses. */
export interface EarlyNo {
  /** What it was said on. */
  readonly view: View;
  readonly purpose: Act["act"];
  /** `deliver.*` where it did not come to a platform. */
  readonly permission: BuiltInPermission;
  readonly place: string;
  readonly version: string | null;
  readonly connection: string | null;
  readonly code: string;
}

export interface Enforcement {
  /**
   * Decides for the whole principal on a head confirmed within 500 ms, commits the act, yes or no, and only then mints.
   * Throws the refusal the principal would read, `STALE` where nothing can be decided.
   */
  enforce(ask: Ask): Promise<Enforced>;
  /** The same for bytes that are answered to whoever asks, without a permit: the download of an original. */
  download(ask: Pick<Ask, "principal" | "asset" | "version" | "requestId">): Promise<Decision>;
  /** The same for what somebody says of a delivery that wants a look: nothing is let out by it. */
  said(ask: Omit<Ask, "purpose">, kind: Act["act"]): Promise<Decision>;
  /** An export of the audit: asks, commits the act, yes or no, and throws the refusal. */
  exported(caller: Caller): Promise<void>;
  /** Commits a no that was said without it. Acts are logged yes and no, whenever that is found out. */
  refused(no: EarlyNo): Promise<void>;
  /** The same for many of one account at once. */
  refusedAll(nos: readonly EarlyNo[]): Promise<void>;
}

type ActAsk = Omit<Ask, "connection" | "purpose"> & { readonly connection: string | null };

export interface EnforcementDeps {
  readonly desk: Desk;
  readonly acts: Acts;
  readonly clock: () => Millis;
  /** Nobody else holds this. */
  readonly mint: Permits["mint"];
}

export function createEnforcement({ desk, acts, clock, mint }: EnforcementDeps): Enforcement {
  async function act(ask: ActAsk, kind: Act["act"]): Promise<Decision> {
    const { principal, permission, asset, version, connection, requestId } = ask;
    const { account } = principal;
    const state = await desk.state(account);
    const view: View = { caller: { principal, origin: "api", requestId }, state, now: clock() };
    const question = { permission, at: asset, connection: connection ?? undefined };
    const decision = decideFor(view, question);
    // All that is said is said of this moment: the state may be another one once the act is committed.
    const denied = decision.effect === "deny" ? refusalOf(view, question, decision) : undefined;
    // Work that waited came by a key as well, and a key is of no use to who may not use the API with keys.
    const barred = denied ?? refusedEntry(view);
    const refusal = barred ?? (isOfOneVersion(kind) ? replaced(state, asset, version) : undefined);
    const { effect, code } =
      refusal && !denied ? ({ effect: "deny", code: refusal.code } as const) : decision;
    const { revision } = decision;
    const subject = { account, at: view.now, principal, act: kind, permission, place: asset };
    await acts.record({ ...subject, version, connection, effect, code, revision, request: requestId });
    if (refusal) throw refusal;
    return decision;
  }

  return {
    async enforce(ask) {
      const decision = await act(ask, ask.purpose);
      const { principal, permission, version, connection, purpose } = ask;
      const { account, user } = principal;
      const terms: PermitTerms = { account, user, permission, version, connection, purpose };
      return { permit: mint(terms), terms, decision };
    },
    async exported(caller) {
      const { principal, requestId: request } = caller;
      const { account } = principal;
      const state = await desk.state(account);
      const view: View = { caller, state, now: clock() };
      const question = { permission: "audit.export", at: null } as const;
      const decision = decideFor(view, question);
      const refusal = decision.effect === "deny" ? refusalOf(view, question, decision) : undefined;
      const { effect, code, revision } = decision;
      const asked = { account, at: view.now, principal, act: "export", permission: "audit.export" } as const;
      const nothing = { place: account, version: null, connection: null };
      await acts.record({ ...asked, ...nothing, effect, code, revision, request });
      if (refusal) throw refusal;
    },
    download: (ask) => act({ ...ask, permission: "asset.download", connection: null }, "download"),
    said: (ask, kind) => act(ask, kind),
    refused: (no) => acts.record(noAsAct(no)),
    refusedAll: (nos) => acts.recordAll(nos.map(noAsAct)),
  };
}

function noAsAct({ view: { caller, state, now }, purpose: act, ...no }: EarlyNo): Act {
  const { principal, requestId: request } = caller;
  const { account } = principal;
  const { revision } = state;
  return { ...no, account, at: now, principal, act, effect: "deny", revision, request };
}

/** What lets bytes out, lets out those of one version. */
function isOfOneVersion(kind: Act["act"]): boolean {
  return kind === "deliver" || kind === "download";
}

/** What was decided about an asset holds for the bytes it stands for now, not for any it stood for before. */
function replaced(state: State, asset: string, version: string): Refusal | undefined {
  if (state.get("asset", asset)?.version?.id === version) return undefined;
  return new Refusal(
    "VERSION_REPLACED",
    "The picture was replaced meanwhile; ask for the version it has now.",
  );
}
