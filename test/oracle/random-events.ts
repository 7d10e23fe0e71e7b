import { type Event, EventRefused, type EventType, type Kind, planChanges, type State } from "@gatefold/core";
import fc from "fast-check";

/**
 * Random legal events of every type, in any order, from any world: a roll is dice without a world, and becomes an event only
 * in the state it falls in, so that most name what is there by then, new things too.
 */
export interface Roll {
  readonly type: EventType;
  readonly dice: readonly number[];
}

const MOST_DICE = 24;

/** Of the types that change much, more. An account is created once, and random worlds have theirs. */
const weights: { readonly [Type in EventType]?: number } = {
  "account.created": 0,
  "account.creator-role-set": 2,
  "folder.moved": 4,
  "folder.restriction-set": 2,
  "role.changed": 3,
  "grant.given": 4,
  "grant.ended": 2,
  "override.set": 4,
  "override.ended": 2,
  "key.created": 2,
  "key.revoked": 2,
};

type Builders = { [Type in EventType]: (draw: Draw) => Omit<Extract<Event, { type: Type }>, "type"> };

const builders: Builders = {
  "account.created": () => ({
    account: { id: "account", name: "", status: "active", plan: { features: [], limits: {} } },
  }),
  "account.status-set": ({ status }) => ({ status: status() }),
  "account.creator-role-set": ({ one, flag }) => ({ role: flag(4) ? null : one("role") }),
  "plan.set": ({ some }) => ({ plan: { features: some(["basic", "pro"]), limits: {} } }),
  "permissions.defined": (draw) => ({ permissions: [permission(draw)] }),
  "folder.created": ({ fresh, one, flag, maker }) => ({
    ...maker(),
    folder: {
      id: fresh("f"),
      parent: one("folder", null),
      name: "",
      restricted: flag(3),
      workspace: flag(3),
    },
  }),
  "folder.renamed": ({ one }) => ({ id: one("folder"), name: "renamed" }),
  "folder.moved": ({ one }) => ({ id: one("folder"), parent: one("folder", null) }),
  "folder.restriction-set": ({ one, flag }) => ({ id: one("folder"), restricted: flag() }),
  "folder.workspace-set": ({ one, flag }) => ({ id: one("folder"), workspace: flag() }),
  "folder.deleted": ({ one }) => ({ id: one("folder") }),
  "asset.created": ({ fresh, one, flag, time, maker }) => ({
    ...maker(),
    asset: {
      id: fresh("a"),
      folder: one("folder"),
      name: "",
      approved: !flag(3),
      expires: time(),
      version: null,
    },
  }),
  "asset.renamed": ({ one }) => ({ id: one("asset"), name: "renamed" }),
  "asset.moved": ({ one }) => ({ id: one("asset"), folder: one("folder") }),
  "asset.versioned": ({ one, fresh }) => ({
    id: one("asset"),
    version: {
      id: fresh("v"),
      sha256: "0".repeat(64),
      bytes: 1,
      mime: "image/png",
      width: 1,
      height: 1,
    },
  }),
  "asset.approval-set": ({ one, flag }) => ({ id: one("asset"), approved: flag() }),
  "asset.expiry-set": ({ one, time }) => ({ id: one("asset"), expires: time() }),
  "asset.deleted": ({ one }) => ({ id: one("asset") }),
  "collection.created": ({ fresh, one, someOf }) => ({
    collection: { id: fresh("c"), folder: one("folder"), name: "", assets: someOf("asset") },
  }),
  "collection.assets-set": ({ one, someOf }) => ({ id: one("collection"), assets: someOf("asset") }),
  "collection.renamed": ({ one }) => ({ id: one("collection"), name: "renamed" }),
  "collection.deleted": ({ one }) => ({ id: one("collection") }),
  "role.created": (draw) => ({ role: role(draw, draw.fresh("r")) }),
  "role.changed": (draw) => ({ role: role(draw, draw.one("role")) }),
  "role.deleted": ({ one }) => ({ id: one("role") }),
  "group.created": ({ fresh, someOf }) => ({ group: { id: fresh("t"), name: "", members: someOf("user") } }),
  "group.renamed": ({ one }) => ({ id: one("group"), name: "renamed" }),
  "group.member-added": ({ one }) => ({ id: one("group"), user: one("user") }),
  "group.member-removed": ({ one }) => ({ id: one("group"), user: one("user") }),
  "group.deleted": ({ one }) => ({ id: one("group") }),
  "user.created": ({ fresh, status }) => {
    const id = fresh("u");
    return { user: { id, username: id, name: id, email: null, kind: "person", status: status() } };
  },
  "user.changed": ({ one }) => {
    const id = one("user");
    return { id, username: id, name: "renamed", email: null };
  },
  "user.status-set": ({ one, status }) => ({ id: one("user"), status: status() }),
  "grant.given": (draw) => ({ grant: grant(draw) }),
  "grant.ended": ({ one }) => ({ id: one("grant"), reason: "" }),
  "override.set": (draw) => ({ override: override(draw) }),
  "override.ended": ({ one }) => ({ id: one("override"), reason: "" }),
  "connection.created": (draw) => ({ connection: connection(draw, draw.fresh("n")) }),
  "connection.changed": (draw) => ({ connection: connection(draw, draw.one("connection")) }),
  "connection.removed": ({ one }) => ({ id: one("connection") }),
  "key.created": ({ fresh, one, someOf, time, flag }) => ({
    key: {
      id: fresh("k"),
      owner: one("user"),
      name: "",
      permissions: flag() ? null : someOf("permission"),
      folders: flag() ? null : someOf("folder"),
      connections: null,
      until: time(),
    },
  }),
  "key.rolled": ({ one }) => ({ id: one("key"), previousUntil: 0 }),
  "key.revoked": ({ one }) => ({ id: one("key") }),
  "change.undone": () => ({ change: "some change" }),
};

