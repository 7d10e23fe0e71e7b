import { type Head, HeadMoved, type Journal } from "@gatefold/store";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { createWorld, type World } from "../../test/world.ts";
import { catalogueOf } from "./catalogue.ts";
import { createDesk, type Plan } from "./desk.ts";
import type { Founded } from "./founding.ts";
import { nameMustBeFree } from "../http/names.ts";
import type { Caller, View } from "../access/view.ts";

let world: World;
let ada: Founded;
let caller: Caller;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.end());
beforeEach(async () => {
  ada = await world.found();
  const principal = {
    account: ada.account,
    user: ada.owner,
    credential: { kind: "key", id: ada.key },
  } as const;
  caller = { principal, origin: "api", requestId: "req" };
});
afterEach(() => vi.useRealTimers());

const lost = vi.fn<(account: string, error: unknown) => void>();

/** A desk of its own over the world's journal, as another node has it; some of the journal's verbs replaced. */
function newDesk(replaced: Partial<Journal> = {}) {
  const journal: Journal = { ...world.store.journal, ...replaced };
  const told = { onLost: lost, onOutdated: vi.fn<() => void>() };
  return createDesk({ journal, clock: () => world.clock.now, catalogue: catalogueOf([]), ...told });
}

const folderNamed =
  (name: string, id = `fld_${name}`) =>
  ({ state }: View): Plan<number> => {
    nameMustBeFree(state, ada.root, name);
    const folder = { id, parent: ada.root, name, restricted: false, workspace: false };
    return { events: [{ type: "folder.created", folder }], value: state.revision };
  };

const namesIn = (state: View["state"]) => state.find("foldersIn", ada.root).map(({ name }) => name);

describe("a write", () => {
  it("answers the revision it made, and is seen at once", async () => {
    const desk = newDesk();
    const written = await desk.write(caller, folderNamed("Summer"));
    const state = await desk.state(ada.account);
    expect(written.revision).toBe(state.revision);
    expect(namesIn(state)).toEqual(["Summer"]);
    expect(await world.store.journal.head(ada.account)).toMatchObject({ seq: written.revision });
  });

  it("that comes second is planned again on what came first", async () => {
    const [here, there] = [newDesk(), newDesk()];
    await here.state(ada.account);
    await there.write(caller, folderNamed("Summer"));
    const plan = vi.fn<(view: View) => Plan<number>>(folderNamed("Winter"));
    const written = await here.write(caller, plan);
    expect(plan).toHaveBeenCalledTimes(2);
    expect(written.value).toBe(written.revision - 1);
    expect(namesIn(await here.state(ada.account))).toEqual(["Summer", "Winter"]);
  });

  it("that comes second is refused where what came first stands in its way", async () => {
    const [here, there] = [newDesk(), newDesk()];
    await here.state(ada.account);
    await there.write(caller, folderNamed("Summer"));
    await expect(here.write(caller, folderNamed("summer", "fld_2"))).rejects.toMatchObject({
      code: "NAME_TAKEN",
    });
    expect(namesIn(await here.state(ada.account))).toEqual(["Summer"]);
  });

  it("gives up where others always come first", async () => {
    const desk = newDesk({
      append: async ({ account, expected }) => {
        throw new HeadMoved(account, expected);
      },
    });
    const plan = vi.fn<(view: View) => Plan<number>>(folderNamed("Summer"));
    await expect(desk.write(caller, plan)).rejects.toMatchObject({ code: "HEAD_MOVED" });
    expect(plan).toHaveBeenCalledTimes(100);
  });

  it("waits for the one before it, so that none of many is refused", async () => {
    const append = vi.fn<Journal["append"]>((change) => world.store.journal.append(change));
    const desk = newDesk({ append });
    const names = Array.from({ length: 20 }, (_, index) => `f${index}`);
    await Promise.all(names.map((name) => desk.write(caller, folderNamed(name))));
    expect(append).toHaveBeenCalledTimes(20);
    expect(namesIn(await desk.state(ada.account))).toEqual(names);
  });

  it("is not seen before it is committed", async () => {
    const gate = Promise.withResolvers<void>();
    const desk = newDesk({
      append: async (append) => {
        await gate.promise;
        return world.store.journal.append(append);
      },
    });
    const state = await desk.state(ada.account);
    const writing = desk.write(caller, folderNamed("Summer"));
    expect(namesIn(await desk.state(ada.account))).toEqual([]);
    gate.resolve();
    await writing;
    expect(namesIn(state)).toEqual(["Summer"]);
  });

  it("whose answer was lost is found in the journal, not guessed", async () => {
    const desk = newDesk({
      append: async (append) => {
        await world.store.journal.append(append);
        throw new Error("the connection broke");
      },
    });
    await expect(desk.write(caller, folderNamed("Summer"))).rejects.toThrow("the connection broke");
    expect(namesIn(await desk.state(ada.account))).toEqual(["Summer"]);
  });

  it("whose own entry was followed, with later ones, before it was answered takes nothing back", async () => {
    const committed = Promise.withResolvers<void>();
    const go = Promise.withResolvers<void>();
    const [here, there] = [
      newDesk({
        append: async (append) => {
          const head = await world.store.journal.append(append);
          committed.resolve();
          await go.promise;
          return head;
        },
      }),
      newDesk(),
    ];
    const state = await here.state(ada.account);
    const writing = here.write(caller, folderNamed("Summer"));
    await committed.promise;
    const renamed = { type: "folder.renamed", id: "fld_Summer", name: "Winter" } as const;
    const later = await there.write(caller, () => ({ events: [renamed], value: undefined }));
    world.clock.now += 501;
    await here.state(ada.account);
    expect(namesIn(state)).toEqual(["Winter"]);
    go.resolve();
    expect((await writing).revision).toBe(later.revision - 1);
    expect(namesIn(state)).toEqual(["Winter"]);
    expect(state.revision).toBe(later.revision);
  });

  it("that fails keeps the next one from nothing", async () => {
    const desk = newDesk();
    const broken = desk.write(caller, () => {
      throw new Error("the plan broke");
    });
    const next = desk.write(caller, folderNamed("Summer"));
    await expect(broken).rejects.toThrow("the plan broke");
    expect((await next).revision).toBeGreaterThan(0);
  });

  it("of nothing makes no entry", async () => {
    const desk = newDesk();
    const before = await world.store.journal.head(ada.account);
    const written = await desk.write(caller, () => ({ events: [], value: "as it was" }));
    expect(written).toEqual({ revision: before.seq, value: "as it was" });
    expect(await world.store.journal.head(ada.account)).toEqual(before);
  });
});

