import { UnreadableError } from "@gatefold/connector-sdk";
import type { HttpRequest, HttpResponse, Token } from "@gatefold/connector-sdk";
import { z } from "zod";

import { refusalOf, tokenRefusalOf } from "./refusal.ts";
import type { SalesforceContext, SalesforceSettings } from "./settings.ts";

/** The file that knows Salesforce's tokens and Content Builder's REST; `soap.ts` knows the other half of its wire. */
const HOST = "marketingcloudapis.com";
export const ORIGINS = ["auth", "rest", "soap"].map((part) => `https://*.${part}.${HOST}`);

export const originOf = ({ subdomain }: SalesforceSettings, part: "auth" | "rest" | "soap"): string =>
  `https://${subdomain}.${part}.${HOST}`;

/** A picture in Content Builder, as far as we read it. */
export interface SalesforceAsset {
  readonly id: string;
  readonly customerKey: string;
  readonly name: string;
  readonly url: string | null;
}

export interface SalesforceCategory {
  readonly id: number;
  readonly name: string;
  readonly parentId: number;
}

const assetSchema = z
  .object({
    id: z.int().positive(),
    customerKey: z.string(),
    name: z.string(),
    fileProperties: z.object({ publishedURL: z.string().nullish() }).nullish(),
  })
  .transform(({ id, customerKey, name, fileProperties }): SalesforceAsset => ({
    id: String(id),
    customerKey,
    name,
    url: fileProperties?.publishedURL ?? null,
  }));
const assetsSchema = z.object({ items: z.array(assetSchema) });
const categorySchema = z.object({ id: z.int(), name: z.string(), parentId: z.int() });
const categoriesSchema = z.object({ items: z.array(categorySchema) });
const tokenSchema = z.object({ access_token: z.string().min(1), expires_in: z.number().positive() });
const userInfoSchema = z.object({
  organization: z.object({
    member_id: z.union([z.string(), z.int()]).transform(String),
    enterprise_name: z.string().nullish(),
  }),
});

/** Gives the token of a business unit, and another one where this one was refused; asked for once for all who wait. */
export const tokenOf =
  (context: SalesforceContext, unit: string) =>
  (refused?: string): Promise<string> =>
    context.tokens.get(`unit ${unit}`, () => askToken(context, unit), refused);

const askToken = async (context: SalesforceContext, unit: string): Promise<Token> => {
  const { clientId, clientSecret } = context.secrets;
  const { body } = await context.http.send({
    method: "POST",
    url: `${originOf(context.settings, "auth")}/v2/token`,
    json: {
      grant_type: "client_credentials",
      client_id: clientId,
      client_secret: clientSecret,
      account_id: unit,
    },
    bucket: "token",
    idempotent: true,
    refusal: ({ status, body: said }) => tokenRefusalOf(status, textIn(said, "error"), unit),
  });
  const { access_token: value, expires_in: seconds } = tokenSchema.parse(body);
  return { value, expiresAt: context.now() + seconds * 1000 };
};

/** Which business unit the token works in, and the enterprise it belongs to. */
export const getUserInfo = async (context: SalesforceContext) => {
  const { body } = await send(context, {
    method: "GET",
    url: `${originOf(context.settings, "auth")}/v2/userinfo`,
    bucket: "rest",
  });
  const { organization } = userInfoSchema.parse(body);
  return { unit: organization.member_id, enterprise: organization.enterprise_name ?? "Salesforce" };
};

/** What goes into an asset that is a file. */
export interface AssetFile {
  readonly name: string;
  readonly type: { readonly name: string; readonly id: number };
  readonly fileName: string;
  readonly bytes: Uint8Array;
}

const fileBody = ({ name, type, fileName, bytes }: AssetFile) => ({
  name,
  assetType: { name: type.name, id: type.id },
  file: Buffer.from(bytes).toString("base64"),
  fileProperties: { fileName },
});

export const createAsset = async (
  context: SalesforceContext,
  asset: AssetFile & { readonly customerKey: string; readonly categoryId: number },
): Promise<SalesforceAsset> => {
  const { body } = await send(context, {
    method: "POST",
    url: assets(context),
    json: {
      ...fileBody(asset),
      customerKey: asset.customerKey,
      category: { id: asset.categoryId },
      modelVersion: 2,
    },
    bucket: "rest",
  });
  return assetSchema.parse(body);
};

