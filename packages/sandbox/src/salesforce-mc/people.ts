import type { SalesforceAccount, SalesforcePerson } from "./accounts.ts";
import { escaped } from "./xml.ts";

/** A row of SOAP's: its values by property, and how each is written. */
export type Row = ReadonlyMap<string, Value>;
type Value = string | number | boolean | { readonly xml: string };

interface ObjectType {
  /** What may be asked for. */
  readonly properties: readonly string[];
  readonly rows: (account: SalesforceAccount) => readonly Row[];
}

export const OBJECT_TYPES: ReadonlyMap<string, ObjectType> = new Map([
  [
    "AccountUser",
    {
      properties: [
        "ID",
        "AccountUserID",
        "CustomerKey",
        "UserID",
        "Name",
        "Email",
        "ActiveFlag",
        "IsLocked",
        "IsAPIUser",
        "MustChangePassword",
        "DefaultBusinessUnit",
        "LastSuccessfulLogin",
        "Roles",
      ],
      rows: (account) => account.people.map((person) => personRow(person, account)),
    },
  ],
  [
    "AccountUserAccount",
    {
      properties: ["AccountUser.AccountUserID", "Account.ID"],
      rows: ({ people }) => people.flatMap(({ id, units }) => units.map((unit) => unitRow(id, unit))),
    },
  ],
  [
    "Role",
    {
      properties: ["ObjectID", "CustomerKey", "Name", "Description", "IsPrivate", "IsSystemDefined"],
      rows: ({ roles }) =>
        roles.map(
          ({ key, name, isPrivate }): Row =>
            new Map<string, Value>([
              ["ObjectID", `role-${key}`],
              ["CustomerKey", key],
              ["Name", name],
              ["Description", ""],
              ["IsPrivate", isPrivate],
              ["IsSystemDefined", key.startsWith("SYS_DEF_")],
            ]),
        ),
    },
  ],
]);

function personRow(person: SalesforcePerson, account: SalesforceAccount): Row {
  return new Map<string, Value>([
    ["ID", person.id],
    ["AccountUserID", person.id],
    ["CustomerKey", person.login],
    ["UserID", person.login],
    ["Name", person.name],
    ["Email", person.email],
    ["ActiveFlag", person.active],
    ["IsLocked", person.locked],
    ["IsAPIUser", person.api],
    ["MustChangePassword", false],
    ["DefaultBusinessUnit", person.units[0] ?? account.id],
    ["LastSuccessfulLogin", "2026-07-01T08:00:00"],
    ["Roles", { xml: rolesXml(person, account) }],
  ]);
}

const rolesXml = (person: SalesforcePerson, { roles }: SalesforceAccount): string =>
  roles
    .filter(({ key }) => person.roles.includes(key))
    .map(
      ({ key, name, isPrivate }) =>
        `<Role><PartnerKey xsi:nil="true" /><ObjectID>role-${escaped(key)}</ObjectID><CustomerKey>${escaped(key)}</CustomerKey><Name>${escaped(name)}</Name><IsPrivate>${isPrivate}</IsPrivate></Role>`,
    )
    .join("");

/** Its properties lie in elements of their own. */
const unitRow = (id: number, unit: string): Row =>
  new Map<string, Value>([
    ["AccountUser.AccountUserID", id],
    ["Account.ID", unit],
  ]);

/** The properties that were asked for, in their order; `A.B` is an element in an element. */
export function rowXml(type: string, row: Row, properties: readonly string[]): string {
  const parts = properties.map((property) => {
    const value = row.get(property) ?? "";
    const [outer = "", inner] = property.split(".");
    const text = typeof value === "object" ? value.xml : escaped(value);
    return inner === undefined
      ? `<${outer}>${text}</${outer}>`
      : `<${outer}><PartnerKey xsi:nil="true" /><${inner}>${text}</${inner}></${outer}>`;
  });
  const nil = properties.includes("ObjectID") ? "" : `<ObjectID xsi:nil="true" />`;
  return `<Results xsi:type="${type}"><PartnerKey xsi:nil="true" />${nil}${parts.join("")}</Results>`;
}
