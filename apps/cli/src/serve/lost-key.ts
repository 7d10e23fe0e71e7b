import { randomBytes } from "node:crypto";
import { type Event, planChanges } from "@gatefold/core";
import {
  createPostgresStore,
  createSqliteStore,
  type DatabasePlace,
  HeadMoved,
  keyRingIn,
  type Locked,
  type Store,
} from "@gatefold/store";

interface LostKey {
  readonly masterKeyFile: string;
  readonly database: DatabasePlace;
  readonly now: number;
}

/** Goes on with the key in the file, or a new one; each connection says in the journal that its credentials went. */
export async function forgetLocked(
  { masterKeyFile, database, now }: LostKey,
  locked: readonly Locked[],
): Promise<void> {
  await keyRingIn(masterKeyFile, { mayMake: true, random: randomBytes });
  const store = await ("url" in database
    ? createPostgresStore({ ...database, masterKeyFile })
    : createSqliteStore({ ...database, masterKeyFile }));
  try {
    for (const { account, connection } of locked) await forget(store, account, connection, now);
  } finally {
    await store.close();
  }
}

/** Planned again where a gateway wrote in between. */
async function forget(store: Store, account: string, id: string, now: number): Promise<void> {
  const principal = { account, user: "gatefold", credential: { kind: "gatefold" } } as const;
  for (;;) {
    const { state, head: expected } = await store.journal.load(account);
    const connection = state.get("connection", id);
    const events: Event[] = connection ? [{ type: "connection.changed", connection }] : [];
    const changes = planChanges(state, events);
    const sealed = { connection: id, secrets: null };
    try {
      await store.journal.append({
        account,
        expected,
        at: now,
        principal,
        origin: "cli",
        events,
        changes,
        sealed,
      });
      return;
    } catch (error) {
      if (!(error instanceof HeadMoved)) throw error;
    }
  }
}
