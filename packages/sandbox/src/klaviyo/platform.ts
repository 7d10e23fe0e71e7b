import type { Answer, Platform, PlatformParts, PlatformRequest } from "../frame/platform.ts";
import { createWindows } from "../frame/windows.ts";
import { callersByHeader, SANDBOX_KLAVIYO_ACCOUNTS } from "./accounts.ts";
import type { Caller, KlaviyoAccount } from "./accounts.ts";
import { ENDPOINTS, routeOf } from "./endpoints.ts";
import { openImages } from "./images.ts";
import type { NewImage, StoredImage } from "./images.ts";
import { createLimits } from "./limits.ts";
import { openDailyCounts } from "./daily-counts.ts";
import { klaviyoSection } from "./section.ts";
import { STRICT_READINGS } from "./readings.ts";
import type { KlaviyoReadings } from "./readings.ts";
import { MEDIA_TYPE, Refusal, refusalAnswer } from "./refusal.ts";
import { revisionOf } from "./revisions.ts";

export interface KlaviyoOptions {
  readonly accounts?: readonly KlaviyoAccount[];
  /** Other readings of what Klaviyo's description leaves open; the default is the strict one. */
  readonly readings?: Partial<KlaviyoReadings>;
}

/** What tests may look at and put in place, past the API and its limits. */
export interface KlaviyoState {
  readonly accounts: readonly KlaviyoAccount[];
  readonly images: (account: string) => readonly StoredImage[];
  readonly bytes: (image: StoredImage) => Promise<Uint8Array | undefined>;
  readonly add: (account: string, image: NewImage) => Promise<StoredImage>;
}

/** How Klaviyo's own addresses begin; links in answers do too, wherever the fake listens. */
const ORIGIN = "https://a.klaviyo.com";

export async function createKlaviyo(
  dependencies: KlaviyoOptions & PlatformParts,
): Promise<{ platform: Platform; state: KlaviyoState }> {
  const { accounts = SANDBOX_KLAVIYO_ACCOUNTS, storage, now, newId, url } = dependencies;
  const readings = { ...STRICT_READINGS, ...dependencies.readings };
  const callers = callersByHeader(accounts);
  const images = await openImages({ storage, readings, now, newId });
  const daily = await openDailyCounts(storage);
  const windows = createWindows(now, daily.counts);
  const limits = createLimits(windows, readings);
  const imageUrl = (image: StoredImage) => `${url()}/cdn/company/${image.account}/images/${image.file}`;
  const context = { images, readings, imageUrl, origin: ORIGIN, fetch: dependencies.fetch };

  const answerApi = async (request: PlatformRequest): Promise<Answer> => {
    const route = routeOf(request);
    const caller = callerOf(request, callers, now());
    const revision = revisionOf(request.headers);
    const { scope, daily: isDaily, handle } = ENDPOINTS[route.endpoint];
    refuseWithout(scope, caller);
    const headers = { ...limits.take(caller, route.endpoint), "x-klaviyo-api-revision": revision };
    if (isDaily) await daily.save();
    try {
      const { status, document } = await handle({ request, caller, id: route.id }, context);
      return { status, headers: { "content-type": MEDIA_TYPE, ...headers }, body: JSON.stringify(document) };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      limits.giveBack(caller, route.endpoint);
      throw new Refusal(error.status, error.flaws, { ...headers, ...error.headers });
    }
  };

  const platform: Platform = {
    id: "klaviyo",
    name: "Klaviyo",
    origins: { [ORIGIN]: "" },
    accounts: () =>
      accounts.map(({ id, name, credentials }) => `account ${id} (${name}), ${credentials.length} keys`),
    answer: async (request) => {
      try {
        return await answerApi(request);
      } catch (error) {
        if (error instanceof Refusal) return refusalAnswer(error, newId);
        throw error;
      }
    },
    asset: async (path) => {
      const [, account = "", file = ""] = /^\/company\/([^/]+)\/images\/([^/]+)$/.exec(path) ?? [];
      return assetAnswer(await images.file(account, file));
    },
    section: () => klaviyoSection({ accounts, images: images.list, imageUrl, today: limits.today, url }),
    reset: async () => {
      windows.counts.clear();
      await images.reset();
    },
  };
  const state: KlaviyoState = {
    accounts,
    images: (account) => images.list(account),
    bytes: async (image) => (await images.file(image.account, image.file))?.bytes,
    add: (account, image) => images.add(account, image),
  };
  return { platform, state };
}

function callerOf(request: PlatformRequest, callers: ReadonlyMap<string, Caller>, now: number): Caller {
  const caller = callers.get(request.headers.get("authorization") ?? "");
  const expires = caller?.credential.kind === "token" ? caller.credential.expires : undefined;
  // Fail closed: what is no known credential, letter by letter, is nobody.
  if (!caller || (expires !== undefined && expires <= now))
    throw new Refusal(401, "Missing or invalid private key.");
  return caller;
}

function refuseWithout(scope: string, caller: Caller): void {
  if (!caller.credential.scopes.includes(scope))
    throw new Refusal(403, `The required scope is missing: ${scope}.`);
}

const CONTENT_TYPES = { jpeg: "image/jpeg", png: "image/png", gif: "image/gif" };

function assetAnswer(found: { image: StoredImage; bytes: Uint8Array } | undefined): Answer | undefined {
  if (!found) return undefined;
  const headers = {
    "content-type": CONTENT_TYPES[found.image.format],
    "cache-control": "public, max-age=31536000, immutable",
    "x-content-type-options": "nosniff",
  };
  return { status: 200, headers, body: found.bytes };
}
