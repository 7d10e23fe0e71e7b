import { describe, expect, test } from "vitest";
import { lint } from "../lint/lint.ts";
import { parsePolicy } from "../policy/parse.ts";
import type { State } from "../state/state.ts";
import { agency } from "./agency.ts";
import { creativeWorkspace } from "./creative-workspace.ts";
import { mediaLibrary } from "./media-library.ts";
import { mixPresets } from "./mix.ts";
import type { Preset } from "./preset.ts";
import { presetNamed, presets } from "./presets.ts";

const mixes = [
  [agency],
  [mediaLibrary],
  [creativeWorkspace],
  [agency, mediaLibrary],
  [creativeWorkspace, agency],
  [mediaLibrary, creativeWorkspace],
  [creativeWorkspace, mediaLibrary, agency],
].map((mixed) => ({ names: mixed.map(({ name }) => name).join(","), mixed }));

function inOrder<Row extends { id: string }>(rows: Iterable<Row>): Row[] {
  return [...rows].toSorted((one, other) => (one.id < other.id ? -1 : 1));
}

const deadIn = (state: State, now: number) => lint(state, now).filter(({ severity }) => severity === "error");

/** What a document means, in no order: its own ids are what its rows are known by. */
function meaningOf(document: unknown) {
  const { state, now } = parsePolicy(document);
  return {
    idle: deadIn(state, now),
    account: [...state.all("account")],
    permissions: inOrder(state.all("permission")),
    folders: inOrder(state.all("folder")),
    roles: inOrder(state.all("role")),
  };
}

const odd = (name: string, document: Partial<Preset["document"]>): Preset => ({
  name,
  description: "",
  document: { version: 1, ...document },
});

describe("presets", () => {
  test.each(presets)(
    "$name is a sound document, without anybody in it or a rule that has no effect",
    ({ document }) => {
      const { state, now } = parsePolicy(structuredClone(document));
      expect(deadIn(state, now)).toEqual([]);
      expect(state.count("user") + state.count("grant") + state.count("override")).toBe(0);
    },
  );

  test.each(presets)("$name is told from the others by its name, and is plain JSON", ({ name, document }) => {
    expect(presetNamed(name).document).toBe(document);
    expect(JSON.parse(JSON.stringify(document))).toEqual(document);
  });

  test("one that is not there is refused with those that are", () => {
    expect(() => presetNamed("studio")).toThrow(
      'There is no preset "studio"; there are agency, media-library, creative-workspace.',
    );
  });
});

describe("mixing presets", () => {
  test.each(mixes)("$names is a sound document that means all of them", ({ mixed }) => {
    const { idle, permissions, roles, folders } = meaningOf(mixPresets(mixed));
    expect(idle).toEqual([]);
    for (const { document } of mixed) {
      const alone = meaningOf(document);
      expect(roles).toEqual(expect.arrayContaining(alone.roles));
      expect(folders).toEqual(expect.arrayContaining(alone.folders));
      for (const { id, aliases } of alone.permissions) {
        expect(permissions.find((permission) => permission.id === id)?.aliases).toEqual(
          expect.arrayContaining([...aliases]),
        );
      }
    }
  });

  test.each(mixes.filter(({ mixed }) => mixed.length === 1))(
    "$names alone is itself",
    ({ mixed: [preset] }) => {
      expect(meaningOf(mixPresets([preset as Preset]))).toEqual(meaningOf(preset?.document));
    },
  );

  test("does not depend on the order", () => {
    const without = ({ permissions, ...rest }: ReturnType<typeof meaningOf>) => ({
      ...rest,
      permissions: permissions.map(({ aliases, ...permission }) => ({
        ...permission,
        aliases: aliases.toSorted(),
      })),
    });
    const one = without(meaningOf(mixPresets([agency, mediaLibrary])));
    expect(without(meaningOf(mixPresets([mediaLibrary, agency])))).toEqual(one);
    expect(one.permissions.find(({ id }) => id === "users.manage")?.feature).toBe("user-management");
  });

  test.each([
    ["role", "r", { roles: [{ id: "r" }] }, { roles: [{ id: "r", allAccess: true }] }],
    ["folder", "f", { folders: [{ id: "f" }] }, { folders: [{ id: "f", restricted: true }] }],
    ["plan.limits", "users", { plan: { limits: { users: 5 } } }, { plan: { limits: { users: 6 } } }],
    ["permission", "a.b", { permissions: [{ id: "a.b" }] }, { permissions: [{ id: "a.b", feature: "x" }] }],
    [
      "permission",
      "billing.view",
      {
        permissions: [
          {
            id: "billing.view",
            level: "account" as const,
            feature: "x",
            description: "See plan and invoices.",
          },
        ],
      },
      {
        permissions: [
          {
            id: "billing.view",
            level: "account" as const,
            feature: "y",
            description: "See plan and invoices.",
          },
        ],
      },
    ],
  ])("refuses two that say different things of the same %s", (kind, id, one, other) => {
    expect(() => mixPresets([odd("one", one), odd("other", other)])).toThrow(
      expect.objectContaining({ code: "PRESET_CLASH", details: { kind, id } }),
    );
    expect(() => mixPresets([odd("one", one), odd("other", one)])).not.toThrow();
  });
});
