import { AuthError, MissingScopeError, RejectedError } from "@gatefold/connector-sdk";
import type { ConnectorError, HttpResponse } from "@gatefold/connector-sdk";
import { z } from "zod";

import { SCOPES, shown } from "./refusal.ts";
import type { SalesforceContext } from "./settings.ts";
import { originOf, tokenOf } from "./wire.ts";
import { escapeXml, parseXml } from "./xml.ts";

/** The file that knows Salesforce's SOAP: people, their roles and business units. */
export interface SalesforcePerson {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly active: boolean | undefined;
  readonly locked: boolean;
  readonly api: boolean;
  readonly roles: readonly SalesforceRole[];
}

export interface SalesforceRole {
  readonly key: string;
  readonly name: string;
}

export type Filter =
  | { readonly property: string; readonly operator: "equals" | "like"; readonly value: string }
  | { readonly property: string; readonly operator: "IN"; readonly values: readonly string[] }
  | { readonly left: Filter; readonly right: Filter };

/** `more`: what gives the next page; undefined: this was the last. */
export interface Rows<Row> {
  readonly rows: readonly Row[];
  readonly more: string | undefined;
}

const flag = z.string().nullish();
const isTrue = (text: string | null | undefined): boolean => text?.trim().toLowerCase() === "true";

const roleSchema = z
  .object({ CustomerKey: z.string().nullish(), ObjectID: z.string().nullish(), Name: z.string().nullish() })
  .transform(({ CustomerKey, ObjectID, Name }): SalesforceRole => ({
    key: CustomerKey || ObjectID || "",
    name: Name ?? "",
  }));

const personSchema = z
  .object({
    AccountUserID: z.string().regex(/^\d+$/),
    Name: z.string().nullish(),
    Email: z.string().nullish(),
    ActiveFlag: flag,
    IsLocked: flag,
    IsAPIUser: flag,
    // An element without content is a text.
    Roles: z.union([z.object({ Role: z.array(roleSchema).optional() }), z.literal("")]).nullish(),
  })
  .transform((row): SalesforcePerson => ({
    id: row.AccountUserID,
    name: row.Name ?? "",
    email: row.Email ?? "",
    active: row.ActiveFlag == null || row.ActiveFlag === "" ? undefined : isTrue(row.ActiveFlag),
    locked: isTrue(row.IsLocked),
    api: isTrue(row.IsAPIUser),
    roles: typeof row.Roles === "object" && row.Roles !== null ? (row.Roles.Role ?? []) : [],
  }));

const membershipSchema = z
  .object({
    AccountUser: z.object({ AccountUserID: z.string() }),
    Account: z.object({ ID: z.string().min(1) }),
  })
  .transform(({ AccountUser, Account }) => ({ person: AccountUser.AccountUserID, unit: Account.ID }));

const answerSchema = z.object({
  Envelope: z.object({
    Body: z.object({
      RetrieveResponseMsg: z.object({
        OverallStatus: z.string(),
        RequestID: z.string().nullish(),
        Results: z.array(z.unknown()).optional(),
      }),
    }),
  }),
});

const PERSON = ["AccountUserID", "Name", "Email", "ActiveFlag", "IsLocked", "IsAPIUser", "Roles"];

/** People of the whole enterprise that a filter means. */
export const retrievePeople = (context: SalesforceContext, filter: Filter) =>
  retrieve(context, requestOf("AccountUser", PERSON, filter, true), personSchema);

/** The page after one of people, by what that one gave. */
export const continuePeople = (context: SalesforceContext, more: string) =>
  retrieve(context, continuationOf(more), personSchema);

/** Which people are in which business units; of these people alone. */
export const retrieveMemberships = async (context: SalesforceContext, people: readonly string[]) => {
  const property = "AccountUser.AccountUserID";
  const [only = "", ...others] = people;
  const filter: Filter =
    others.length === 0
      ? { property, operator: "equals", value: only }
      : { property, operator: "IN", values: people };
  const request = requestOf("AccountUserAccount", [property, "Account.ID"], filter, false);
  return allOf(context, request, membershipSchema);
};

/** The roles that are not one person's alone. */
export const retrieveRoles = (context: SalesforceContext) =>
  allOf(
    context,
    requestOf(
      "Role",
      ["ObjectID", "CustomerKey", "Name"],
      { property: "IsPrivate", operator: "equals", value: "false" },
      false,
    ),
    roleSchema,
  );

