import nock from "nock";
import { expect, it } from "vitest";

import { connection, gives, guardNetwork, hosted, SOAP } from "../test/platform.ts";

guardNetwork();

const message = (token: string, request: string): string =>
  `<Envelope xmlns="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><Header><fueloauth xmlns="http://exacttarget.com">${token}</fueloauth></Header><Body><RetrieveRequestMsg xmlns="http://exacttarget.com/wsdl/partnerAPI"><RetrieveRequest>${request}</RetrieveRequest></RetrieveRequestMsg></Body></Envelope>`;
const asks = (request: string, token = "token-1") =>
  nock(SOAP, {
    reqheaders: { "content-type": "text/xml; charset=utf-8", soapaction: "Retrieve" },
    badheaders: ["authorization"],
  }).post("/Service.asmx", (body) => body === message(token, request));
const answer = (rows: string, status = "OK", id = "req-1") =>
  `<?xml version="1.0" encoding="utf-8"?><soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><soap:Body><RetrieveResponseMsg xmlns="http://exacttarget.com/wsdl/partnerAPI"><OverallStatus>${status}</OverallStatus><RequestID>${id}</RequestID>${rows}</RetrieveResponseMsg></soap:Body></soap:Envelope>`;
const person = (id: number, more = "", name = "Ann") =>
  `<Results xsi:type="AccountUser"><PartnerKey xsi:nil="true" /><AccountUserID>${id}</AccountUserID><Name>${name}</Name><Email>ann@example.com</Email>${more}</Results>`;
const simple = (property: string, operator: string, ...values: (string | number)[]) =>
  `<Property>${property}</Property><SimpleOperator>${operator}</SimpleOperator>${values.map((value) => `<Value>${value}</Value>`).join("")}`;
const PEOPLE = `<ObjectType>AccountUser</ObjectType>${["AccountUserID", "Name", "Email", "ActiveFlag", "IsLocked", "IsAPIUser", "Roles"].map((name) => `<Properties>${name}</Properties>`).join("")}<QueryAllAccounts>true</QueryAllAccounts>`;
const people = (active: boolean, right: string) =>
  `${PEOPLE}<Filter xsi:type="ComplexFilterPart"><LeftOperand xsi:type="SimpleFilterPart">${simple("ActiveFlag", "equals", String(active))}</LeftOperand><LogicalOperator>AND</LogicalOperator><RightOperand xsi:type="SimpleFilterPart">${right}</RightOperand></Filter>`;
const units = (...ids: number[]) =>
  `<ObjectType>AccountUserAccount</ObjectType><Properties>AccountUser.AccountUserID</Properties><Properties>Account.ID</Properties><Filter xsi:type="SimpleFilterPart">${simple("AccountUser.AccountUserID", ids.length > 1 ? "IN" : "equals", ...ids)}</Filter>`;
const membership = (id: number, unit: number) =>
  `<Results xsi:type="AccountUserAccount"><AccountUser><AccountUserID>${id}</AccountUserID></AccountUser><Account><ID>${unit}</ID></Account></Results>`;
const everybody = simple("Email", "like", "@");

