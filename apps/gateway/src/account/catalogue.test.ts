import klaviyo from "@gatefold/connector-klaviyo";
import type { Connector } from "@gatefold/connector-sdk";
import { decide, type Event, planChanges } from "@gatefold/core";
import { HeadMoved, type Journal } from "@gatefold/store";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { createWorld, type World } from "../../test/world.ts";
import { catalogueOf, definition } from "./catalogue.ts";
import { createDesk } from "./desk.ts";
import type { Founded } from "./founding.ts";
import type { Caller } from "../access/view.ts";

const called = (id: string, name: string): Connector => ({ ...klaviyo, meta: { ...klaviyo.meta, id, name } });
const first = called("first", "First");
const second = called("second", "Second");

let world: World;
let ada: Founded;
let owner: Caller;
beforeAll(async () => {
  world = await createWorld({ connectors: [first] });
});
afterAll(() => world.end());
beforeEach(async () => {
  failed.mockClear();
  ada = await world.found();
  const { account, owner: user, key } = ada;
  const principal = { account, user, credential: { kind: "key", id: key } } as const;
  owner = { principal, origin: "api", requestId: "req" };
});

const failed = vi.fn<(account: string, error: unknown) => void>();

/** Another node over the same journal, with these connectors loaded. */
function nodeWith(connectors: readonly Connector[], replaced: Partial<Journal> = {}) {
  return createDesk({
    journal: { ...world.store.journal, ...replaced },
    clock: () => world.clock.now,
    onLost: failed,
    catalogue: catalogueOf(connectors),
    onOutdated: failed,
  });
}

const entriesAfter = (after: number) => world.store.journal.read(ada.account, { after, limit: 100 });

describe("an account that is loaded by a gateway with more connectors", () => {
  test("has their deliveries from then on, by nobody in it, and the journal is whole", async () => {
    const { seq } = await world.store.journal.head(ada.account);
    const state = await nodeWith([first, second]).state(ada.account);
    expect(state.get("permission", "deliver.second")).toMatchObject({
      needs: ["asset.download"],
      connector: "second",
    });
    const [entry, ...others] = await entriesAfter(seq);
    expect(entry).toMatchObject({
      origin: "gatefold",
      principal: { account: ada.account, user: "gatefold", credential: { kind: "gatefold" } },
      event: { type: "permissions.defined", permissions: [{ id: "deliver.second" }] },
    });
    expect(others).toEqual([]);
    expect(await world.store.journal.verify(ada.account)).toMatchObject({ ok: true });
  });

  test("is written once, however many nodes load it at once, and not again", async () => {
    const { seq } = await world.store.journal.head(ada.account);
    const nodes = Array.from({ length: 5 }, () => nodeWith([first, second]));
    const states = await Promise.all(nodes.map((node) => node.state(ada.account)));
    await nodeWith([first, second]).state(ada.account);
    expect(await entriesAfter(seq)).toHaveLength(1);
    for (const state of states) expect(state.get("permission", "deliver.second")).toBeDefined();
    expect(failed).not.toHaveBeenCalled();
  });

  test("keeps what another gateway has, and what was redefined for it", async () => {
    const state = await nodeWith([first]).state(ada.account);
    const shipped = catalogueOf([second]).find(({ id }) => id === "deliver.second");
    await appendDirectly([definition([{ ...shipped!, feature: "delivering" }])]);
    const after = await nodeWith([first, second]).state(ada.account);
    expect(after.get("permission", "deliver.second")).toMatchObject({ feature: "delivering" });
    const fewer = await nodeWith([]).state(ada.account);
    expect(fewer.get("permission", "deliver.first")).toEqual(state.get("permission", "deliver.first"));
    expect(await world.store.journal.head(ada.account)).toMatchObject({ seq: after.revision });
  });

  test("is not there where there is no account", async () => {
    const state = await nodeWith([first, second]).state("acc_nobody");
    expect(state.count("permission")).toBe(0);
    expect(await world.store.journal.head("acc_nobody")).toMatchObject({ seq: 0 });
    expect(failed).not.toHaveBeenCalled();
  });

  test("is served as it is where it can't be written, and who runs it is told", async () => {
    const append = () => Promise.reject(new HeadMoved(ada.account, { seq: 0, hash: "" }));
    const state = await nodeWith([first, second], { append }).state(ada.account);
    expect(state.get("permission", "deliver.second")).toBeUndefined();
    expect(failed).toHaveBeenCalledWith(ada.account, expect.objectContaining({ code: "HEAD_MOVED" }));
  });
});

/** Somebody who holds these permissions everywhere. */
function holder(role: string, permissions: string[]): Event[] {
  const user = `${role}-user`;
  const narrowing = { folders: null, asset: null, collection: null, from: null, until: null };
  const grant = { id: `${role}-grant`, user, group: null, role, reason: "", givenBy: null, ...narrowing };
  const held = { id: role, name: role, description: "", permissions, allAccess: false, feature: null };
  const person = { username: role, name: role, email: null, kind: "person", status: "active" } as const;
  return [
    { type: "user.created", user: { id: user, ...person } },
    { type: "role.created", role: { ...held, folders: "all" } },
    { type: "grant.given", grant },
  ];
}

test("who holds a wildcard delivers by a new connector once it is connected, who holds others does not", async () => {
  const node = nodeWith([first, second]);
  // As it was before the connector was there.
  await nodeWith([first]).write(owner, () => ({
    events: [...holder("any", ["asset.*", "deliver.*"]), ...holder("one", ["asset.*", "deliver.first"])],
    value: null,
  }));
  const answers = async () => {
    const state = await node.state(ada.account);
    const query = { permission: "deliver.second", at: ada.root, now: world.clock.now };
    return ["any", "one"].map((role) => decide(state, { ...query, user: `${role}-user` }).code);
  };
  expect(await answers()).toEqual(["CONNECTOR_OFF", "CONNECTOR_OFF"]);
  const connection = { id: "con", connector: "second", folder: null, name: "Second", settings: {} };
  await node.write(owner, () => ({ events: [{ type: "connection.created", connection }], value: null }));
  expect(await answers()).toEqual(["ROLE", "NO_GRANT"]);
});

/** As a preset does: not by anybody in the account. */
async function appendDirectly(events: Event[]): Promise<void> {
  const { journal } = world.store;
  const { state, head: expected } = await journal.load(ada.account);
  const { account, owner: user } = ada;
  const principal = { account, user, credential: { kind: "founding" } } as const;
  const changes = planChanges(state, events);
  await journal.append({
    account,
    expected,
    at: world.clock.now,
    principal,
    origin: "founding",
    events,
    changes,
  });
}
