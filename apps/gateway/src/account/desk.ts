import { authorise, type Change, type Event, type Permission, planChanges, type State } from "@gatefold/core";
import { type Erasure, type Head, HeadMoved, type Journal } from "@gatefold/store";
import { authorityRefusal } from "../access/authority.ts";
import { upkeeper, upkeepOf } from "./catalogue.ts";
import { type FollowDeps, FollowedAccount } from "./followed-account.ts";
import { mustBeAsPreviewed, type Preview, previewOf } from "./preview.ts";
import type { Caller, View } from "../access/view.ts";
import { Refusal, stale } from "../http/problems.ts";

/** What a write would do. `value` is handed back to who asked, once it is done. */
export interface Plan<Value> {
  readonly events: readonly Event[];
  readonly sealed?: { readonly connection: string; readonly secrets: Record<string, unknown> | null };
  readonly keySecret?: { readonly key: string; readonly hash: string | null };
  /** Whose texts the journal is to forget. */
  readonly erasure?: Erasure;
  readonly value: Value;
}

export interface Written<Value> {
  readonly revision: number;
  readonly value: Value;
}

/** Each account as decisions see it, following the journal; and the one way to change it. */
export interface Desk {
  /** The account as committed, its head confirmed within the last 500 ms, and not before `atLeast`. Throws `STALE`. */
  state(account: string, atLeast?: number): Promise<State>;
  /**
   * Plans, asks whether the principal may (rule 11), and appends: all or nothing. The plan is made again, with its
   * preconditions, where somebody else's change came first; so it only reads.
   */
  write<Value>(caller: Caller, plan: (view: View) => Plan<Value>): Promise<Written<Value>>;
  /** What that would do, refused as that would be; nothing is written. */
  preview(caller: Caller, plan: (view: View) => Plan<unknown>): Promise<Foreseen>;
}

export interface Foreseen extends Preview {
  readonly view: View;
  readonly changes: readonly Change[];
  readonly revision: number;
}

export interface DeskDeps extends FollowDeps {
  /** What an account's catalogue is brought up to when the account is loaded. */
  readonly catalogue: readonly Permission[];
  /** Told why an account's catalogue was not brought up to date; the account is served as it is. */
  readonly onOutdated: (account: string, error: unknown) => void;
}

/**
 * Who writes first is chance: a gateway that wins one race in ten, busy or just started as it may be, gets its turn
 * in all but one of 40,000 writes.
 */
const MAX_ATTEMPTS = 100;

export function createDesk(deps: DeskDeps): Desk {
  const accounts = new Map<string, Promise<FollowedAccount>>();
  const loaded = new Map<string, FollowedAccount>();

  function open(account: string): Promise<FollowedAccount> {
    const known = accounts.get(account);
    if (known) return known;
    const loading = FollowedAccount.load(account, deps)
      .catch((error: unknown) => {
        accounts.delete(account);
        deps.onLost(account, error);
        throw stale();
      })
      .then((followed) => broughtUpToDate(followed, deps))
      .then((followed) => {
        loaded.set(account, followed);
        return followed;
      });
    accounts.set(account, loading);
    return loading;
  }

  async function confirmed(account: string, atLeast: number): Promise<State> {
    const followed = await open(account);
    await followed.confirm(atLeast);
    return followed.state;
  }

  return {
    state(account, atLeast = 0) {
      // Asked several times in each request, and there already nearly always.
      return loaded.get(account)?.ready(atLeast) ?? confirmed(account, atLeast);
    },
    async write(caller, plan) {
      const followed = await open(caller.principal.account);
      return followed.inTurn(() => writeInTurn(followed, deps, caller, plan));
    },
    async preview(caller, plan) {
      const followed = await open(caller.principal.account);
      await followed.confirm();
      const view: View = { caller, state: followed.state, now: deps.clock() };
      const changes = changesOf(view, plan(view).events);
      return { view, changes, revision: followed.head.seq, ...previewOf(view, changes) };
    },
  };
}

/** What events would change, where the caller may bring them about (rule 11). */
function changesOf(view: View, events: readonly Event[]): Change[] {
  const refusal = authorise(view.state, view.caller.principal, events, view.now);
  if (refusal) throw authorityRefusal(view, refusal);
  return planChanges(view.state, events);
}

/** Of many nodes that load an account at once, one writes; the others find nothing left to write. */
async function broughtUpToDate(followed: FollowedAccount, deps: DeskDeps): Promise<FollowedAccount> {
  const { account } = followed;
  const plan = ({ state }: View) => ({ events: upkeepOf(state, deps.catalogue), value: null });
  try {
    await followed.inTurn(() => writeInTurn(followed, deps, upkeeper(account), plan));
  } catch (error) {
    deps.onOutdated(account, error);
  }
  return followed;
}

async function writeInTurn<Value>(
  followed: FollowedAccount,
  deps: FollowDeps,
  caller: Caller,
  plan: (view: View) => Plan<Value>,
): Promise<Written<Value>> {
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
    await followed.confirm();
    const written = await tryWrite(followed, deps, caller, plan);
    if (written) return written;
  }
  throw new Refusal("HEAD_MOVED", "Others keep changing this account; look again, then try again.");
}

/** Undefined where somebody else's change came first. */
async function tryWrite<Value>(
  followed: FollowedAccount,
  { journal, clock }: FollowDeps,
  caller: Caller,
  plan: (view: View) => Plan<Value>,
): Promise<Written<Value> | undefined> {
  const { state, head: expected } = followed;
  const now = clock();
  const view: View = { caller, state, now };
  caller.precondition?.(view);
  const { value, ...parts } = plan(view);
  if (parts.events.length === 0 && !parts.sealed && !parts.keySecret) {
    return { revision: expected.seq, value };
  }
  const changes = changesOf(view, parts.events);
  if (caller.preview !== undefined) mustBeAsPreviewed(view, changes, caller.preview);
  const { account } = caller.principal;
  const { principal, origin, claim } = caller;
  const named = claim && { claim };
  const append = { account, expected, at: now, principal, origin, changes, ...parts, ...named };
  const head = await appended(journal, append, followed);
  if (!head) return undefined;
  followed.advance(changes, head, now);
  return { revision: head.seq, value };
}

async function appended(
  journal: Journal,
  append: Parameters<Journal["append"]>[0],
  followed: FollowedAccount,
): Promise<Head | undefined> {
  try {
    return await journal.append(append);
  } catch (error) {
    // Whatever went wrong, it may have been written: nothing is decided before the journal was looked at again.
    followed.distrust();
    if (error instanceof HeadMoved) return undefined;
    throw error;
  }
}