it("lists the active, page by page, then the others, with roles by their keys and units as teams", async () => {
  const { host } = hosted();
  const at = connection({ parentAccountId: "510000" });
  gives("token-1", 1, "510000");
  const roles =
    "<ActiveFlag>true</ActiveFlag><Roles><Role><CustomerKey>SYS_DEF_CONTENT</CustomerKey><Name>Content Creator</Name></Role><Role><CustomerKey>x</CustomerKey><Name>Individual role for Ann</Name></Role></Roles>";
  asks(people(true, everybody)).reply(200, answer(person(1, roles, "A &amp; B &#233;"), "MoreDataAvailable"));
  asks(units(1)).reply(200, answer(membership(1, 510_000) + membership(1, 510_001)));
  const first = await host.people.list(at, null);
  expect(first).toEqual({
    items: [
      {
        id: "1",
        name: "A & B é",
        email: "ann@example.com",
        emailVerified: "unknown",
        status: "active",
        kind: "member",
        teams: ["510000", "510001"],
        roles: ["SYS_DEF_CONTENT"],
      },
    ],
    next: "active:req-1",
  });
  asks("<ContinueRequest>req-1</ContinueRequest>").reply(
    200,
    answer(
      person(2, "<ActiveFlag>true</ActiveFlag><IsLocked>true</IsLocked><Roles />") +
        person(3, "<IsAPIUser>true</IsAPIUser>"),
    ),
  );
  asks(units(2, 3)).reply(200, answer(""));
  const second = await host.people.list(at, first.next);
  expect(second.items).toMatchObject([
    { id: "2", status: "suspended", kind: "member", teams: [], roles: [] },
    { id: "3", status: "unknown", kind: "service" },
  ]);
  asks(people(false, everybody)).reply(200, answer(person(4, "<ActiveFlag>false</ActiveFlag>")));
  asks(units(4)).reply(200, answer(""));
  expect(await host.people.list(at, second.next)).toMatchObject({
    items: [{ id: "4", status: "deactivated" }],
    next: null,
  });
});

it("finds nobody where two have the address, and lets no address write XML", async () => {
  const { host } = hosted();
  gives();
  const email = `a&b<"'>\u0000@example.com`;
  const right = simple("Email", "equals", "a&amp;b&lt;&quot;&apos;&gt;@example.com");
  asks(people(true, right)).reply(200, answer(""));
  asks(people(false, right)).reply(200, answer(""));
  expect(await host.people.find(connection(), { email })).toBeUndefined();
  const two = simple("Email", "equals", "ann@example.com");
  asks(people(true, two)).reply(200, answer(person(1)));
  asks(people(false, two)).reply(200, answer(person(2)));
  expect(await host.people.find(connection(), { email: "ann@example.com" })).toBeUndefined();
});

it("asks once more with another token when one is over, which SOAP tells by a 500", async () => {
  const { host } = hosted();
  const roles = `<ObjectType>Role</ObjectType><Properties>ObjectID</Properties><Properties>CustomerKey</Properties><Properties>Name</Properties><Filter xsi:type="SimpleFilterPart">${simple("IsPrivate", "equals", "false")}</Filter>`;
  const over = "<soap:Fault><faultstring>Token Expired</faultstring></soap:Fault>";
  gives();
  asks(roles).reply(500, over);
  gives("token-2");
  asks(roles, "token-2").reply(
    200,
    answer("<Results><CustomerKey>SYS_DEF_VIEWER</CustomerKey><Name>Viewer</Name></Results>"),
  );
  expect(await host.people.roles(connection())).toEqual([{ id: "SYS_DEF_VIEWER", name: "Viewer" }]);
  asks(roles, "token-2").reply(500, over);
  gives("token-3");
  asks(roles, "token-3").reply(500, over);
  await expect(host.people.roles(connection())).rejects.toMatchObject({ code: "PLATFORM_AUTH" });
});

it.each([
  ["nobody at all", answer(""), "CONNECTOR_CONFIG", "parentAccountId"],
  ["a refusal under a 200", answer("", "Error: API Permission Failed."), "PLATFORM_SCOPE", "users_read"],
  [
    "another",
    answer("", "Error: The Request Property(s) X do not match"),
    "PLATFORM_REJECTED",
    "Request Property",
  ],
  ["a page of something else", "<html><br></html>", "PLATFORM_UNREADABLE", "no XML"],
  [
    "XML that declares entities",
    answer(person(1)).replace("?>", '?><!DOCTYPE a [<!ENTITY b "c">]>'),
    "PLATFORM_UNREADABLE",
    "no XML",
  ],
  ["an id that is none", answer(person(1).replace(">1<", ">a<")), "PLATFORM_UNREADABLE", "does not know"],
])("takes %s for an error and never for an empty list", async (_what, body, code, words) => {
  gives();
  asks(people(true, everybody)).reply(200, body);
  await expect(hosted().host.people.list(connection(), null)).rejects.toMatchObject({
    code,
    message: expect.stringContaining(words),
  });
});
