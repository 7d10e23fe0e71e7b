import { ConfigError, UnreadableError } from "@gatefold/connector-sdk";
import type { Directory, ExternalGroup, ExternalUser, Page } from "@gatefold/connector-sdk";

import type { SalesforceContext, secrets, settings } from "./settings.ts";
import { continuePeople, retrieveMemberships, retrievePeople, retrieveRoles } from "./soap.ts";
import type { Filter, Rows, SalesforcePerson, SalesforceRole } from "./soap.ts";

/** Active people first, then the others; technical users have no address and are left out. */
const list = async (context: SalesforceContext, cursor: string | null): Promise<Page<ExternalUser>> => {
  const [, kind = "active", more] = /^(active|inactive)(?::(.+))?$/.exec(cursor ?? "active") ?? [];
  const { rows, more: next } =
    more === undefined
      ? await retrievePeople(
          context,
          of(kind === "active", { property: "Email", operator: "like", value: "@" }),
        )
      : await continuePeople(context, more);
  if (cursor === null && rows.length === 0) {
    // Silence is not "none": a business unit that is not the enterprise may be shown nobody.
    throw new ConfigError(
      "Salesforce shows nobody to this business unit; give the enterprise's MID as parentAccountId, where the package has users_read and accounts_read.",
    );
  }
  const last = kind === "active" ? "inactive" : null;
  return { items: await usersOf(context, rows), next: next === undefined ? last : `${kind}:${next}` };
};

const find = async (
  context: SalesforceContext,
  by: { readonly id: string } | { readonly email: string },
): Promise<ExternalUser | undefined> => {
  if ("id" in by && !/^\d{1,18}$/.test(by.id)) return undefined;
  const filter: Filter =
    "id" in by
      ? { property: "AccountUserID", operator: "equals", value: by.id }
      : { property: "Email", operator: "equals", value: by.email };
  const active = await retrievePeople(context, of(true, filter));
  const inactive = await retrievePeople(context, of(false, filter));
  const isMeant = (person: SalesforcePerson): boolean =>
    "id" in by ? person.id === by.id : person.email.toLowerCase() === by.email.toLowerCase();
  const found = whole(active, inactive).filter(isMeant);
  // Two of one address: not surely either.
  return found.length === 1 ? (await usersOf(context, found))[0] : undefined;
};

const of = (active: boolean, right: Filter): Filter => ({
  left: { property: "ActiveFlag", operator: "equals", value: String(active) },
  right,
});

const whole = (...pages: readonly Rows<SalesforcePerson>[]): SalesforcePerson[] => {
  if (pages.some(({ more }) => more !== undefined)) {
    throw new UnreadableError("Salesforce found more people than one can be told from.");
  }
  return pages.flatMap(({ rows }) => rows);
};

/** So many people's business units are asked for at a time. */
const AT_A_TIME = 200;

const usersOf = async (
  context: SalesforceContext,
  people: readonly SalesforcePerson[],
): Promise<ExternalUser[]> => {
  const units = new Map<string, string[]>();
  for (let start = 0; start < people.length; start += AT_A_TIME) {
    const ids = people.slice(start, start + AT_A_TIME).map(({ id }) => id);
    for (const { person, unit } of await retrieveMemberships(context, ids)) {
      units.set(person, [...(units.get(person) ?? []), unit]);
    }
  }
  return people.map((person) => userOf(person, units.get(person.id) ?? []));
};

const userOf = (person: SalesforcePerson, units: readonly string[]): ExternalUser => ({
  id: person.id,
  name: person.name || null,
  email: person.email || null,
  // Salesforce does not say.
  emailVerified: "unknown",
  status: statusOf(person),
  kind: person.api ? "service" : "member",
  teams: [...new Set(units)],
  roles: person.roles.filter(isShared).map(({ key }) => key),
});

const statusOf = ({ active, locked }: SalesforcePerson): ExternalUser["status"] => {
  if (active === undefined) return "unknown";
  if (!active) return "deactivated";
  return locked ? "suspended" : "active";
};

/** A grant to one person alone looks like a role of this name, and is none. */
const isShared = ({ key, name }: SalesforceRole): boolean =>
  key !== "" && !/^individual role for /i.test(name);

const roles = async (context: SalesforceContext): Promise<readonly ExternalGroup[]> =>
  (await retrieveRoles(context)).filter(isShared).map(({ key, name }) => ({ id: key, name: name || key }));

/** The enterprise's people by SOAP. Their teams are business units, by MID. */
export const directory: Directory<typeof settings, typeof secrets> = {
  finds: ["id", "email"],
  find,
  list,
  roles,
};
