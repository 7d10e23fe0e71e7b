import { describe, expect, test } from "vitest";
import { agency, allow, answerTo, deny } from "../../test/agency.ts";
import type { Event } from "../state/events.ts";

const denied = (row: object) => ({
  ...agency,
  overrides: [{ id: "no", user: "bob", effect: "deny" as const, permission: "asset.view", ...row }],
});

describe("overrides", () => {
  test("allow what one holds, where one may write them", () => {
    expect(answerTo("lea", allow({ user: "bob", permission: "asset.view", folder: "client" }))).toBe("yes");
    expect(answerTo("lea", allow({ user: "bob", permission: "asset.view" }))).toBe(
      "RIGHT_MISSING overrides.manage at the account",
    );
    expect(answerTo("lea", allow({ user: "bob", permission: "deliver.x", folder: "client" }))).toBe(
      "BEYOND_OWN deliver.x at client",
    );
    expect(answerTo("lea", allow({ user: "bob", permission: "*", folder: "client" }))).toMatch(/^BEYOND_OWN/);
    expect(answerTo("eve", allow({ user: "bob", permission: "*" }))).toBe("yes");
  });

  test("deny without more", () => {
    expect(answerTo("lea", deny({ user: "sam", permission: "*", folder: "photos" }))).toBe("yes");
    expect(answerTo("lea", deny({ user: "sam", permission: "*", folder: "other" }))).toBe(
      "RIGHT_MISSING overrides.manage at other",
    );
  });

  test("that allow nearer than a deny stands need the right to write where the deny stands", () => {
    const nearer = allow({ user: "bob", permission: "asset.view", folder: "photos" });
    expect(answerTo("lea", nearer, { world: denied({ folder: null }) })).toBe(
      "RIGHT_MISSING overrides.manage at the account",
    );
    expect(answerTo("lea", nearer, { world: denied({ folder: "top" }) })).toBe(
      "RIGHT_MISSING overrides.manage at top",
    );
    expect(answerTo("lea", nearer, { world: denied({ folder: "client" }) })).toBe("yes");
    expect(answerTo("lea", nearer, { world: denied({ folder: null, permission: "*" }) })).toBe(
      "RIGHT_MISSING overrides.manage at the account",
    );
    expect(answerTo("lea", nearer, { world: denied({ folder: null, from: 5 }) })).toBe(
      "RIGHT_MISSING overrides.manage at the account",
    );
    expect(answerTo("lea", nearer, { world: denied({ folder: null, until: 0 }) })).toBe("yes");
  });

  test("that deny are ended by who may write there and holds what comes free", () => {
    const end: Event = { type: "override.ended", id: "no", reason: "" };
    const seen = (row: object) => ({
      ...denied(row),
      grants: [...(agency.grants ?? []), { user: "bob", role: "sender" }, { user: "bob", role: "viewer" }],
    });
    expect(answerTo("lea", end, { world: denied({ folder: "client" }) })).toBe("yes");
    expect(answerTo("lea", end, { world: denied({ folder: null }) })).toBe(
      "RIGHT_MISSING overrides.manage at the account",
    );
    expect(answerTo("lea", end, { world: seen({ folder: "client" }) })).toBe(
      "BEYOND_OWN deliver.x at client",
    );
    expect(
      answerTo("lea", end, {
        world: { ...denied({ folder: "client", user: "lea", permission: "asset.view" }) },
      }),
    ).toBe("BEYOND_OWN asset.view at client");
  });
});