function permission({ one, pick, flag, someOf }: Draw) {
  return {
    id: flag(6) ? pick(["asset.sing", "team.dance"]) : one("permission"),
    level: pick(["folder", "folder", "folder", "workspace", "account"] as const),
    needs: someOf("permission", 2),
    feature: pick([null, null, null, "basic", "pro"]),
    connector: pick([null, null, null, "x", "y"]),
    description: "",
    aliases: [],
  };
}

function role({ someOf, some, flag, pick }: Draw, id: string) {
  const permissions = [...someOf("permission", 6), ...some(["asset.*", "team.*", "deliver.*"])];
  const folders = flag() ? ("all" as const) : someOf("folder");
  const feature = pick([null, null, null, "basic", "pro"]);
  return { id, name: "", description: "", permissions, folders, allAccess: flag(4), feature };
}

function grant({ fresh, one, heldBy, someOf, time, flag, pick }: Draw) {
  const narrowed = pick(["no", "no", "folders", "asset", "collection"]);
  const toGroup = flag(3);
  const user = toGroup ? null : one("user");
  return {
    id: fresh("g"),
    user,
    group: toGroup ? one("group") : null,
    role: one("role"),
    folders: narrowed === "folders" ? someOf("folder") : null,
    asset: narrowed === "asset" ? one("asset") : null,
    collection: narrowed === "collection" ? one("collection") : null,
    from: time(),
    until: time(),
    reason: "",
    givenBy: null,
    ...(user !== null && flag() ? heldBy(user).map((livesBy) => ({ livesBy }))[0] : {}),
  };
}

function override({ fresh, one, time, flag, pick }: Draw) {
  return {
    id: fresh("o"),
    user: one("user"),
    effect: pick(["allow", "deny"] as const),
    permission: flag() ? "*" : one("permission"),
    folder: one("folder", null),
    from: time(),
    until: time(),
    reason: "",
    givenBy: null,
  };
}

function connection({ one, pick }: Draw, id: string) {
  return { id, connector: pick(["x", "y"]), folder: one("folder", null), name: "", settings: {} };
}

