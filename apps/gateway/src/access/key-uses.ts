import type { Millis } from "@gatefold/core";
import type { Store } from "@gatefold/store";

/** When keys were last used: noted in memory, written down once a minute, so that no request waits for a write of it. */
export interface KeyUses {
  note(key: string): void;
  /** As far as it is known here and in the store. */
  of(account: string, keys: readonly string[]): Promise<ReadonlyMap<string, Millis>>;
  flush(): Promise<void>;
}

export function createKeyUses(keySecrets: Store["keySecrets"], clock: () => Millis): KeyUses {
  let pending = new Map<string, Millis>();
  return {
    note: (key) => void pending.set(key, clock()),
    async of(account, keys) {
      const kept = await keySecrets.lastUses(account, keys);
      const known = keys.map((key) => [key, pending.get(key) ?? kept.get(key)] as const);
      return new Map(known.flatMap(([key, at]) => (at === undefined ? [] : [[key, at]])));
    },
    async flush() {
      if (pending.size === 0) return;
      const flushed = pending;
      pending = new Map();
      try {
        await keySecrets.used(flushed);
      } catch (error) {
        pending = new Map([...flushed, ...pending]);
        throw error;
      }
    },
  };
}
