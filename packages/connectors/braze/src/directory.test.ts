import nock from "nock";
import { expect, it } from "vitest";

import {
  connection,
  exact,
  guardNetwork,
  hosted,
  ORIGIN,
  scimExact,
  withScim,
  WORKSPACE,
} from "../test/platform.ts";
import { rightsOf } from "./directory.ts";
import { roles } from "./roles.ts";

guardNetwork();

const ID = "dfa245b7-24195aec-887bb3ad-602b3340";
const person = (parts: Record<string, unknown> = {}) => ({
  id: ID,
  userName: "Mia@x.example",
  name: { givenName: "Mia", familyName: "M" },
  department: "marketing",
  permissions: {
    companyPermissions: ["manage_company_settings"],
    appGroup: [{ appGroupId: WORKSPACE, appGroupName: "Main", appGroupPermissions: ["basic_access"] }],
  },
  ...parts,
});
const search = (email: string) =>
  nock(ORIGIN, scimExact)
    .get("/scim/v2/Users")
    .query({ filter: `userName eq "${email}"` });
const get = (id = ID) => nock(ORIGIN, scimExact).get(`/scim/v2/Users/${id}`);
const list = (...Resources: unknown[]) => ({ totalResults: Resources.length, Resources });

it("finds a person by address in any case, and reads all rights from the person", async () => {
  search("mia@x.example").reply(200, list({ ...person(), permissions: undefined }));
  get().reply(200, person());
  expect(await hosted().host.people.find(withScim(), { email: "mia@x.example" })).toEqual({
    id: ID,
    name: "Mia M",
    email: "Mia@x.example",
    emailVerified: "unknown",
    status: "unknown",
    kind: "member",
    teams: [],
    roles: ["manage_company_settings", "basic_access"],
  });
});

it.each([
  ["an empty list", 200, list()],
  ["a 404 in HTML's clothes", 404, JSON.stringify({ detail: "User not found", status: 404 })],
  ["two of them", 200, list(person(), person({ id: "b" }))],
  ["more than it shows", 200, { totalResults: 2, Resources: [person()] }],
  ["somebody else", 200, list(person({ userName: "mia@x.example.org" }))],
])("finds nobody in %s", async (_what, status, body) => {
  search("mia@x.example").reply(status, body, { "content-type": "text/html" });
  expect(await hosted().host.people.find(withScim(), { email: "mia@x.example" })).toBeUndefined();
});

it("finds by id, keeps the id inside its place, and never takes one for another", async () => {
  get().reply(200, person());
  expect(await hosted().host.people.find(withScim(), { id: ID })).toMatchObject({ id: ID });
  get("..%2Fx%3Fy").reply(404, "");
  expect(await hosted().host.people.find(withScim(), { id: "../x?y" })).toBeUndefined();
  get("b").reply(200, person());
  expect(await hosted().host.people.find(withScim(), { id: "b" })).toBeUndefined();
});

it("asks nothing with an address that could change the filter, nor without a token or origin", async () => {
  const { host } = hosted();
  expect(await host.people.find(withScim(), { email: 'a" or userName ne "b' })).toBeUndefined();
  for (const lacking of [
    connection(),
    connection({ scimOrigin: "x" }),
    connection({}, { scimToken: "y".repeat(8) }),
  ])
    await expect(host.people.find(lacking, { id: ID })).rejects.toMatchObject({
      code: "CONNECTOR_CONFIG",
      message: expect.stringContaining("SCIM token and its service origin"),
    });
  await expect(host.people.list(withScim(), null)).rejects.toMatchObject({ code: "PLATFORM_UNSUPPORTED" });
});

it.each([
  [401, "PLATFORM_AUTH", "service origin"],
  [403, "PLATFORM_AUTH", "Okta or Entra"],
  [400, "PLATFORM_REJECTED", "refused the request (400)"],
])("reads SCIM's %i as %s", async (status, code, message) => {
  get().reply(status, JSON.stringify({ detail: "x", status }), { "content-type": "text/html" });
  await expect(hosted().host.people.find(withScim(), { id: ID })).rejects.toMatchObject({
    code,
    message: expect.stringContaining(message),
  });
});

it("finds out nothing from rights in an unknown form", async () => {
  get().reply(200, person({ permissions: { companyPermissions: "admin" } }));
  await expect(hosted().host.people.find(withScim(), { id: ID })).rejects.toMatchObject({
    code: "PLATFORM_UNREADABLE",
  });
});

it("reads rights of every nesting in this workspace, and none of another", () => {
  const here = { appGroupId: "w1", appGroupName: "Main" };
  const there = { appGroupId: "w2", appGroupName: "w1 too" };
  const rights = {
    companyPermissions: ["admin"],
    roles: [
      {
        roleId: "r1",
        appGroup: [
          { ...here, appGroupPermissionSets: [{ appGroupPermissionSetId: "s1", permissions: ["a", "b"] }] },
        ],
      },
      { roleId: "r2", appGroup: [{ ...there, appGroupPermissions: ["never"] }] },
    ],
    appGroup: [
      {
        ...here,
        appGroupPermissions: ["b", "c"],
        appGroupPermissionSets: [{ appGroupPermissionSetID: "s2", permissions: ["d"] }],
        team: [{ teamId: "t1", teamPermissions: ["edit_media_library_assets"] }],
      },
      { ...there, appGroupPermissions: ["never"], team: [{ teamId: "t2", teamPermissions: ["never"] }] },
    ],
  };
  const expected = {
    roles: ["admin", "role:r1", "set:s1", "a", "b", "c", "set:s2", "d", "team:edit_media_library_assets"],
    teams: ["t1"],
  };
  expect(rightsOf({ permissions: rights }, "w1")).toEqual(expected);
  expect(rightsOf({ permissions: rights }, "Main")).toEqual(expected);
  expect(rightsOf({ permissions: rights }, "main")).toEqual({ roles: ["admin"], teams: [] });
  expect(rightsOf({ permissions: null }, "w1")).toEqual({ roles: [], teams: [] });
});

it("maps the new words and the old ones alike, and nothing else", () => {
  expect(roles).toEqual({
    byRole: {
      admin: "manage",
      edit_media_library_assets: "contribute",
      delete_media_library_asset: "contribute",
      manage_media_library: "contribute",
      view_media_library_assets: "view",
      basic_access: "view",
    },
    guest: null,
  });
});

const key = () => nock(ORIGIN, exact).get("/content_blocks/list?limit=1");
const nobody = () => search("nobody@gatefold.invalid");

it("is well when the key works, and people too where they are set up", async () => {
  const ok = { content_blocks: [] };
  key().reply(200, ok, {
    "x-ratelimit-limit": "250000",
    "x-ratelimit-remaining": "9",
    "x-ratelimit-reset": "60",
  });
  expect(await hosted().host.health(connection())).toMatchObject({
    status: "ok",
    checks: [{ name: "key", ok: true, message: "The REST API key works on US-01." }],
    quota: [
      { bucket: "lists", countedBy: "platform", remaining: 9 },
      { bucket: "scim", limit: 5000 },
    ],
  });
  key().reply(200, ok);
  nobody().reply(401, "");
  expect(await hosted().host.health(withScim())).toMatchObject({
    status: "degraded",
    checks: [{ ok: true }, { name: "people", ok: false, message: expect.stringContaining("SCIM refuses") }],
  });
  key().reply(200, "<html>");
  nobody().reply(200, list());
  expect(await hosted().host.health(withScim())).toMatchObject({
    status: "down",
    checks: [{ message: "Braze's answer can't be read." }, { ok: true }],
  });
});