describe("the head", () => {
  it("is looked at once for all who ask within half a second, and again after it", async () => {
    const head = vi.fn<Journal["head"]>((account) => world.store.journal.head(account));
    const desk = newDesk({ head });
    await desk.state(ada.account);
    world.clock.now += 500;
    await desk.state(ada.account);
    expect(head).toHaveBeenCalledTimes(0); // what was loaded is as good as a look
    world.clock.now += 1;
    await Promise.all(Array.from({ length: 10 }, () => desk.state(ada.account)));
    expect(head).toHaveBeenCalledTimes(1);
  });

  it("brings what others wrote", async () => {
    const [here, there] = [newDesk(), newDesk()];
    const state = await here.state(ada.account);
    for (const name of ["Summer", "Winter"]) await there.write(caller, folderNamed(name));
    world.clock.now += 501;
    await here.state(ada.account);
    expect(namesIn(state)).toEqual(["Summer", "Winter"]);
    expect(state.revision).toBe((await world.store.journal.head(ada.account)).seq);
  });

  it("is looked at again where the clock was set back", async () => {
    const head = vi.fn<Journal["head"]>((account) => world.store.journal.head(account));
    const desk = newDesk({ head });
    await desk.state(ada.account);
    world.clock.now -= 1000;
    await desk.state(ada.account);
    expect(head).toHaveBeenCalledTimes(1);
  });

  it("that can't be reached lets nothing be decided, or written", async () => {
    let broken = false;
    const desk = newDesk({
      head: async (account): Promise<Head> => {
        if (broken) throw new Error("no route to the database");
        return world.store.journal.head(account);
      },
    });
    await desk.state(ada.account);
    broken = true;
    world.clock.now += 501;
    await expect(desk.state(ada.account)).rejects.toMatchObject({ code: "STALE" });
    await expect(desk.write(caller, folderNamed("Summer"))).rejects.toMatchObject({ code: "STALE" });
    expect(lost).toHaveBeenCalledWith(ada.account, new Error("no route to the database"));
    broken = false;
    expect((await desk.state(ada.account)).revision).toBeGreaterThan(0);
  });

  it("that does not answer is not waited for beyond half a second", async () => {
    const desk = newDesk({ head: () => new Promise(() => {}) });
    await desk.state(ada.account);
    world.clock.now += 501;
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    await Promise.all([
      expect(desk.state(ada.account)).rejects.toMatchObject({ code: "STALE" }),
      vi.advanceTimersByTimeAsync(500),
    ]);
  });

  it("that was seen too long ago by the time it is known says nothing about now", async () => {
    const desk = newDesk({
      head: async (account) => {
        const head = await world.store.journal.head(account);
        world.clock.now += 501;
        return head;
      },
    });
    await desk.state(ada.account);
    world.clock.now += 501;
    await expect(desk.state(ada.account)).rejects.toMatchObject({ code: "STALE" });
  });

  it("of an account that can't be loaded is asked for again next time", async () => {
    let broken = true;
    const desk = newDesk({
      load: async (account) => {
        if (broken) throw new Error("no route to the database");
        return world.store.journal.load(account);
      },
    });
    await expect(desk.state(ada.account)).rejects.toMatchObject({ code: "STALE" });
    broken = false;
    expect((await desk.state(ada.account)).count("user")).toBe(1);
  });
});
