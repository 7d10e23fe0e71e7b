import { type Held, holdingsOf } from "../decisions/holdings.ts";
import type { Grant, Millis, Override, Permission, Role } from "../model.ts";
import { ROOT, type State } from "../state/state.ts";
import { type Reach, reachOf } from "./anchors.ts";

/** What several rules look at, each found out once. `now` and all that comes after it count; what is over does not. */
export interface Survey {
  readonly state: State;
  readonly now: Millis;
  /** What a permission waits for; undefined where nothing stands in its way. */
  readonly gateOf: (permission: Permission) => Gate | undefined;
  readonly giftOf: (role: Role) => Gift;
  readonly reachOf: (held: Held) => Reach;
  /** All that a user was given, of his own and by groups, but for what gives nothing. */
  readonly livingOf: (user: string) => readonly Held[];
  /** Ids of grants that were found to give nothing; what is looked at later leaves them out. */
  readonly idleGrants: Set<string>;
  readonly idleOverrides: Set<string>;
  /** Does anything that is held above all folders get into one? */
  readonly isOpen: boolean;
}

export interface Gate {
  readonly kind: "plan" | "connector";
  readonly wants: string;
}

/** What a role gives where it reaches. */
export interface Gift {
  readonly allAccess: boolean;
  /** Ids of what it could really give; without what waits for a plan or a connection, or is out of its reach. */
  readonly permissions: ReadonlySet<string>;
  /** The plan lacks its feature. */
  readonly isVoid: boolean;
}

export function surveyOf(state: State, now: Millis): Survey {
  const [account] = state.all("account");
  const features = new Set(account?.plan.features);
  const gateOf = remembering((permission: Permission) => gateIn(state, features, permission));
  const giftOf = remembering((role: Role) => giftIn(state, features, gateOf, role));
  const reaches = new Map<string, Reach>();
  const idleGrants = new Set<string>();
  const roots = state.find("foldersIn", ROOT);
  return {
    state,
    now,
    gateOf,
    giftOf,
    idleGrants,
    idleOverrides: new Set(),
    isOpen: roots.some(({ restricted }) => !restricted),
    reachOf: (held) => {
      const known = reaches.get(held.grant.id) ?? reachOf(state, held);
      reaches.set(held.grant.id, known);
      return known;
    },
    livingOf: (user) => holdingsOf(state, user).grants.filter(({ grant }) => !idleGrants.has(grant.id)),
  };
}

/** Is this one in force whenever, from now on, that one is? */
export function lastsAsLong(one: Grant | Override, other: Grant | Override, now: Millis): boolean {
  const begins = Math.max(other.from ?? now, now);
  const ends = other.until ?? Infinity;
  return (one.from === null || one.from <= begins) && (one.until ?? Infinity) >= ends;
}

function gateIn(state: State, features: ReadonlySet<string>, permission: Permission): Gate | undefined {
  const { feature, connector } = permission;
  if (feature !== null && !features.has(feature)) return { kind: "plan", wants: feature };
  if (connector !== null && state.find("connectionsOf", connector).length === 0) {
    return { kind: "connector", wants: connector };
  }
  return undefined;
}

function giftIn(state: State, features: ReadonlySet<string>, gateOf: Survey["gateOf"], role: Role): Gift {
  const isVoid = role.feature !== null && !features.has(role.feature);
  const named = role.permissions.flatMap((entry) => permissionsOf(state, entry));
  const given = named.filter(
    (permission) => !gateOf(permission) && !(permission.level === "account" && role.folders !== "all"),
  );
  return { isVoid, allAccess: role.allAccess, permissions: new Set(given.map(({ id }) => id)) };
}

/** The permissions that an entry of a role stands for: one, or with `resource.*` those of folder level. */
export function permissionsOf(state: State, entry: string): Permission[] {
  const exact = state.get("permission", entry);
  const all = entry.endsWith(".*") ? [...state.all("permission")] : [];
  const below = all.filter(({ level, id }) => level === "folder" && id.startsWith(entry.slice(0, -1)));
  return exact && !below.includes(exact) ? [exact, ...below] : below;
}

function remembering<Key extends object, Value>(find: (key: Key) => Value): (key: Key) => Value {
  const known = new Map<Key, Value>();
  return (key) => {
    if (known.has(key)) return known.get(key) as Value;
    const value = find(key);
    known.set(key, value);
    return value;
  };
}
