import { createMongoAbility, type MongoAbility, type RawRuleOf } from "@casl/ability";
import type { Contender, Form } from "./contender.ts";
import type { Queries } from "../world/queries.ts";
import { pathOf } from "../world/tree.ts";
import type { World, WorldUser } from "../world/world.ts";

/** What a folder is called in rules and paths: its id, or a number that the application keeps for it. */
type Name = string | number;

/** A folder as CASL is asked about it: `above` has its own name and those of all folders above it. */
interface Subject {
  readonly above: readonly Name[];
}

const manner =
  "one cached ability a user, one rule a role and an override, and folders that are kept with their path: " +
  "{ above: { $in: [...] } }";

/**
 * CASL as its own guide has it, with what makes it fastest here: abilities and folders are made once and kept, and
 * telling a subject's type costs nothing. Its last rule that matches wins, so that overrides come after roles, those
 * further down the tree later, and a deny after the allows of its folder.
 */
export function casl(world: World, queries: Queries): Contender[] {
  return contendersFrom(world, queries, "casl", manner, (folder) => world.folderIds[folder] ?? "");
}

/** The same with paths and conditions in small numbers, as an application could have it that numbers its folders. */
export function caslWithNumbers(world: World, queries: Queries): Contender[] {
  return contendersFrom(world, queries, "casl, numbered", `${manner} of numbers`, (folder) => folder);
}

function contendersFrom(
  world: World,
  queries: Queries,
  name: string,
  how: string,
  nameOf: (folder: number) => Name,
): Contender[] {
  const folderBy = new Map<string, Subject>();
  for (const [folder, id] of world.folderIds.entries()) {
    folderBy.set(id, { above: pathOf(world.tree.parents, folder).map(nameOf) });
  }
  const abilityBy = new Map(world.users.map((user) => [user.id, abilityOf(world, user, nameOf)]));
  const contender = (form: Form, run: Contender["run"]) => ({ name, form, manner: how, run });
  const { userIds, permissionIds, folderIds } = queries;
  const abilities = userIds.map((id) => abilityBy.get(id) as MongoAbility);
  const subjects = folderIds.map((id) => folderBy.get(id) as Subject);
  return [
    contender("handles", (from, to) => {
      let allowed = 0;
      for (let at = from; at < to; at += 1) {
        const ability = abilities[at] as MongoAbility;
        if (ability.can(permissionIds[at] as string, subjects[at] as Subject)) allowed += 1;
      }
      return allowed;
    }),
    contender("ids", (from, to) => {
      let allowed = 0;
      for (let at = from; at < to; at += 1) {
        const ability = abilityBy.get(userIds[at] as string);
        const subject = folderBy.get(folderIds[at] as string);
        if (ability && subject && ability.can(permissionIds[at] as string, subject)) allowed += 1;
      }
      return allowed;
    }),
  ];
}

function abilityOf(
  world: World,
  { roles, overrides }: WorldUser,
  nameOf: (folder: number) => Name,
): MongoAbility {
  const action = (permissions: readonly number[]) => permissions.map((at) => world.permissions[at] ?? "");
  const ofRoles = roles.flatMap((held): RawRuleOf<MongoAbility>[] => {
    const role = world.roles[held];
    if (!role) return [];
    const conditions = { above: { $in: role.folders.map(nameOf) } };
    return [{ action: action(role.permissions), subject: "folder", conditions }];
  });
  const depth = (folder: number) => pathOf(world.tree.parents, folder).length;
  const ofOverrides = overrides
    .toSorted(
      (one, other) =>
        depth(one.folder) - depth(other.folder) ||
        Number(one.effect === "deny") - Number(other.effect === "deny"),
    )
    .map(({ effect, permission, folder }) => ({
      action: action([permission]),
      subject: "folder",
      conditions: { above: nameOf(folder) },
      inverted: effect === "deny",
    }));
  return createMongoAbility([...ofRoles, ...ofOverrides], { detectSubjectType: () => "folder" });
}
