import { z } from "zod";
import type { Answer, PlatformRequest } from "../frame/platform.ts";
import type { Windows } from "../frame/windows.ts";
import type { SalesforceAccount } from "./accounts.ts";
import { json } from "./assets.ts";
import type { SalesforceReadings } from "./readings.ts";
import { notAuthorized, notFound, tokenRefused } from "./refusal.ts";
import { EXPIRES_IN } from "./tokens.ts";
import type { Grant, Grants } from "./tokens.ts";

export interface AuthContext {
  readonly grants: Grants;
  readonly windows: Windows;
  readonly readings: SalesforceReadings;
}

const tokenSchema = z.strictObject({
  grant_type: z.literal("client_credentials"),
  client_id: z.string(),
  client_secret: z.string(),
  scope: z.string().optional(),
  account_id: z.union([z.string(), z.int()]).optional(),
});

export function answerAuth(
  request: PlatformRequest,
  account: SalesforceAccount,
  path: string,
  context: AuthContext,
): Answer {
  if (path === "/v2/token" && request.method === "POST") return token(request, account, context);
  if (path === "/v2/userinfo" && request.method === "GET")
    return userInfo(bearer(request, account, context.grants));
  throw notFound("There is no endpoint at this path.");
}

/** Who sends a bearer's token. Throws the 401. */
export function bearer(request: PlatformRequest, account: SalesforceAccount, grants: Grants): Grant {
  const [, given = ""] = /^Bearer (\S+)$/.exec(request.headers.get("authorization") ?? "") ?? [];
  const grant = grants.of(account.subdomain, given);
  if (!grant) throw notAuthorized();
  return grant;
}

function token(request: PlatformRequest, account: SalesforceAccount, context: AuthContext): Answer {
  const body = bodyOf(request);
  const client = account.clients.find(
    ({ id, secret }) => id === body.client_id && secret === body.client_secret,
  );
  if (!client)
    throw tokenRefused(
      401,
      "invalid_client",
      "Client authentication failed (unknown client, no client authentication included, or unsupported authentication method).",
    );
  const mid = body.account_id === undefined ? client.unit : String(body.account_id);
  if (!account.units.some((unit) => unit.mid === mid))
    throw tokenRefused(400, "invalid_request", "The account_id is no business unit of this package.");
  const asked = body.scope?.split(" ").filter((scope) => scope !== "");
  const beyond = asked?.find((scope) => !client.scopes.includes(scope));
  if (beyond !== undefined) throw tokenRefused(400, "invalid_scope", `The package lacks ${beyond}.`);
  const window = { name: "minute", seconds: 60, limit: context.readings.tokensPerMinute };
  const { full } = context.windows.take(`token ${client.id} ${mid}`, [window]);
  if (full)
    throw tokenRefused(429, "too_many_requests", "Keep a token for as long as it is good.", {
      "retry-after": String(full.reset),
    });
  const scopes = asked ?? client.scopes;
  const host = (part: string) => `https://${account.subdomain}.${part}.marketingcloudapis.com/`;
  return json(200, {
    access_token: context.grants.issue({ account, mid, scopes }),
    token_type: "Bearer",
    expires_in: EXPIRES_IN,
    scope: scopes.join(" "),
    soap_instance_url: host("soap"),
    rest_instance_url: host("rest"),
  });
}

const wrong = (what: string) => tokenRefused(400, "invalid_request", what);

function bodyOf(request: PlatformRequest): z.output<typeof tokenSchema> {
  const type = request.headers.get("content-type") ?? "";
  if (!type.toLowerCase().startsWith("application/json")) throw wrong("Send the body as application/json.");
  try {
    return tokenSchema.parse(JSON.parse(new TextDecoder().decode(request.body)));
  } catch {
    throw wrong("The request lacks a field, has one too many, or is no JSON.");
  }
}

function userInfo({ account, mid, expires, scopes }: Grant): Answer {
  const unit = account.units.find((one) => one.mid === mid);
  return json(200, {
    exp: Math.floor(expires / 1000),
    iss: "https://mc.exacttarget.com",
    user: {
      sub: "900001",
      name: `${account.name} app user`,
      preferred_username: "app-user",
      email: "",
      locale: "en-US",
      zoneinfo: "US/Central",
    },
    organization: {
      member_id: Number(mid),
      enterprise_id: Number(account.id),
      enterprise_name: account.name,
      account_type: unit?.mid === account.id ? "ENTERPRISE_2" : "BUSINESS_UNIT",
      stack_key: "S1",
      region: "NA1",
    },
    rest: {},
    application: {},
    permissions: scopes,
  });
}
