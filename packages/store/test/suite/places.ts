import { assetsIn, covers, type Event, type Scope, scopeOf, type State } from "@gatefold/core";
import fc from "fast-check";
import { expect, test } from "vitest";
import { type Author, folderCreated, founderOf, userCreated } from "./author.ts";
import { onFresh, type OpenHarness } from "./harness.ts";

const RUNS = 25;
const NOW = 5;

const folderIds = Array.from({ length: 9 }, (_, at) => `f${at}`);
const someFolders = fc.subarray(folderIds, { maxLength: 4 });
const time = fc.constantFrom(null, null, 4, 5, 6);

/** A tree, what is in it, and what one user holds there. */
const library = fc.record({
  folders: fc.array(fc.record({ up: fc.nat(3), restricted: fc.nat(3) }), { minLength: 9, maxLength: 9 }),
  assets: fc.array(
    fc.record({ folder: fc.constantFrom(...folderIds), approved: fc.boolean(), expires: time }),
    {
      maxLength: 12,
      size: "max",
    },
  ),
  grants: fc.array(
    fc.record({ folders: fc.option(someFolders, { nil: null }), asset: fc.option(fc.nat(11)) }),
    {
      maxLength: 3,
    },
  ),
  denies: someFolders,
  allows: someFolders,
});

/** Any scope at all: also one that names more than it must. */
const anyScope: fc.Arbitrary<Scope> = fc.record({
  level: fc.constant("folder" as const),
  everywhere: fc.boolean(),
  include: someFolders,
  except: someFolders,
  assets: fc.subarray(["a0", "a3", "a7", "nothing"]),
  gates: fc.record({ approved: fc.boolean(), unexpiredAt: fc.constantFrom(null, NOW) }),
});

export function placesSuite(open: OpenHarness): void {
  test("A scope means to the tables what it means in memory", async () => {
    await fc.assert(
      fc.asyncProperty(
        library,
        fc.array(anyScope, { minLength: 5, maxLength: 5 }),
        async (things, anyScopes) => {
          await onFresh(open, async ({ store }) => {
            const author = await founderOf(store);
            await author.write(eventsOf(things));
            await (await founderOf(store, "other")).write([folderCreated("f0"), folderCreated("f99", "f0")]);
            const { state } = author;
            const own = ["asset.view", "asset.share"].map((permission) =>
              scopeOf(state, "bea", permission, NOW),
            );
            const workspaces: Scope = { level: "workspace", workspaces: ["f1", "f4", "gone"] };
            for (const scope of [
              ...own,
              workspaces,
              { level: "account", allowed: true } as const,
              ...anyScopes.map(apart),
            ]) {
              expect(await all((page) => store.places.folders("acme", scope, page))).toEqual(
                foldersOf(state, scope),
              );
              expect(await all((page) => store.places.assets("acme", scope, page))).toEqual(
                inOrder(assetsIn(state, scope)),
              );
            }
          })();
        },
      ),
      { numRuns: RUNS },
    );
  });

  test(
    "A scope may name thousands of folders",
    onFresh(open, async ({ store }) => {
      const author: Author = await founderOf(store);
      const ids = Array.from({ length: 3000 }, (_, at) => `f${at}`);
      await author.write(ids.map((id) => folderCreated(id)));
      const scope: Scope = {
        level: "folder",
        everywhere: true,
        include: [],
        except: ids.slice(1),
        assets: ids,
        gates: { approved: false, unexpiredAt: null },
      };
      expect(await store.places.folders("acme", scope, { limit: 10 })).toMatchObject([{ id: "f0" }]);
      expect(await store.places.assets("acme", scope, { limit: 10 })).toEqual([]);
    }),
  );
}

type Things = typeof library extends fc.Arbitrary<infer Value> ? Value : never;

function eventsOf({ folders, assets, grants, denies, allows }: Things): Event[] {
  const permission = {
    level: "folder" as const,
    needs: [],
    feature: null,
    connector: null,
    description: "",
    aliases: [],
  };
  const role = {
    id: "all",
    name: "All",
    description: "",
    permissions: ["asset.*"],
    folders: "all" as const,
    allAccess: false,
    feature: null,
  };
  const rest = { from: null, until: null, reason: "", givenBy: null };
  const override =
    (effect: "allow" | "deny") =>
    (folder: string): Event => ({
      type: "override.set",
      override: { id: `${effect}-${folder}`, user: "bea", effect, permission: "asset.view", folder, ...rest },
    });
  return [
    {
      type: "permissions.defined",
      permissions: [
        { id: "asset.view", ...permission },
        { id: "asset.share", ...permission },
      ],
    },
    ...folders.map(({ up, restricted }, at) => ({
      type: "folder.created" as const,
      folder: {
        // Names in another order than ids, and some of them the same.
        ...folderCreatedRow(
          `f${at}`,
          at === 0 || up === 3 ? null : `f${Math.max(0, at - 1 - up)}`,
          "cabba"[at % 5] ?? "",
        ),
        restricted: restricted === 0,
      },
    })),
    ...assets.map(({ folder, approved, expires }, at) => ({
      type: "asset.created" as const,
      asset: { id: `a${at}`, folder, name: "xyx"[at % 3] ?? "", approved, expires, version: null },
    })),
    userCreated("bea"),
    { type: "role.created", role },
    ...grants.map(({ folders: on, asset }, at): Event => {
      const single = asset !== null && asset < assets.length ? `a${asset}` : null;
      const narrowing = { folders: single === null ? on : null, asset: single, collection: null };
      return {
        type: "grant.given",
        grant: { id: `g${at}`, user: "bea", group: null, role: "all", ...narrowing, ...rest },
      };
    }),
    ...denies.map(override("deny")),
    ...allows.map(override("allow")),
  ];
}

function folderCreatedRow(id: string, parent: string | null, name: string) {
  return { id, parent, name, workspace: false };
}

/** No folder is both where it begins and where it ends. */
function apart(scope: Scope): Scope {
  if (scope.level !== "folder") return scope;
  return { ...scope, except: scope.except.filter((id) => !scope.include.includes(id)) };
}

interface Named {
  readonly name: string;
  readonly id: string;
}

/** All pages of two rows. */
async function all<Row extends Named>(
  read: (page: { after?: Named; limit: number }) => Promise<Row[]>,
): Promise<Row[]> {
  const rows: Row[] = [];
  for (let page = await read({ limit: 2 }); page.length > 0;) {
    rows.push(...page);
    const last = page.at(-1);
    page = last ? await read({ after: last, limit: 2 }) : [];
  }
  return rows;
}

function foldersOf(state: State, scope: Scope) {
  return inOrder([...state.all("folder")].filter(({ id }) => covers(state, scope, id)));
}

function inOrder<Row extends Named>(rows: readonly Row[]): Row[] {
  const key = ({ name, id }: Row) => `${name} ${id}`;
  return rows.toSorted((one, other) => (key(one) < key(other) ? -1 : 1));
}
