import { applyChanges, type Change, type Millis, planChanges, type State, withoutGaps } from "@gatefold/core";
import type { Head, Journal } from "@gatefold/store";
import { stale } from "../http/problems.ts";

/** How long a look at the head is good for, and how long one may take: a revoked right is dark within a second. */
const FRESH_MS = 500;
const PAGE = 500;

export interface FollowDeps {
  readonly journal: Journal;
  readonly clock: () => Millis;
  /** Told what kept the head from being confirmed. */
  readonly onLost: (account: string, error: unknown) => void;
}

/** One account in memory, kept in step with its journal. `state` holds committed changes only. */
export class FollowedAccount {
  readonly account: string;
  readonly state: State;
  readonly #deps: FollowDeps;
  #head: Head;
  #confirmedAt: Millis;
  readonly #ready: Promise<State>;
  #looking: Promise<void> | undefined;
  #turn: Promise<unknown> = Promise.resolve();

  static async load(account: string, deps: FollowDeps): Promise<FollowedAccount> {
    const startedAt = deps.clock();
    const { state, head } = await deps.journal.load(account);
    return new FollowedAccount(account, deps, state, head, startedAt);
  }

  private constructor(account: string, deps: FollowDeps, state: State, head: Head, confirmedAt: Millis) {
    this.account = account;
    this.#deps = deps;
    this.state = state;
    this.#ready = Promise.resolve(state);
    this.#head = head;
    this.#confirmedAt = confirmedAt;
  }

  get head(): Head {
    return this.#head;
  }

  /** One after another: a write plans on what the one before it left. */
  inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const mine = this.#turn.then(work);
    this.#turn = mine.catch(() => undefined);
    return mine;
  }

  /** The state, where `confirm` would have nothing to wait for. */
  ready(atLeast: number): Promise<State> | undefined {
    return this.#isFresh() && this.state.revision >= atLeast ? this.#ready : undefined;
  }

  /**
   * Returns once the head was seen within the last 500 ms, all who wait sharing one look, and the state has come to
   * revision `atLeast`; else throws `STALE`.
   */
  async confirm(atLeast = 0): Promise<void> {
    if (this.ready(atLeast)) return;
    this.#looking ??= this.#look().finally(() => (this.#looking = undefined));
    await inTime(this.#looking);
    // Fails closed here: a look that took too long says nothing about now.
    if (!this.#isFresh() || this.state.revision < atLeast) throw stale();
  }

  /** What was seen last is not to be trusted: the next `confirm` looks. */
  distrust(): void {
    this.#confirmedAt = Number.NEGATIVE_INFINITY;
  }

  /** Makes a committed change real, unless following the journal has done so already. */
  advance(changes: readonly Change[], head: Head, confirmedAt: Millis): void {
    if (this.state.revision < head.seq) {
      applyChanges(this.state, changes, head.seq);
      this.#head = head;
    }
    this.#confirmedAt = Math.max(this.#confirmedAt, confirmedAt);
  }

  #isFresh(): boolean {
    const age = this.#deps.clock() - this.#confirmedAt;
    return age >= 0 && age <= FRESH_MS;
  }

  async #look(): Promise<void> {
    const startedAt = this.#deps.clock();
    try {
      const head = await this.#deps.journal.head(this.account);
      while (this.state.revision < head.seq) await this.#catchUp();
      this.#confirmedAt = startedAt;
    } catch (error) {
      this.#deps.onLost(this.account, error);
      throw stale();
    }
  }

  async #catchUp(): Promise<void> {
    const read = await this.#deps.journal.read(this.account, { after: this.state.revision, limit: PAGE });
    // A write of our own may have been made real while we read.
    const entries = read.filter((entry) => entry.seq > this.state.revision);
    const last = entries.at(-1);
    if (!last) {
      if (read.length === 0) throw new Error("The journal ends before its head.");
      return;
    }
    // What was erased since is gone from the texts: the events are read as they can be.
    const events = entries.map(({ event, seq }) => withoutGaps(event, seq));
    this.advance(planChanges(this.state, events), { seq: last.seq, hash: last.hash }, this.#confirmedAt);
  }
}

async function inTime(work: Promise<void>): Promise<void> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(stale()), FRESH_MS);
  try {
    await Promise.race([work, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
