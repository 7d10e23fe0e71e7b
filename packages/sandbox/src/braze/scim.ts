import type { PlatformRequest } from "../frame/platform.ts";
import type { BrazeAccount } from "./accounts.ts";
import type { BrazePerson } from "./people.ts";
import type { BrazeReadings } from "./readings.ts";
import { Refusal } from "./refusal.ts";

/** `GET /scim/v2/Users?filter=…`: the one filter that is documented, and no other parameter. */
export function searchPeople(
  { people = [] }: BrazeAccount,
  { query }: PlatformRequest,
  readings: BrazeReadings,
): unknown {
  const unknown = [...query.keys()].find((name) => name !== "filter");
  if (unknown !== undefined) throw new Refusal(400, `The parameter ${unknown} is not supported.`);
  const [, address] = /^userName eq "([^"\\]+)"$/.exec(query.get("filter") ?? "") ?? [];
  if (address === undefined) throw new Refusal(400, 'Only the filter userName eq "…" is supported.');
  const found = people.filter(({ userName }) => userName.toLowerCase() === address.toLowerCase());
  if (found.length === 0 && readings.nobody === "404") throw notFound();
  return {
    schemas: ["urn:ietf:params:scim:api:messages:2.0:ListResponse"],
    totalResults: found.length,
    Resources: found.map((person) => {
      const { roles: _left, ...permissions } = person.permissions;
      return shown(person, readings.rolesInSearch ? person.permissions : permissions);
    }),
  };
}

/** `GET /scim/v2/Users/{id}`. */
export function getPerson({ people = [] }: BrazeAccount, id: string): unknown {
  const person = people.find((one) => one.id === id);
  if (!person) throw notFound();
  return {
    schemas: ["urn:ietf:params:scim:schemas:core:2.0:User"],
    ...shown(person, person.permissions),
    createdAt: "Thursday, January 2, 2025 8:00:00 AM",
  };
}

const notFound = () => new Refusal(404, "User not found");

/** No `active`, no `emails`, no `meta`; dates are English text. */
const shown = (person: BrazePerson, permissions: BrazePerson["permissions"]) => ({
  userName: person.userName,
  id: person.id,
  name: { givenName: person.givenName, familyName: person.familyName },
  department: person.department,
  lastSignInAt: person.lastSignInAt ?? "Thursday, January 1, 1970 12:00:00 AM",
  permissions,
});
