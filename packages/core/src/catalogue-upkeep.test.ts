import { describe, expect, test } from "vitest";
import { builtInCatalogue } from "./catalogue.ts";
import { outdatedPermissions } from "./catalogue-upkeep.ts";
import type { Permission } from "./model.ts";
import { State } from "./state/state.ts";

const mail = { id: "mail", name: "Mail" };
const push = { id: "push", name: "Push" };
const shipped = (...connectors: { id: string; name: string }[]) => builtInCatalogue(connectors).permissions;

function accountWith(permissions: readonly Permission[], ...redefined: Permission[]): State {
  const state = new State();
  for (const permission of [...permissions, ...redefined]) state.put("permission", permission.id, permission);
  return state;
}

const of = (id: string, change: Partial<Permission> = {}): Permission => {
  const permission = shipped(mail).find((each) => each.id === id);
  if (!permission) throw new Error(`${id} is not shipped`);
  return { ...permission, ...change };
};

describe("what an account's catalogue lacks", () => {
  test("is nothing where it has what is loaded, or more", () => {
    expect(outdatedPermissions(accountWith(shipped(mail)), shipped(mail))).toEqual([]);
    expect(outdatedPermissions(accountWith(shipped(mail, push)), shipped(mail))).toEqual([]);
  });

  test("is the delivery of a connector that was loaded since", () => {
    expect(outdatedPermissions(accountWith(shipped(mail)), shipped(mail, push)).map(({ id }) => id)).toEqual([
      "deliver.push",
    ]);
  });

  test("waits for the feature of the plan that all other deliveries of the account wait for", () => {
    const gated = of("deliver.mail", { feature: "connectors" });
    const [added, ...others] = outdatedPermissions(accountWith(shipped(mail), gated), shipped(mail, push));
    expect(added).toMatchObject({ id: "deliver.push", feature: "connectors" });
    expect(others).toEqual([]);
    const half = outdatedPermissions(
      accountWith(shipped(mail, push), gated),
      shipped(mail, push, { id: "web", name: "Web" }),
    );
    expect(half).toMatchObject([{ id: "deliver.web", feature: null }]);
  });

  test("is a built-in that was shipped since", () => {
    const older = shipped(mail).filter(({ id }) => id !== "asset.share");
    expect(outdatedPermissions(accountWith(older), shipped(mail))).toEqual([of("asset.share")]);
  });

  test("is not a name that the account uses as an alias", () => {
    const own = { ...of("asset.view"), id: "mail.send", aliases: ["deliver.push"] };
    expect(outdatedPermissions(accountWith(shipped(mail), own), shipped(mail, push))).toEqual([]);
  });
});

describe("what was shipped in another form", () => {
  test("is brought up to date where the account still has that form", () => {
    const old = of("asset.share", { needs: [] });
    expect(outdatedPermissions(accountWith(shipped(mail), old), shipped(mail), [old])).toEqual([
      of("asset.share"),
    ]);
  });

  test("is brought up to date where the connector was renamed", () => {
    const before = accountWith(shipped({ id: "mail", name: "Mail (beta)" }));
    expect(outdatedPermissions(before, shipped(mail))).toEqual([of("deliver.mail")]);
  });

  test.each<Partial<Permission>>([
    { needs: [] },
    { feature: "sharing" },
    { level: "account" },
    { aliases: ["share"] },
    { description: "Send to the client." },
  ])("stays as the account redefined it: %o", (change) => {
    const redefined = accountWith(
      shipped(mail),
      of("asset.share", change),
      of("deliver.mail", { ...change, connector: "mail" }),
    );
    const former = [of("asset.share", { needs: ["asset.download"] })];
    expect(outdatedPermissions(redefined, shipped(mail), former)).toEqual([]);
  });
});
