import { z } from "zod";
import type { Answer, Platform, PlatformParts, PlatformRequest } from "../frame/platform.ts";
import { createCallers, SANDBOX_MAILCHIMP_ACCOUNTS } from "./accounts.ts";
import type { Caller, MailchimpAccount } from "./accounts.ts";
import { changes, routeOf } from "./endpoints.ts";
import { extensionOf, openLibrary } from "./library.ts";
import type { MailchimpFile, MailchimpFolder } from "./library.ts";
import { STRICT_READINGS } from "./readings.ts";
import type { MailchimpReadings } from "./readings.ts";
import { notFound, Refusal, refusalAnswer } from "./refusal.ts";
import { mailchimpSection } from "./section.ts";
import { contentOf } from "./uploads.ts";

export interface MailchimpOptions {
  readonly accounts?: readonly MailchimpAccount[];
  /** Other readings of what Mailchimp's description leaves open; the default is the strict one. */
  readonly readings?: Partial<MailchimpReadings>;
  /** What each answer waits for, its connection open meanwhile: so a test has many at a time. */
  readonly hold?: () => Promise<void>;
}

/** What tests may look at and put in place, past the API and its limits. */
export interface MailchimpState {
  readonly accounts: readonly MailchimpAccount[];
  /** Oldest first. */
  readonly files: (account: string) => readonly MailchimpFile[];
  readonly folders: (account: string) => readonly MailchimpFolder[];
  readonly bytes: (file: MailchimpFile) => Promise<Uint8Array | undefined>;
  /** Under this very name, in this folder (0: none), as the account's first login. */
  readonly add: (
    account: string,
    file: { readonly name: string; readonly bytes: Uint8Array; readonly folder?: number },
  ) => Promise<MailchimpFile>;
  /** A key or token opens nothing from here on. */
  readonly revoke: (secret: string) => Promise<void>;
}

/** Connections at a time and user, whatever apps they come from. */
const AT_A_TIME = 10;
const REVOKED = "mailchimp/revoked.json";

export async function createMailchimp(
  dependencies: MailchimpOptions & PlatformParts,
): Promise<{ platform: Platform; state: MailchimpState }> {
  const { accounts = SANDBOX_MAILCHIMP_ACCOUNTS, storage, now, newId, url, hold } = dependencies;
  const readings = { ...STRICT_READINGS, ...dependencies.readings };
  const callerBy = createCallers(accounts);
  const library = await openLibrary({ storage, readings, now, newId });
  const revoked = new Set(await storage.read(REVOKED, z.array(z.string())));
  const open = new Map<string, number>();
  const fileUrl = (file: MailchimpFile) => `${url()}/cdn/${file.account}/${file.file}`;
  const context = { library, readings, now, fileUrl };

  const answerApi = async (request: PlatformRequest): Promise<Answer> => {
    const [, host = "", path = ""] = /^\/([^/]+)\/3\.0(\/.*)?$/.exec(request.path) ?? [];
    if (host === "") throw notFound();
    const caller = callerOf(request, callerBy, revoked);
    refuseElsewhere(host, caller, readings);
    const { handle, id } = routeOf(request, path);
    if (caller.login.role === "viewer" && changes(request))
      throw new Refusal(403, "Forbidden", "You are not permitted to access this resource.");
    const { loginId } = caller.login;
    const count = open.get(loginId) ?? 0;
    if (count >= AT_A_TIME)
      throw new Refusal(
        429,
        "Too Many Requests",
        "You have exceeded the limit of 10 simultaneous connections.",
      );
    open.set(loginId, count + 1);
    try {
      await hold?.();
      const document = await handle({ ...context, caller, request, id });
      if (document === undefined) return { status: 204, headers: {}, body: "" };
      return {
        status: 200,
        headers: { "content-type": "application/json; charset=utf-8" },
        body: JSON.stringify(document),
      };
    } finally {
      open.set(loginId, (open.get(loginId) ?? 1) - 1);
    }
  };

  const answer = async (request: PlatformRequest): Promise<Answer> => {
    try {
      return await answerApi(request);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (error.status === 429 && readings.throttledBy === "403-without-body")
        return { status: 403, headers: {}, body: "" };
      return refusalAnswer(error, newId);
    }
  };

  const platform: Platform = {
    id: "mailchimp",
    name: "Mailchimp",
    origins: { "https://*.api.mailchimp.com": "/*", "https://api.mailchimp.com": "/api" },
    accounts: () =>
      accounts.map(
        ({ id, name, dataCentre, logins }) =>
          `account ${id} (${name}) at ${dataCentre}, ${logins.length} logins`,
      ),
    answer,
    asset: async (path) => {
      const [, account = "", file = ""] = /^\/([\w-]+)\/([\w.-]+)$/.exec(path) ?? [];
      const bytes = await library.bytes(account, file);
      return bytes && { status: 200, headers: assetHeaders(file), body: bytes };
    },
    section: () => mailchimpSection({ accounts, library, fileUrl, url }),
    reset: async () => {
      revoked.clear();
      await library.reset();
    },
  };
  const state: MailchimpState = {
    accounts,
    files: library.files,
    folders: library.folders,
    bytes: ({ account, file }) => library.bytes(account, file),
    add: async (account, { name, bytes, folder = 0 }) => {
      const { extension: _, ...content } = await contentOf(Buffer.from(bytes).toString("base64"), readings);
      const createdBy = accounts.find(({ id }) => id === account)?.logins[0]?.username ?? "somebody";
      return library.add(account, { ...content, name, folder, createdBy });
    },
    revoke: async (secret) => {
      revoked.add(secret);
      await storage.write(REVOKED, [...revoked]);
    },
  };
  return { platform, state };
}

function callerOf(
  request: PlatformRequest,
  callerBy: (header: string) => Caller | undefined,
  revoked: ReadonlySet<string>,
): Caller {
  const header = request.headers.get("authorization");
  if (header === undefined)
    throw new Refusal(401, "API Key Missing", "Your request did not include an API key.");
  const caller = callerBy(header);
  // Fail closed: what is no known secret, letter by letter, is nobody.
  if (!caller || revoked.has(caller.secret))
    throw new Refusal(
      401,
      "API Key Invalid",
      "Your API key may be invalid, or you've attempted to access the wrong datacenter.",
    );
  return caller;
}

function refuseElsewhere(
  host: string,
  { account }: Caller,
  { hosts, wrongDataCentre }: MailchimpReadings,
): void {
  if (host === "api" ? hosts === "data-centre" : hosts === "single") throw notFound();
  if (host === "api" || host === account.dataCentre) return;
  throw wrongDataCentre === 401
    ? new Refusal(401, "API Key Invalid", "You've attempted to access the wrong datacenter.")
    : new Refusal(403, "Wrong Datacenter", "The API key provided is linked to a different data center.");
}

const TYPES: Readonly<Record<string, string>> = {
  png: "image/png",
  jpg: "image/jpeg",
  jpeg: "image/jpeg",
  gif: "image/gif",
  bmp: "image/bmp",
  webp: "image/webp",
  svg: "image/svg+xml",
  pdf: "application/pdf",
};

const assetHeaders = (file: string) => ({
  "content-type": TYPES[extensionOf(file)] ?? "application/octet-stream",
  // A drawing may hold a script: opened by itself it runs none.
  "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'",
  "x-content-type-options": "nosniff",
});
