import { describe, expect, test } from "vitest";
import type { SandboxOptions } from "../index.ts";
import { ONE, open } from "../testing/salesforce-bench.ts";

const message = (token: string, inner: string) =>
  `<Envelope xmlns="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><Header><fueloauth xmlns="http://exacttarget.com">${token}</fueloauth></Header><Body><RetrieveRequestMsg xmlns="http://exacttarget.com/wsdl/partnerAPI"><RetrieveRequest>${inner}</RetrieveRequest></RetrieveRequestMsg></Body></Envelope>`;
const simple = (property: string, operator: string, ...values: (string | number)[]) =>
  `<Property>${property}</Property><SimpleOperator>${operator}</SimpleOperator>${values.map((value) => `<Value>${value}</Value>`).join("")}`;
const filter = (inner: string) => `<Filter xsi:type="SimpleFilterPart">${inner}</Filter>`;
const active = `<Filter xsi:type="ComplexFilterPart"><LeftOperand xsi:type="SimpleFilterPart">${simple("ActiveFlag", "equals", "true")}</LeftOperand><LogicalOperator>AND</LogicalOperator><RightOperand xsi:type="SimpleFilterPart">${simple("Email", "like", "@")}</RightOperand></Filter>`;
const people = `<ObjectType>AccountUser</ObjectType><Properties>AccountUserID</Properties><Properties>Name</Properties><Properties>Roles</Properties><QueryAllAccounts>true</QueryAllAccounts>`;

async function openSoap(options: SandboxOptions = {}) {
  const opened = await open(options);
  const soap = (inner: string, token = opened.token, headers: Record<string, string> = {}) =>
    opened.call("POST", `/${ONE.subdomain}/soap/Service.asmx`, message(token, inner), {
      "content-type": "text/xml; charset=utf-8",
      soapaction: "Retrieve",
      ...headers,
    });
  return { ...opened, soap };
}

describe("people by SOAP", () => {
  test("come a page at a time, only who the filter means, with roles and units", async () => {
    const { soap } = await openSoap({ salesforce: { readings: { soapPage: 3 } } });
    const first = await soap(people + active);
    expect(first.status).toBe(200);
    expect(first.text).toContain("<OverallStatus>MoreDataAvailable</OverallStatus>");
    expect(first.text).toContain("<Name>Individual role for Ada Content</Name>");
    expect(first.text).not.toContain("Di Gone");
    const id = /<RequestID>(.+)<\/RequestID>/.exec(first.text)?.[1];
    const next = await soap(`<ContinueRequest>${id}</ContinueRequest>`);
    expect(next.text).toContain("<OverallStatus>OK</OverallStatus>");
    expect(next.text.match(/<Results /g)).toHaveLength(1);
    expect((await soap(`<ContinueRequest>${id}</ContinueRequest>`)).text).toContain(
      "Error: The continuation",
    );
    const units = await soap(
      `<ObjectType>AccountUserAccount</ObjectType><Properties>AccountUser.AccountUserID</Properties><Properties>Account.ID</Properties>${filter(simple("AccountUser.AccountUserID", "equals", 710_001))}`,
    );
    expect(units.text.match(/<ID>51000[12]<\/ID>/g)).toHaveLength(2);
  });

  test("answer 500 to a token that is over, 200 and an error to what can't be asked", async () => {
    const { soap, sandbox, sign } = await openSoap();
    expect((await soap(`<ObjectType>Subscriber</ObjectType>`)).text).toContain("Error: Object type");
    expect((await soap(people.replace("Name", "Nome") + active)).text).toContain(
      "Error: The Request Property",
    );
    expect((await soap(people + filter(simple("AccountUserID", "IN", 1)))).text).toContain(
      "Error: The operator",
    );
    expect((await soap(people + active, await sign({ account_id: 510_002 }))).text).not.toContain("<Results");
    const readOnly = await sign({ client_id: ONE.clients[1]!.id, client_secret: ONE.clients[1]!.secret });
    expect((await soap(people + active, readOnly)).text).toContain("Error: API Permission Failed");
    expect((await soap("<a>", undefined)).status).toBe(500);
    expect((await soap(people, undefined, { soapaction: "Create" })).status).toBe(500);
    expect((await soap(people, undefined, { "content-type": "application/xml" })).status).toBe(415);
    sandbox.salesforce.endTokens();
    const over = await soap(people + active);
    expect(over.status).toBe(500);
    expect(over.text).toContain("<faultstring>Token Expired</faultstring>");
  });

  test("read what is escaped, and no document type", async () => {
    const { soap } = await openSoap();
    const asked = await soap(people + filter(simple("Name", "equals", "Ada &#67;ontent")));
    expect(asked.text.match(/<Results /g)).toHaveLength(1);
    expect((await soap(`<!DOCTYPE a [<!ENTITY b "c">]>`)).status).toBe(500);
  });
});
