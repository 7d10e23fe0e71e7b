import type { Answer, Platform, PlatformParts, PlatformRequest } from "../frame/platform.ts";
import { createWindows } from "../frame/windows.ts";
import { createCallers, INSTANCES, SANDBOX_BRAZE_ACCOUNTS } from "./accounts.ts";
import type { BrazeAccount, Callers } from "./accounts.ts";
import { openAssets } from "./assets.ts";
import type { BrazeAsset, NewAsset } from "./assets.ts";
import { openCounts } from "./counts.ts";
import { createLimits } from "./limits.ts";
import type { Bucket } from "./limits.ts";
import { createAsset, emptyList, replaceFile } from "./media.ts";
import type { MediaContext } from "./media.ts";
import { STRICT_READINGS } from "./readings.ts";
import type { BrazeReadings } from "./readings.ts";
import { JSON_TYPE, Refusal, refusalAnswer, scimRefusal } from "./refusal.ts";
import { getPerson, searchPeople } from "./scim.ts";
import { brazeSection } from "./section.ts";

export interface BrazeOptions {
  readonly accounts?: readonly BrazeAccount[];
  /** Other readings of what Braze's description leaves open; the default is the strict one. */
  readonly readings?: Partial<BrazeReadings>;
  /** How the addresses of assets begin, as Braze's content network has another host; below the mount where left out. */
  readonly assetsUrl?: string;
}

/** What tests may look at and put in place, past the API and its limits. */
export interface BrazeState {
  readonly accounts: readonly BrazeAccount[];
  readonly assets: (account: string) => readonly BrazeAsset[];
  readonly bytes: (asset: BrazeAsset) => Promise<Uint8Array | undefined>;
  /** As `new_assets` gives it. */
  readonly url: (asset: BrazeAsset) => string;
  readonly add: (account: string, asset: NewAsset) => Promise<BrazeAsset>;
}

type Handler = (account: BrazeAccount, request: PlatformRequest, context: MediaContext) => unknown;

interface Endpoint {
  readonly permission: string;
  readonly bucket: Bucket;
  readonly handle: Handler;
}

const ENDPOINTS: ReadonlyMap<string, Endpoint> = new Map<string, Endpoint>([
  [
    "POST /media_library/create",
    { permission: "media_library.create", bucket: "media", handle: createAsset },
  ],
  [
    "PUT /media_library/replace_file",
    { permission: "media_library.replace", bucket: "media", handle: replaceFile },
  ],
  [
    "GET /content_blocks/list",
    {
      permission: "content_blocks.list",
      bucket: "default",
      handle: (_account, request) => emptyList("content_blocks", request),
    },
  ],
  [
    "GET /templates/email/list",
    {
      permission: "templates.email.list",
      bucket: "default",
      handle: (_account, request) => emptyList("templates", request),
    },
  ],
]);

