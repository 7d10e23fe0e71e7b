import type { Answer, Platform, PlatformParts, PlatformRequest } from "../frame/platform.ts";
import { createWindows } from "../frame/windows.ts";
import type { Windows } from "../frame/windows.ts";
import { checkAccounts, SANDBOX_SALESFORCE_ACCOUNTS } from "./accounts.ts";
import type { SalesforceAccount } from "./accounts.ts";
import * as assets from "./assets.ts";
import { answerAuth, bearer } from "./auth.ts";
import * as categories from "./categories.ts";
import { openLibrary } from "./library.ts";
import type { SalesforceAsset, SalesforceCategory } from "./library.ts";
import { STRICT_READINGS } from "./readings.ts";
import type { SalesforceReadings } from "./readings.ts";
import { forbidden, notFound, refused, Refusal } from "./refusal.ts";
import { salesforceSection } from "./section.ts";
import { answerSoap } from "./soap.ts";
import type { Pending } from "./soap.ts";
import { createGrants } from "./tokens.ts";
import { contentTypeOf } from "./types.ts";

export interface SalesforceOptions {
  readonly accounts?: readonly SalesforceAccount[];
  /** Other readings of what Salesforce's description leaves open; the default is the strict one. */
  readonly readings?: Partial<SalesforceReadings>;
}

/** What tests may look at, past the API and its limits; by business unit. */
export interface SalesforceState {
  readonly accounts: readonly SalesforceAccount[];
  readonly assets: (mid: string) => readonly SalesforceAsset[];
  readonly categories: (mid: string) => readonly SalesforceCategory[];
  readonly bytes: (asset: SalesforceAsset) => Promise<Uint8Array | undefined>;
  /** Ends every token, as the vendor may at any time. */
  readonly endTokens: () => void;
}

interface Route {
  readonly scopes: readonly string[];
  readonly handle: assets.Handler;
}

const READ = ["documents_and_images_read"];
const WRITE = ["saved_content_write"];

const ROUTES: readonly (readonly [RegExp, Readonly<Record<string, Route>>])[] = [
  [/^\/asset\/v1\/content\/assets\/query$/, { POST: { scopes: READ, handle: assets.queryAssets } }],
  [
    /^\/asset\/v1\/content\/assets$/,
    { GET: { scopes: READ, handle: assets.listAssets }, POST: { scopes: WRITE, handle: assets.createAsset } },
  ],
  [
    /^\/asset\/v1\/content\/assets\/(\d+)$/,
    {
      GET: { scopes: READ, handle: assets.getAsset },
      PUT: { scopes: WRITE, handle: assets.putAsset },
      PATCH: { scopes: WRITE, handle: assets.changeAsset },
      DELETE: { scopes: WRITE, handle: assets.deleteAsset },
    },
  ],
  [/^\/asset\/v1\/content\/assets\/(\d+)\/file$/, { GET: { scopes: READ, handle: assets.getFile } }],
  [
    /^\/asset\/v1\/content\/categories$/,
    {
      GET: { scopes: READ, handle: categories.listCategories },
      POST: { scopes: WRITE, handle: categories.createCategory },
    },
  ],
  [
    /^\/asset\/v1\/content\/categories\/(\d+)$/,
    {
      GET: { scopes: READ, handle: categories.getCategory },
      PUT: { scopes: WRITE, handle: categories.changeCategory },
      DELETE: { scopes: WRITE, handle: categories.deleteCategory },
    },
  ],
];

/** A tenant's hosts, each below the mount: `/<subdomain>/auth`, `/rest`, `/soap`. */
const hostOf = (part: string) => `https://*.${part}.marketingcloudapis.com`;
const ORIGINS = { [hostOf("auth")]: "/*/auth", [hostOf("rest")]: "/*/rest", [hostOf("soap")]: "/*/soap" };

