import { describe, expect, test } from "vitest";
import { library } from "../../test/worked-examples.ts";
import { stateOf } from "../../test/world.ts";
import type { ApiKey } from "../model.ts";
import type { Principal } from "../principal.ts";
import { decideAs } from "./decide-as.ts";

const wide: ApiKey = {
  id: "k",
  owner: "cal",
  name: "",
  permissions: null,
  folders: null,
  connections: null,
  until: null,
};
const principal: Principal = { account: "account", user: "cal", credential: { kind: "key", id: "k" } };

const connections = [
  { id: "here", connector: "klaviyo", folder: "campaigns" },
  { id: "there", connector: "klaviyo", folder: "brand" },
];

/** What the owner's key, cut down like this, is answered. */
function asked(
  cut: Partial<ApiKey> | null,
  query: { user?: string; permission: string; at: string | null; now?: number; connection?: string },
  by: Partial<Principal> = {},
) {
  const state = stateOf({ ...library, connections });
  state.revision = 3;
  if (cut) state.put("key", "k", { ...wide, ...cut });
  return decideAs(state, { ...principal, ...by }, { user: "cal", now: 0, ...query });
}

const view = { permission: "asset.view", at: "summer" };
const deliver = { permission: "deliver.klaviyo", at: "summer" };
const allowed = { effect: "allow", code: "ROLE", revision: 3, limit: null };
const ended = { effect: "deny", code: "UNKNOWN", revision: 3, limit: "CREDENTIAL_ENDED" };
const outOfScope = { effect: "deny", code: "NO_GRANT", revision: 3, limit: "CREDENTIAL_SCOPE" };

describe("decideAs", () => {
  test("is the owner's decision where the key is not cut down", () => {
    expect(asked({}, view)).toEqual(allowed);
    expect(asked({}, { permission: "asset.view", at: "legal" })).toMatchObject({
      code: "NO_GRANT",
      limit: null,
    });
    expect(asked({}, { permission: "deliver.braze", at: "inbox" })).toMatchObject({
      code: "CONNECTOR_OFF",
      limit: null,
    });
  });

  test("is about the principal, whoever the query names", () => {
    expect(asked({}, { user: "ada", permission: "asset.delete", at: "inbox" })).toMatchObject({
      code: "NO_GRANT",
    });
    expect(asked({}, { user: "nobody", ...view })).toEqual(allowed);
  });

  test("lets a key open nothing that is revoked, has ended, is another's, of another account, or the founding one", () => {
    expect(asked(null, view)).toEqual(ended);
    expect(asked({ until: 5 }, { ...view, now: 4 })).toEqual(allowed);
    expect(asked({ until: 5 }, { ...view, now: 5 })).toEqual(ended);
    expect(asked({ owner: "ada" }, view)).toEqual(ended);
    expect(asked({}, view, { account: "other" })).toEqual(ended);
    expect(asked({}, view, { credential: { kind: "founding" } })).toEqual(ended);
    expect(asked({}, view, { credential: { kind: "gatefold" } })).toEqual(ended);
  });

  test.each([
    [["asset.view"], allowed],
    [["asset.*"], allowed],
    [["asset.download", "deliver.*"], outOfScope],
    [[], outOfScope],
  ])("is cut down to the key's permissions: %j", (permissions, answer) => {
    expect(asked({ permissions }, view)).toEqual(answer);
  });

  test("lets a key deliver that may not itself do what delivering needs", () => {
    expect(asked({ permissions: ["deliver.klaviyo"] }, deliver)).toEqual(allowed);
    expect(asked({ permissions: ["deliver.klaviyo"] }, view)).toEqual(outOfScope);
  });

  test.each([
    [["summer"], allowed],
    [["inbox", "campaigns"], allowed],
    [["raw"], outOfScope],
    [[], outOfScope],
  ])("is cut down to the key's folders and what is below them: %j", (folders, answer) => {
    expect(asked({ folders }, view)).toEqual(answer);
  });

  test("holds nothing at the account with a key that is cut down to folders", () => {
    const billing = { permission: "billing.manage", at: null };
    const admin = { credential: { kind: "key", id: "k" }, user: "ada" } as const;
    expect(asked({ owner: "ada" }, billing, admin)).toMatchObject({ effect: "allow" });
    expect(asked({ owner: "ada", folders: ["library"] }, billing, admin)).toEqual(outOfScope);
  });

  test("is cut down to the key's connections, also where the query names none", () => {
    expect(asked({ connections: ["here"] }, { ...deliver, connection: "here" })).toEqual(allowed);
    expect(asked({ connections: ["here"] }, deliver)).toEqual(allowed);
    expect(asked({ connections: ["there"] }, deliver)).toEqual(outOfScope);
    expect(asked({ connections: [] }, { ...deliver, connection: "here" })).toEqual(outOfScope);
    expect(asked({ connections: [] }, view)).toEqual(allowed);
  });

  test("reads an alias as what it stands for", () => {
    const admin = { credential: { kind: "key", id: "k" }, user: "ada" } as const;
    const billing = { permission: "billing", at: null };
    expect(asked({ owner: "ada", permissions: ["billing.manage"] }, billing, admin)).toMatchObject({
      effect: "allow",
    });
  });

  test("says that it was the owner's rights, where these and the scope both fall short", () => {
    expect(asked({ folders: ["inbox"] }, { permission: "asset.delete", at: "summer" })).toMatchObject({
      code: "NO_GRANT",
      limit: null,
    });
  });
});