export async function createBraze(
  dependencies: BrazeOptions & PlatformParts,
): Promise<{ platform: Platform; state: BrazeState }> {
  const { accounts = SANDBOX_BRAZE_ACCOUNTS, storage, now, newId, url } = dependencies;
  const readings = { ...STRICT_READINGS, ...dependencies.readings };
  const callers = createCallers(accounts);
  const assets = await openAssets({ storage, now, newId });
  const kept = await openCounts(storage);
  const limits = createLimits(createWindows(now, kept.counts), readings, now);
  const assetUrl = (asset: BrazeAsset) =>
    `${dependencies.assetsUrl ?? `${url()}/cdn`}/${asset.account}/${asset.file}`;
  const context = { assets, readings, assetUrl, fetch: dependencies.fetch };

  /** Counts it and answers with the rate headers, which every answer to a known caller has. */
  const counted = async (
    account: BrazeAccount,
    bucket: Bucket,
    handle: () => unknown,
    refused: (refusal: Refusal, rate: Record<string, string>) => Answer,
  ): Promise<Answer> => {
    const { full, headers } = limits.take(account, bucket);
    await kept.save();
    try {
      if (full) throw new Refusal(429, "Rate limit exceeded.");
      const document = await handle();
      const body = document === undefined ? "" : JSON.stringify(document);
      return { status: 200, headers: { "content-type": JSON_TYPE, ...headers }, body };
    } catch (error) {
      if (error instanceof Refusal) return refused(error, headers);
      throw error;
    }
  };

  const answer = async (request: PlatformRequest): Promise<Answer> => {
    const [, instance = "", path = ""] = /^\/([^/]+)(\/.*)$/.exec(request.path) ?? [];
    if (/^\/scim\/v2\/Users(\/|$)/.test(path))
      return answerScim({ request, instance, path, callers, readings, counted });
    const endpoint = ENDPOINTS.get(`${request.method} ${path}`);
    if (!endpoint || !Object.hasOwn(INSTANCES, instance))
      return refusalAnswer(new Refusal(404, "Invalid URL"), {});
    const caller = callers.byKey(instance, request.headers.get("authorization"));
    // Fail closed: what is no known key of this instance, letter by letter, is nobody.
    if (!caller) return refusalAnswer(new Refusal(401, "Invalid API Key"), {});
    return counted(
      caller.account,
      endpoint.bucket,
      () => {
        if (!caller.key.permissions.includes(endpoint.permission)) throw new Refusal(403, "Access Denied");
        return endpoint.handle(caller.account, request, context);
      },
      refusalAnswer,
    );
  };

  const platform: Platform = {
    id: "braze",
    name: "Braze",
    origins: Object.fromEntries(
      Object.entries(INSTANCES).map(([instance, origin]) => [origin, `/${instance}`]),
    ),
    accounts: () =>
      accounts.map(
        ({ id, name, instance, keys }) => `workspace ${id} (${name}) on ${instance}, ${keys.length} keys`,
      ),
    answer,
    asset: async (path) => {
      const [, account = "", file = ""] = /^\/([^/]+)\/([^/]+)$/.exec(path) ?? [];
      const found = await assets.file(account, file);
      return found && { status: 200, headers: assetHeaders(found.asset), body: found.bytes };
    },
    section: () => brazeSection({ accounts, assets: assets.list, use: limits.use, url }),
    reset: async () => {
      kept.counts.clear();
      await assets.reset();
    },
  };
  const state: BrazeState = {
    accounts,
    assets: assets.list,
    bytes: async (asset) => (await assets.file(asset.account, asset.file))?.bytes,
    url: assetUrl,
    add: assets.add,
  };
  return { platform, state };
}

const assetHeaders = ({ mime }: BrazeAsset) => ({
  "content-type": mime,
  // A drawing may hold a script: opened by itself it runs none.
  "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'",
  "x-content-type-options": "nosniff",
});

interface ScimCall {
  readonly request: PlatformRequest;
  readonly instance: string;
  readonly path: string;
  readonly callers: Callers;
  readonly readings: BrazeReadings;
  readonly counted: (
    account: BrazeAccount,
    bucket: Bucket,
    handle: () => unknown,
    refused: (refusal: Refusal, rate: Record<string, string>) => Answer,
  ) => Promise<Answer>;
}

/** Look-ups only: making, changing and deleting people is not played here, and answers as an unknown path does. */
async function answerScim({
  request,
  instance,
  path,
  callers,
  readings,
  counted,
}: ScimCall): Promise<Answer> {
  const refused = (refusal: Refusal, rate: Record<string, string>) => scimRefusal(refusal, rate, readings);
  const { headers } = request;
  const account = callers.byToken(instance, headers.get("authorization"), headers.get("x-request-origin"));
  if (!account) return refused(new Refusal(401, "The SCIM token or the request's origin is not valid."), {});
  const [, id] = /^\/scim\/v2\/Users\/([^/]+)$/.exec(path) ?? [];
  return counted(
    account,
    "scim",
    () => {
      if (request.method !== "GET") throw new Refusal(404, "Invalid URL");
      return id === undefined ? searchPeople(account, request, readings) : getPerson(account, id);
    },
    refused,
  );
}