export async function createSalesforce(
  dependencies: SalesforceOptions & PlatformParts,
): Promise<{ platform: Platform; state: SalesforceState }> {
  const { accounts = SANDBOX_SALESFORCE_ACCOUNTS, storage, now, newId, url } = dependencies;
  const readings = { ...STRICT_READINGS, ...dependencies.readings };
  checkAccounts(accounts);
  const tenants = new Map(accounts.map((account) => [account.subdomain, account]));
  const library = await openLibrary(storage, accounts);
  const grants = createGrants(now, newId);
  const windows = createWindows(now);
  const rest = new Map<string, Pending>();
  const gate = createGate(windows, readings, now);
  const assetUrl = ({ mid, file }: SalesforceAsset) => `${url()}/cdn/lib/${mid}/${file}`;
  const context = { library, readings, assetUrl, now, newId };

  const answerRest = (request: PlatformRequest, account: SalesforceAccount, path: string) => {
    const { route, id } = routeOf(request, path);
    const grant = bearer(request, account, grants);
    gate.pass(account);
    if (!route.scopes.every((scope) => grant.scopes.includes(scope))) throw forbidden();
    return route.handle({ request, grant, id }, context);
  };

  const answer = async (request: PlatformRequest): Promise<Answer> => {
    const [, subdomain = "", part = "", path = ""] =
      /^\/([^/]+)\/(auth|rest|soap)(\/.*)$/.exec(request.path) ?? [];
    const account = tenants.get(subdomain);
    if (!account) throw notFound("There is no such host.");
    if (part === "auth") return answerAuth(request, account, path, { grants, windows, readings });
    if (part === "soap") return answerSoap(request, account, path, { grants, readings, newId, rest });
    return answerRest(request, account, path);
  };

  const platform: Platform = {
    id: "salesforce-mc",
    name: "Salesforce Marketing Cloud",
    origins: ORIGINS,
    accounts: () =>
      accounts.map(
        ({ name, subdomain, units, clients }) =>
          `tenant ${subdomain} (${name}), business units ${units.map(({ mid }) => mid).join(" and ")}, ${clients.length} packages`,
      ),
    answer: async (request) => {
      try {
        return await answer(request);
      } catch (error) {
        if (error instanceof Refusal) return error.answer;
        throw error;
      }
    },
    asset: async (path) => {
      const [, mid = "", file = ""] = /^\/lib\/([^/]+)\/([^/]+)$/.exec(path) ?? [];
      const asset = library.byFile(mid, file);
      const bytes = asset && (await library.bytes(asset));
      if (!asset || !bytes) return undefined;
      const headers = { "content-type": contentTypeOf(asset.type.name), "x-content-type-options": "nosniff" };
      return { status: 200, headers, body: bytes };
    },
    section: () =>
      salesforceSection({ accounts, library, assetUrl, used: gate.used, limit: readings.restPerMinute }),
    reset: async () => {
      grants.clear();
      windows.counts.clear();
      gate.clear();
      rest.clear();
      await library.reset();
    },
  };
  const { assets: held, categories: folders, bytes } = library;
  return { platform, state: { accounts, assets: held, categories: folders, bytes, endTokens: grants.clear } };
}

/** Throws the 404 and the 405. */
function routeOf(request: PlatformRequest, path: string): { route: Route; id: string } {
  for (const [pattern, methods] of ROUTES) {
    const found = pattern.exec(path);
    if (!found) continue;
    const route = Object.hasOwn(methods, request.method) ? methods[request.method] : undefined;
    if (route) return { route, id: found[1] ?? "" };
    throw refused(405, 10_000, "Method Not Allowed");
  }
  throw notFound("There is no endpoint at this path.");
}

const BLOCKED_FOR = 600_000;

/** A tenant's number a minute; whoever goes on regardless is blocked for ten. */
function createGate(windows: Windows, readings: SalesforceReadings, now: () => number) {
  const window = { name: "minute", seconds: 60, limit: readings.restPerMinute };
  const refusals = { name: "minute", seconds: 60, limit: readings.refusalsUntilBlocked };
  const blocked = new Map<string, number>();
  return {
    pass: ({ id }: SalesforceAccount) => {
      if ((blocked.get(id) ?? 0) > now())
        throw refused(429, 50_200, "Your account has been temporarily blocked.");
      if (!windows.take(`rest ${id}`, [window]).full) return;
      if (windows.take(`refused ${id}`, [refusals]).full) blocked.set(id, now() + BLOCKED_FOR);
      throw refused(429, 50_100, "Rate limit exceeded", { retryAfter: 5 }, { "retry-after": "5" });
    },
    used: ({ id }: SalesforceAccount) =>
      windows.look(`rest ${id}`, [window]).reduce((sum, { remaining }) => sum + window.limit - remaining, 0),
    clear: () => blocked.clear(),
  };
}