const allOf = async <Schema extends z.ZodType>(
  context: SalesforceContext,
  request: string,
  schema: Schema,
): Promise<z.output<Schema>[]> => {
  const all: z.output<Schema>[] = [];
  let page = await retrieve(context, request, schema);
  all.push(...page.rows);
  while (page.more !== undefined) {
    page = await retrieve(context, continuationOf(page.more), schema);
    all.push(...page.rows);
  }
  return all;
};

const retrieve = async <Schema extends z.ZodType>(
  context: SalesforceContext,
  request: string,
  schema: Schema,
): Promise<Rows<z.output<Schema>>> => {
  const { body } = await send(context, request);
  const { OverallStatus, RequestID, Results } = answerSchema.parse(parseXml(body)).Envelope.Body
    .RetrieveResponseMsg;
  if (OverallStatus !== "OK" && OverallStatus !== "MoreDataAvailable") throw errorOf(OverallStatus);
  const more = OverallStatus === "MoreDataAvailable" ? z.string().min(1).parse(RequestID) : undefined;
  return { rows: z.array(schema).parse(Results ?? []), more };
};

/** SOAP says no under a 200. */
const errorOf = (status: string): ConnectorError =>
  /permission/i.test(status)
    ? new MissingScopeError(`Salesforce does not let the package list people; give it ${SCOPES.people}.`, {
        status: 200,
      })
    : new RejectedError(`Salesforce refused to list people: ${shown(status)}.`, { status: 200 });

/** Of several thousand people with their roles, an answer is large. */
const LARGEST_ANSWER = 16_777_216;

const send = async (context: SalesforceContext, request: string): Promise<HttpResponse> => {
  const { settings } = context;
  const token = tokenOf(context, settings.parentAccountId ?? settings.accountId);
  const post = (bearer: string) =>
    context.http.send({
      method: "POST",
      url: `${originOf(settings, "soap")}/Service.asmx`,
      headers: { "content-type": "text/xml; charset=utf-8", soapaction: "Retrieve", accept: "text/xml" },
      text: envelopeOf(bearer, request),
      bucket: "soap",
      idempotent: true,
      fault: faultOf,
      largest: LARGEST_ANSWER,
    });
  const first = await token();
  try {
    return await post(first);
  } catch (error) {
    // A token that is over is refused with a 500, and lies in the body, so that the host can't see or renew it.
    if (!(error instanceof AuthError)) throw error;
    return post(await token(first));
  }
};

const faultOf = ({ status, body }: HttpResponse): ConnectorError | undefined =>
  typeof body === "string" && /Token Expired|Login Failed/i.test(body)
    ? new AuthError("Salesforce does not take the token that it gave; connect it again.", { status })
    : undefined;

const envelopeOf = (token: string, request: string): string =>
  `<Envelope xmlns="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">` +
  `<Header><fueloauth xmlns="http://exacttarget.com">${escapeXml(token)}</fueloauth></Header>` +
  `<Body><RetrieveRequestMsg xmlns="http://exacttarget.com/wsdl/partnerAPI"><RetrieveRequest>${request}</RetrieveRequest></RetrieveRequestMsg></Body>` +
  `</Envelope>`;

const continuationOf = (id: string): string => `<ContinueRequest>${escapeXml(id)}</ContinueRequest>`;

const requestOf = (
  type: string,
  properties: readonly string[],
  filter: Filter,
  everywhere: boolean,
): string =>
  `<ObjectType>${type}</ObjectType>` +
  properties.map((name) => `<Properties>${name}</Properties>`).join("") +
  (everywhere ? "<QueryAllAccounts>true</QueryAllAccounts>" : "") +
  filterOf("Filter", filter);

const filterOf = (element: string, filter: Filter): string => {
  if ("left" in filter) {
    const parts = `${filterOf("LeftOperand", filter.left)}<LogicalOperator>AND</LogicalOperator>${filterOf("RightOperand", filter.right)}`;
    return `<${element} xsi:type="ComplexFilterPart">${parts}</${element}>`;
  }
  const values = filter.operator === "IN" ? filter.values : [filter.value];
  const written = values.map((value) => `<Value>${escapeXml(value)}</Value>`).join("");
  return `<${element} xsi:type="SimpleFilterPart"><Property>${filter.property}</Property><SimpleOperator>${filter.operator}</SimpleOperator>${written}</${element}>`;
};
