import { ConfigError, NotFoundError } from "@gatefold/connector-sdk";
import type { HttpRequest, HttpResponse } from "@gatefold/connector-sdk";
import { z } from "zod";

import { refusalOf, scimRefusalOf } from "./refusal.ts";
import { originOf } from "./settings.ts";
import type { BrazeContext } from "./settings.ts";

/** The one file that knows Braze's REST and SCIM. Shapes: braze.com/docs/api, read in 2026; it has no versions. */

/** What an upload came to. Braze answers 200 to a file that it refuses, too. */
export interface Upload {
  /** Their addresses; the answer names no ids. */
  readonly urls: readonly string[];
  /** Why files were refused. */
  readonly refusals: readonly string[];
  readonly dashboardUrl: string | undefined;
}

const refusedFile = z.union([
  z.string(),
  z.object({ error: z.string() }).transform(({ error }) => error),
  z.unknown().transform(() => "no reason given"),
]);
const uploadSchema = z
  .object({
    new_assets: z.array(z.object({ url: z.url() })).nullish(),
    errors: z.array(refusedFile).nullish(),
    dashboard_url: z.string().nullish().catch(undefined),
  })
  .transform((answer): Upload => ({
    urls: (answer.new_assets ?? []).map(({ url }) => url),
    refusals: answer.errors ?? [],
    dashboardUrl: answer.dashboard_url ?? undefined,
  }));
/** What a replacement answers is not documented: nothing, or an object that names no error and was not put off. */
const replacedSchema = z.union([
  z.literal(""),
  z.object({ errors: z.array(refusedFile).nullish(), message: z.string().nullish().catch(undefined) }),
]);
const listSchema = z.object({ content_blocks: z.array(z.unknown()) });
const refusalSchema = z.object({
  message: z.string().optional().catch(undefined),
  error_code: z.string().optional().catch(undefined),
});

const words = z.array(z.string()).nullish();
const workspaceSchema = z.object({
  appGroupId: z.string().nullish(),
  appGroupName: z.string().nullish(),
  appGroupPermissions: words,
  appGroupPermissionSets: z
    .array(
      z.object({
        appGroupPermissionSetId: z.string().nullish(),
        // As requests spell it.
        appGroupPermissionSetID: z.string().nullish(),
        permissions: words,
      }),
    )
    .nullish(),
  team: z.array(z.object({ teamId: z.string().nullish(), teamPermissions: words })).nullish(),
});
const personSchema = z.object({
  id: z.string().min(1),
  userName: z.string().min(1),
  name: z.object({ givenName: z.string().nullish(), familyName: z.string().nullish() }).nullish(),
  permissions: z
    .object({
      companyPermissions: words,
      roles: z
        .array(z.object({ roleId: z.string().nullish(), appGroup: z.array(workspaceSchema).nullish() }))
        .nullish(),
      appGroup: z.array(workspaceSchema).nullish(),
    })
    .nullish(),
});
const searchSchema = z.object({
  totalResults: z.int(),
  Resources: z.array(z.object({ id: z.string().min(1), userName: z.string() })).nullish(),
});

/** A dashboard user, as far as we read one. */
export type BrazePerson = z.output<typeof personSchema>;
export type BrazeRights = z.output<typeof workspaceSchema>;

/** The cheapest question that shows whether a key works: Braze's API has none about the key itself. */
export const askKey = async (context: BrazeContext): Promise<void> => {
  const { body } = await send(context, "content_blocks.list", {
    method: "GET",
    url: "/content_blocks/list?limit=1",
    bucket: "lists",
  });
  listSchema.parse(body);
};

/** Braze fetches the link while the request is open. */
export const createAsset = async (
  context: BrazeContext,
  asset: { name: string; link: string },
): Promise<Upload> => {
  const { body } = await send(context, "media_library.create", {
    method: "POST",
    url: "/media_library/create",
    json: { asset_url: asset.link, name: asset.name },
    bucket: "media",
  });
  return uploadSchema.parse(body);
};

/** Puts a file under an asset's id and address; why it was refused, where a 2xx says so. */
export const replaceFile = async (
  context: BrazeContext,
  asset: { id: string; link: string },
): Promise<{ refusals: readonly string[]; queued: boolean }> => {
  const { body, status } = await send(context, "media_library.replace", {
    method: "PUT",
    url: "/media_library/replace_file",
    json: { asset_id: asset.id, asset_url: asset.link },
    bucket: "media",
  });
  const answer = replacedSchema.parse(body);
  if (answer === "") return { refusals: [], queued: status === 202 };
  return { refusals: answer.errors ?? [], queued: status === 202 || answer.message === "queued" };
};

/**
 * The id of the one whom SCIM has under this address; undefined where that is nobody, or not surely one. An address that would
 * need escapes is nobody's: none are documented.
 */
export const searchPerson = async (context: BrazeContext, email: string): Promise<string | undefined> => {
  if (/["\\\p{Cc}]/u.test(email)) return undefined;
  const filter = encodeURIComponent(`userName eq "${email}"`);
  const body = await askScim(context, `/scim/v2/Users?filter=${filter}`);
  if (body === undefined) return undefined;
  const { totalResults, Resources } = searchSchema.parse(body);
  const [found] = Resources ?? [];
  if (found === undefined || totalResults !== 1 || Resources?.length !== 1) return undefined;
  return found.userName.toLowerCase() === email.toLowerCase() ? found.id : undefined;
};

export const getPerson = async (context: BrazeContext, id: string): Promise<BrazePerson | undefined> => {
  const body = await askScim(context, `/scim/v2/Users/${encodeURIComponent(id)}`);
  return body === undefined ? undefined : personSchema.parse(body);
};

/** Whether people can be looked up at all. */
export const hasScim = ({ settings, secrets }: BrazeContext): boolean =>
  settings.scimOrigin !== undefined && secrets.scimToken !== undefined;

/** The answer, or undefined for a 404. */
const askScim = async (context: BrazeContext, path: string): Promise<unknown> => {
  const { settings, secrets, http } = context;
  if (settings.scimOrigin === undefined || secrets.scimToken === undefined) {
    throw new ConfigError(
      "Braze's people are found by SCIM: give this connection a SCIM token and its service origin, or link people by e-mail.",
    );
  }
  try {
    const { body } = await http.send({
      method: "GET",
      url: originOf(settings) + path,
      headers: {
        authorization: `Bearer ${secrets.scimToken}`,
        "content-type": "application/json",
        "x-request-origin": settings.scimOrigin,
      },
      bucket: "scim",
      refusal: ({ status }) => scimRefusalOf(status),
    });
    return body;
  } catch (error) {
    if (error instanceof NotFoundError) return undefined;
    throw error;
  }
};

const send = (
  { settings, secrets, http }: BrazeContext,
  permission: string,
  request: Omit<HttpRequest, "headers" | "refusal">,
): Promise<HttpResponse> =>
  http.send({
    ...request,
    url: originOf(settings) + request.url,
    headers: { authorization: `Bearer ${secrets.apiKey}`, "content-type": "application/json" },
    refusal: ({ status, body }) => {
      const parsed = refusalSchema.safeParse(body);
      const { message, error_code: code } = parsed.success ? parsed.data : {};
      return refusalOf(status, { message, code }, { permission, instance: settings.instance });
    },
  });
