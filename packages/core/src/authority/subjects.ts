import { held, type Held, type Holdings, holdingsOf } from "../decisions/holdings.ts";
import type { ApiKey, Entities, Grant } from "../model.ts";
import type { Change, State } from "../state/state.ts";
import { isWithin } from "../decisions/place.ts";
import { signatureOf } from "../regions/signature.ts";
import { type Region, regionsOf } from "../regions/marks.ts";

/** Whose rights a write may add to: a person with all he holds, one right looked at alone, or who gets a key's secret. */
export interface Subject {
  readonly before: Holdings;
  readonly after: Holdings;
  /** Whether what permissions need is asked too; of a right alone it is not, since its holder may have that elsewhere. */
  readonly withNeeds: boolean;
  /** A key whose secret is shown: its owner's rights are what its holder gains, as far as its scope reaches. */
  readonly key: ApiKey | null;
}

/** What a write touches in one state: the people, the rights that are new or changed, and where. */
export interface Touched {
  readonly users: Set<string>;
  readonly regions: Set<Region>;
  /** Rights by what makes them the same right before and after. */
  readonly rights: Map<string, Holdings>;
}

export const nothing: Holdings = { grants: [], overrides: [] };

/** One side of the changes, read in the state of that side. */
export function touchedBy(state: State, changes: readonly Change[], side: "before" | "after"): Touched {
  const touched: Touched = { users: new Set(), regions: new Set(), rights: new Map() };
  for (const change of changes) readers[change.kind]?.(state, change as never, touched, side);
  return touched;
}

/** Everybody a write may add to, each kind of holder once: people with the same rights are one subject. */
export function subjectsOf(
  before: { touched: Touched; holdings: (user: string) => Holdings },
  after: { touched: Touched; holdings: (user: string) => Holdings },
  shownKeys: readonly Subject[],
): Subject[] {
  const subjects = new Map<string, Subject>();
  const add = (subject: Subject) => {
    const signature = JSON.stringify([
      signatureOf(subject.before),
      signatureOf(subject.after),
      subject.withNeeds,
    ]);
    subjects.set(signature, subject);
  };
  for (const user of new Set([...before.touched.users, ...after.touched.users])) {
    add({ before: before.holdings(user), after: after.holdings(user), withNeeds: true, key: null });
  }
  for (const [right, now] of after.touched.rights) {
    add({ before: before.touched.rights.get(right) ?? nothing, after: now, withNeeds: false, key: null });
  }
  return [...subjects.values(), ...shownKeys];
}

/** The people who become active: until then they hold nothing. */
export function awakened(changes: readonly Change[]): Set<string> {
  const users = changes.filter(
    (change) =>
      change.kind === "user" && change.before?.status === "suspended" && change.after?.status === "active",
  );
  return new Set(users.map(({ id }) => id));
}

/** Keys of others, made or rolled: who does it holds the secret, and so what the owner may by this key. */
export function shownKeysOf(state: State, changes: readonly Change[], by: string): Subject[] {
  return changes.flatMap((change) => {
    if (change.kind !== "key" || !change.after || change.after.owner === by) return [];
    const after = holdingsOf(state, change.after.owner);
    return [{ before: nothing, after, withNeeds: true, key: change.after }];
  });
}

type Reader<K extends Change["kind"]> = (
  state: State,
  change: Extract<Change, { kind: K }>,
  touched: Touched,
  side: "before" | "after",
) => void;

/** A kind that is not here gives nobody anything: gates are no rights, and a new folder has what its parent has. */
const readers: { [K in Change["kind"]]?: Reader<K> } = {
  grant: (state, change, touched, side) => {
    const grant = change[side];
    if (grant) touchGrant(state, grant, touched);
  },
  override: (_state, change, { users, regions, rights }, side) => {
    const override = change[side];
    if (!override) return;
    users.add(override.user);
    regions.add(override.folder);
    if (override.effect === "allow")
      rights.set(`override ${override.id}`, { grants: [], overrides: [override] });
  },
  role: (state, { id }, touched) => {
    for (const grant of state.find("grantsOfRole", id)) touchGrant(state, grant, touched);
  },
  group: (state, change, touched, side) => {
    const old = new Set(change.before?.members);
    const joined = (change.after?.members ?? []).filter((member) => !old.has(member));
    for (const user of joined) touched.users.add(user);
    for (const grant of joined.length > 0 ? state.find("grantsOfGroup", change.id) : []) {
      for (const row of held(state, grant)) touchRight(state, row, touched, side === "after" ? "joined" : "");
    }
  },
  user: (_state, change, { users, regions }) => {
    if (!awakened([change]).has(change.id)) return;
    users.add(change.id);
    regions.add(null);
  },
  folder: (state, { before, after }, touched) => {
    if (!before || !after) return;
    const opened = before.restricted && !after.restricted;
    const moved = before.parent !== after.parent;
    if (opened || moved) touchEverybody(state, after.id, touched);
    if (!moved) return;
    // A collection that comes to lie inside a restricted folder reaches the assets there, wherever they were before.
    for (const { folder, assets } of state.all("collection")) {
      if (!isWithin(state, folder, after.id)) continue;
      for (const asset of assets) touched.regions.add(asset);
    }
  },
  asset: (state, { before, after }, touched) => {
    if (before && after && before.folder !== after.folder) touchEverybody(state, after.id, touched);
  },
  collection: (state, { id, before, after }, touched) => {
    const old = new Set(before?.assets);
    const added = (after?.assets ?? []).filter((asset) => !old.has(asset));
    if (added.length === 0) return;
    for (const grant of state.all("grant")) if (grant.collection === id) touchGrant(state, grant, touched);
    for (const asset of added) touched.regions.add(asset);
  },
  key: (_state, { after }, { regions }) => {
    if (after) for (const region of after.folders ?? [null]) regions.add(region);
  },
};

function touchGrant(state: State, grant: Grant, touched: Touched): void {
  for (const user of holdersOf(state, grant)) touched.users.add(user);
  for (const row of held(state, grant)) touchRight(state, row, touched, "");
}

function touchRight(state: State, row: Held, { regions, rights }: Touched, note: string): void {
  for (const region of regionsOf(state, row.grant, row.role)) regions.add(region);
  rights.set(`grant ${row.grant.id} ${note}`, { grants: [row], overrides: [] });
}

function touchEverybody(state: State, region: string, { users, regions }: Touched): void {
  for (const { id } of state.all("user")) users.add(id);
  regions.add(region);
}

function holdersOf(state: State, { user, group }: Entities["grant"]): readonly string[] {
  return user === null ? (state.get("group", group ?? "")?.members ?? []) : [user];
}