/** Puts other bytes into an asset; its id, key, folder and published address stay. */
export const replaceAsset = async (
  context: SalesforceContext,
  id: string,
  asset: AssetFile,
): Promise<SalesforceAsset> => {
  const { body } = await send(context, {
    method: "PATCH",
    url: assets(context, id),
    json: fileBody(asset),
    bucket: "rest",
  });
  return assetSchema.parse(body);
};

/** It answers text, which says nothing. */
export const deleteAsset = async (context: SalesforceContext, id: string): Promise<void> => {
  await send(context, { method: "DELETE", url: assets(context, id), bucket: "rest", idempotent: true });
};

/** The assets whose property is exactly this; of one business unit, without the trash. */
export const findAssets = async (
  context: SalesforceContext,
  property: "customerKey" | "name",
  value: string,
): Promise<SalesforceAsset[]> => {
  const { body } = await send(context, {
    method: "POST",
    url: `${assets(context)}/query`,
    json: {
      page: { page: 1, pageSize: 50 },
      query: { property, simpleOperator: "equal", value },
      fields: ["id", "customerKey", "name", "fileProperties"],
    },
    bucket: "rest",
    idempotent: true,
  });
  return assetsSchema.parse(body).items;
};

const PAGE = 50;
/** More pages of one folder's folders than this are not a library any more. */
const MOST_PAGES = 200;

/** The first of the folders right below one, 0 for the root, that is meant; looked for until an empty page. */
export const findCategory = async (
  context: SalesforceContext,
  parentId: number,
  isMeant: (category: SalesforceCategory) => boolean,
): Promise<SalesforceCategory | undefined> => {
  const filter = encodeURIComponent(`ParentId eq ${parentId}`);
  for (let page = 1; page <= MOST_PAGES; page += 1) {
    const { body } = await send(context, {
      method: "GET",
      url: `${categories(context)}?$page=${page}&$pagesize=${PAGE}&scope=Ours&$filter=${filter}`,
      bucket: "rest",
    });
    const { items } = categoriesSchema.parse(body);
    if (items.length === 0) return undefined;
    const found = items.find((category) => category.parentId === parentId && isMeant(category));
    if (found) return found;
  }
  // Silence is not "none": a search that was not finished has found out nothing.
  throw new UnreadableError(`The folder ${parentId} has more than ${MOST_PAGES * PAGE} folders in it.`);
};

export const createCategory = async (
  context: SalesforceContext,
  parentId: number,
  name: string,
): Promise<SalesforceCategory> => {
  const { body } = await send(context, {
    method: "POST",
    url: categories(context),
    json: { Name: name, ParentId: parentId, CategoryType: "asset" },
    bucket: "rest",
  });
  return categorySchema.parse(body);
};

const assets = ({ settings }: SalesforceContext, id?: string): string =>
  `${originOf(settings, "rest")}/asset/v1/content/assets${id === undefined ? "" : `/${encodeURIComponent(id)}`}`;

const categories = ({ settings }: SalesforceContext): string =>
  `${originOf(settings, "rest")}/asset/v1/content/categories`;

const send = (
  context: SalesforceContext,
  request: Omit<HttpRequest, "bearer" | "refusal">,
): Promise<HttpResponse> =>
  context.http.send({
    ...request,
    bearer: tokenOf(context, context.settings.accountId),
    refusal: ({ status, body }) =>
      refusalOf(status, { code: numberIn(body), message: textIn(body, "message"), flaws: flawsIn(body) }),
  });

/** Folders say `Message` and `ErrorCode`, all else `message` and `errorcode`: keys are read in any case. */
const fieldOf = (body: unknown, key: string): unknown =>
  typeof body === "object" && body !== null
    ? Object.entries(body).find(([name]) => name.toLowerCase() === key)?.[1]
    : undefined;

const textIn = (body: unknown, key: string): string | undefined => {
  const value = fieldOf(body, key);
  return typeof value === "string" && value !== "" ? value : undefined;
};

const numberIn = (body: unknown): number | undefined => {
  const code = fieldOf(body, "errorcode");
  return typeof code === "number" || (typeof code === "string" && /^\d+$/.test(code))
    ? Number(code)
    : undefined;
};

const flawsIn = (body: unknown): string[] =>
  ["validationerrors", "additionalerrors"].flatMap((key) => {
    const list = fieldOf(body, key);
    return Array.isArray(list) ? list.flatMap((flaw: unknown) => textIn(flaw, "message") ?? []) : [];
  });