/** Choices by dice, one after the other, among what is in a state. */
function drawIn(state: State, dice: readonly number[]) {
  let rolled = 0;
  const next = () => dice[rolled++ % dice.length] ?? 0;
  const pick = <Item>(items: readonly [Item, ...Item[]] | readonly Item[]) =>
    items[next() % items.length] as Item;
  const some = (items: readonly string[], most = 3): string[] =>
    items.length === 0 ? [] : [...new Set(Array.from({ length: next() % (most + 1) }, () => pick(items)))];
  const idsOf = (kind: Kind) => Array.from(state.all(kind), ({ id }) => id);
  /** One of the grants that a user holds, where there are any. */
  const heldBy = (user: string): string[] => {
    const ofGroups = state.find("groupsOf", user).flatMap(({ id }) => state.find("grantsOfGroup", id));
    const grants = [...state.find("grantsOfUser", user), ...ofGroups];
    return grants.length === 0 ? [] : [pick(grants).id];
  };
  const fresh = (letter: string) => `${letter}-new${next() % 1000}`;
  return {
    pick,
    some,
    fresh,
    heldBy,
    /** Now and then, somebody who is credited with what is made. */
    maker: () => {
      const gives = [...state.all("account")].some(({ creatorRole }) => creatorRole !== undefined);
      const user = one("user");
      const [livesBy] = gives && next() % 2 === 0 ? heldBy(user) : [];
      return livesBy === undefined ? {} : { creator: { user, grant: fresh("g"), livesBy } };
    },
    /** One in so many. */
    flag: (of = 2) => next() % of === 0,
    time: () => pick([null, null, null, null, 0, 10, 20, 30]),
    status: () => pick(["active", "active", "suspended"] as const),
    someOf: (kind: Kind, most?: number) => some(idsOf(kind), most),
    /** The id of one that is there, or one of no row: such an event is refused. */
    one,
  };

  function one(kind: Kind): string;
  function one(kind: Kind, or: null): string | null;
  function one(kind: Kind, or?: null): string | null {
    const ids: (string | null)[] = idsOf(kind);
    if (or === null) ids.push(null);
    return ids.length === 0 ? "nothing" : pick(ids);
  }
}

type Draw = ReturnType<typeof drawIn>;

/** The event that a roll stands for in this state. It may not be legal there. */
export function eventOf(state: State, { type, dice }: Roll): Event {
  return { type, ...builders[type](drawIn(state, dice)) } as Event;
}

/** The events that these rolls stand for, each after those before it; what is refused there is left out. The state is left as it was. */
export function legalEvents(state: State, rolled: readonly Roll[]): Event[] {
  const events: Event[] = [];
  const undo: (() => void)[] = [];
  for (const roll of rolled) {
    const event = eventOf(state, roll);
    const changes = planned(state, event);
    if (!changes) continue;
    events.push(event);
    for (const { kind, id, before, after } of changes) {
      state.put(kind, id, after);
      undo.push(() => void state.put(kind, id, before));
    }
  }
  for (const back of undo.toReversed()) back();
  return events;
}

function planned(state: State, event: Event) {
  try {
    return planChanges(state, [event]);
  } catch (error) {
    if (error instanceof EventRefused) return undefined;
    throw error;
  }
}

const types = (Object.keys(builders) as EventType[]).flatMap((type) =>
  Array.from({ length: weights[type] ?? 1 }, () => type),
);
/** Those that can change what somebody may; a name or a note can't. */
export const telling = types.filter((type) => type !== "group.renamed" && type !== "change.undone");
const dice = fc.array(fc.nat(999_983), { minLength: MOST_DICE, maxLength: MOST_DICE, size: "max" });

/** Of all types, or only of some. */
export function rolls(most: number, of: readonly EventType[] = types): fc.Arbitrary<Roll[]> {
  const roll = fc.record({ type: fc.constantFrom(...of), dice });
  return fc.noBias(fc.array(roll, { minLength: 1, maxLength: most, size: "max" }));
}
