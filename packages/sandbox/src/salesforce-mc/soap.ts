import type { Answer, PlatformRequest } from "../frame/platform.ts";
import type { SalesforceAccount } from "./accounts.ts";
import { OBJECT_TYPES, rowXml } from "./people.ts";
import type { Row } from "./people.ts";
import type { SalesforceReadings } from "./readings.ts";
import { notFound, Refusal } from "./refusal.ts";
import type { Grants } from "./tokens.ts";
import { at, childrenOf, escaped, parsedXml } from "./xml.ts";
import type { Element } from "./xml.ts";

export interface SoapContext {
  readonly grants: Grants;
  readonly readings: SalesforceReadings;
  readonly newId: () => string;
  /** What is left of lists that did not fit a page, by the id of their first request. */
  readonly rest: Map<string, Pending>;
}

export interface Pending {
  readonly mid: string;
  readonly rows: readonly string[];
}

const SOAP = "http://schemas.xmlsoap.org/soap/envelope/";
const API = "http://exacttarget.com/wsdl/partnerAPI";
const TYPE = "text/xml; charset=utf-8";

export function answerSoap(
  request: PlatformRequest,
  account: SalesforceAccount,
  path: string,
  context: SoapContext,
): Answer {
  if (path !== "/Service.asmx" || request.method !== "POST") throw notFound("There is no endpoint here.");
  const type = (request.headers.get("content-type") ?? "").split(";")[0]?.trim().toLowerCase();
  if (type !== "text/xml") throw new Refusal(415, "Send text/xml.", "", {}, "text/plain");
  const text = new TextDecoder().decode(request.body);
  const envelope = at(parsedXml(text), "Envelope");
  if (!envelope || !text.includes(`"${SOAP}"`)) throw fault("The message is no SOAP.");
  if (request.headers.get("soapaction")?.replaceAll('"', "") !== "Retrieve")
    throw fault("The SOAPAction does not name an operation.");
  const grant = context.grants.of(account.subdomain, at(envelope, "Header", "fueloauth")?.text ?? "");
  if (!grant) throw fault("Token Expired");
  const asked = at(envelope, "Body", "RetrieveRequestMsg", "RetrieveRequest");
  if (!asked) throw fault("There is no RetrieveRequest in the message.");
  if (!["users_read", "accounts_read"].every((scope) => grant.scopes.includes(scope)))
    return answer("Error: API Permission Failed. Permissions Failed: View User", "", []);
  const more = at(asked, "ContinueRequest")?.text;
  if (more !== undefined) {
    const pending = context.rest.get(more);
    if (pending?.mid !== grant.mid) return answer("Error: The continuation is unknown.", "", []);
    context.rest.delete(more);
    return pageOf(pending, context);
  }
  return retrieve(asked, account, grant.mid, context);
}

function retrieve(asked: Element, account: SalesforceAccount, mid: string, context: SoapContext): Answer {
  const name = at(asked, "ObjectType")?.text ?? "";
  const type = OBJECT_TYPES.get(name);
  if (!type) return answer(`Error: Object type '${name}' is unknown.`, "", []);
  const properties = childrenOf(asked, "Properties").map(({ text }) => text);
  const unknown = properties.find((property) => !type.properties.includes(property));
  if (properties.length === 0 || unknown !== undefined)
    return answer(
      `Error: The Request Property(s) ${unknown ?? ""} do not match with the fields of ${name} retrieve`,
      "",
      [],
    );
  const child = mid !== account.id && name !== "Role";
  if (child && context.readings.childSeesPeople === "error")
    return answer("Error: API Permission Failed. Permissions Failed: View User", "", []);
  const filter = at(asked, "Filter");
  try {
    const rows = child
      ? []
      : type.rows(account).filter((row) => !filter || holds(filter, row, type.properties));
    return pageOf({ mid, rows: rows.map((row) => rowXml(name, row, properties)) }, context);
  } catch (error) {
    if (error instanceof RangeError) return answer(`Error: ${error.message}`, "", []);
    throw error;
  }
}

/** Throws a `RangeError` for a filter that can't be read. */
function holds(filter: Element, row: Row, properties: readonly string[]): boolean {
  if (filter.attributes.get("type")?.split(":").at(-1) === "ComplexFilterPart") {
    const [left, right] = [at(filter, "LeftOperand"), at(filter, "RightOperand")];
    const operator = at(filter, "LogicalOperator")?.text;
    if (!left || !right || (operator !== "AND" && operator !== "OR"))
      throw new RangeError("The complex filter is not whole.");
    const both = [holds(left, row, properties), holds(right, row, properties)];
    return operator === "AND" ? both.every(Boolean) : both.some(Boolean);
  }
  const property = at(filter, "Property")?.text ?? "";
  const values = childrenOf(filter, "Value").map(({ text }) => text.toLowerCase());
  const held = row.get(property) ?? "";
  const value = typeof held === "object" ? "" : String(held).toLowerCase();
  const operator = at(filter, "SimpleOperator")?.text;
  if (!properties.includes(property)) throw new RangeError(`${property} can't be filtered by.`);
  if (operator === "IN" && values.length > 1) return values.includes(value);
  if (operator === "equals" && values.length === 1) return values[0] === value;
  if (operator === "like" && values.length === 1)
    return value.includes((values[0] ?? "").replaceAll("%", ""));
  throw new RangeError(`The operator ${operator} does not go with ${values.length} values.`);
}

function pageOf({ mid, rows }: Pending, context: SoapContext): Answer {
  const id = context.newId();
  const left = rows.slice(context.readings.soapPage);
  if (left.length > 0) context.rest.set(id, { mid, rows: left });
  return answer(left.length > 0 ? "MoreDataAvailable" : "OK", id, rows.slice(0, context.readings.soapPage));
}

const answer = (status: string, id: string, rows: readonly string[]): Answer => ({
  status: 200,
  headers: { "content-type": TYPE },
  body: enveloped(
    `<RetrieveResponseMsg xmlns="${API}"><OverallStatus>${escaped(status)}</OverallStatus><RequestID>${id}</RequestID>${rows.join("")}</RetrieveResponseMsg>`,
  ),
});

const fault = (text: string): Refusal =>
  new Refusal(
    500,
    text,
    enveloped(
      `<soap:Fault><faultcode>soap:Client</faultcode><faultstring>${escaped(text)}</faultstring></soap:Fault>`,
    ),
    {},
    TYPE,
  );

const enveloped = (body: string): string =>
  `<?xml version="1.0" encoding="utf-8"?><soap:Envelope xmlns:soap="${SOAP}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><soap:Body>${body}</soap:Body></soap:Envelope>`;
