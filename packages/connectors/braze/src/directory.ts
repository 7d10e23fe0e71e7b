import type { Directory, ExternalUser } from "@gatefold/connector-sdk";

import type { BrazeContext, secrets, settings } from "./settings.ts";
import { getPerson, searchPerson } from "./wire.ts";
import type { BrazePerson, BrazeRights } from "./wire.ts";

/** Braze's dashboard users by SCIM: one at a time, by address or id. SCIM has no list, no teams and no roles to ask for. */
export const directory: Directory<typeof settings, typeof secrets> = {
  finds: ["email", "id"],
  async find(context, by) {
    if ("id" in by) return personOf(context, by.id);
    const id = await searchPerson(context, by.email);
    // The search may leave roles out, so the person is asked for whole.
    return id === undefined ? undefined : personOf(context, id);
  },
};

const personOf = async (context: BrazeContext, id: string): Promise<ExternalUser | undefined> => {
  const person = await getPerson(context, id);
  if (person === undefined || person.id !== id) return undefined;
  const name = [person.name?.givenName, person.name?.familyName].filter(Boolean).join(" ");
  return {
    id: person.id,
    name: name === "" ? null : name,
    email: person.userName,
    emailVerified: "unknown",
    // Braze's SCIM says nothing of it.
    status: "unknown",
    kind: "member",
    ...rightsOf(person, context.settings.workspace),
  };
};

/**
 * What somebody may do in one workspace, named by its name or its id: the company's words, the workspace's, and those of
 * roles and permission sets there. What holds within a team is less than that, and is marked so. Other workspaces give nothing.
 */
export const rightsOf = (
  { permissions }: Pick<BrazePerson, "permissions">,
  workspace: string,
): { roles: string[]; teams: string[] } => {
  const here = ({ appGroupId, appGroupName }: BrazeRights): boolean =>
    appGroupId === workspace || appGroupName === workspace;
  const byRole = (permissions?.roles ?? []).flatMap(({ roleId, appGroup }) => {
    const held = (appGroup ?? []).filter(here);
    return held.length === 0 ? [] : tagged("role", roleId).concat(held.flatMap(wordsOf));
  });
  const direct = (permissions?.appGroup ?? []).filter(here);
  const teams = direct.flatMap(({ team }) => team ?? []);
  return {
    roles: unique([...(permissions?.companyPermissions ?? []), ...byRole, ...direct.flatMap(wordsOf)]),
    teams: unique(teams.flatMap(({ teamId }) => (teamId ? [teamId] : []))),
  };
};

const wordsOf = (rights: BrazeRights): string[] => [
  ...(rights.appGroupPermissions ?? []),
  ...(rights.appGroupPermissionSets ?? []).flatMap((set) =>
    tagged("set", set.appGroupPermissionSetId ?? set.appGroupPermissionSetID).concat(set.permissions ?? []),
  ),
  ...(rights.team ?? [])
    .flatMap(({ teamPermissions }) => teamPermissions ?? [])
    .map((word) => `team:${word}`),
];

const tagged = (kind: string, id: string | null | undefined): string[] => (id ? [`${kind}:${id}`] : []);

const unique = (ids: readonly string[]): string[] => [...new Set(ids)];
