import { TransientError, UnreadableError } from "@gatefold/connector-sdk";
import type { ConnectorError, HttpRequest, HttpResponse } from "@gatefold/connector-sdk";
import { z } from "zod";

import { refusalOf } from "./refusal.ts";
import { originOf } from "./settings.ts";
import type { MailchimpContext } from "./settings.ts";

/** The one file that knows Mailchimp's Marketing API. Its version is in the path alone. */
export const VERSION = "3.0";
const FILES = "/file-manager/files";
const FOLDERS = "/file-manager/folders";

/** Fields are asked for by name, so that a page stays well below what the host reads. */
const PAGE = 500;
/** More pages than this are not looked through: 20,000 files. */
const MOST_PAGES = 40;

/** A file or a folder, as far as we read it. */
export interface MailchimpItem {
  readonly id: number;
  readonly name: string;
}

export interface MailchimpFile extends MailchimpItem {
  readonly url: string | null;
}

/** Whose key it is, and what it opens. */
export interface MailchimpCaller {
  readonly account: string;
  readonly accountName: string;
  readonly username: string | null;
  readonly role: string | null;
}

const callerSchema = z
  .object({
    account_id: z.string().min(1),
    account_name: z.string(),
    username: z.string().nullish(),
    role: z.string().nullish(),
  })
  .transform((body): MailchimpCaller => ({
    account: body.account_id,
    accountName: body.account_name,
    username: body.username ?? null,
    role: body.role ?? null,
  }));
const itemSchema = z.object({ id: z.int().positive(), name: z.string() });
const fileSchema = itemSchema
  .extend({ full_size_url: z.string().nullish() })
  .transform(({ id, name, full_size_url: url }): MailchimpFile => ({ id, name, url: url ?? null }));
const total = { total_items: z.int().nonnegative() };
const filesSchema = z.object({ files: z.array(fileSchema), ...total });
const foldersSchema = z.object({ folders: z.array(itemSchema), ...total });
const problemSchema = z.object({
  title: z.string().optional().catch(undefined),
  detail: z.string().optional().catch(undefined),
  errors: z
    .array(z.object({ field: z.string().optional().catch(undefined) }))
    .optional()
    .catch(undefined),
});

/** Who am I. It answers about the key's own person and nobody else. */
export const getCaller = async (context: MailchimpContext): Promise<MailchimpCaller> => {
  const fields = "account_id,account_name,username,role";
  const { body } = await send(context, { method: "GET", path: "/", query: { fields } });
  return callerSchema.parse(body);
};

/** The newest file that is wanted, of all folders. There is no search by name: page by page. */
export const findFile = (context: MailchimpContext, wanted: (file: MailchimpFile) => boolean) =>
  search(async (offset) => {
    const { files, total_items } = filesSchema.parse(await list(context, FILES, FILE_QUERY, offset));
    return { items: files, total: total_items };
  }, wanted);

const FILE_QUERY = {
  fields: "files.id,files.name,files.full_size_url,total_items",
  sort_field: "added_date",
  sort_dir: "DESC",
};

/** Every folder that is wanted. */
export const findFolders = async (
  context: MailchimpContext,
  wanted: (folder: MailchimpItem) => boolean,
): Promise<readonly MailchimpItem[]> => {
  const found: MailchimpItem[] = [];
  await search(
    async (offset) => {
      const query = { fields: "folders.id,folders.name,total_items" };
      const { folders, total_items } = foldersSchema.parse(await list(context, FOLDERS, query, offset));
      return { items: folders, total: total_items };
    },
    (folder) => {
      if (wanted(folder)) found.push(folder);
      return false;
    },
  );
  return found;
};

/** Can the library be read? */
export const glance = async (context: MailchimpContext): Promise<number> => {
  const { body } = await send(context, {
    method: "GET",
    path: FILES,
    query: { count: "1", fields: "total_items" },
  });
  return z.object(total).parse(body).total_items;
};

export const createFolder = async (context: MailchimpContext, name: string): Promise<MailchimpItem> => {
  const { body } = await send(context, { method: "POST", path: FOLDERS, json: { name } });
  return itemSchema.parse(body);
};

/** Sends the bytes as base64, with nothing before it; into no folder where there is none. */
export const uploadFile = async (
  context: MailchimpContext,
  file: { readonly name: string; readonly bytes: Uint8Array; readonly folder: number | undefined },
): Promise<MailchimpFile> => {
  const { name, bytes, folder } = file;
  const file_data = Buffer.from(bytes).toString("base64");
  const { body } = await send(context, {
    method: "POST",
    path: FILES,
    json: { name, file_data, ...(folder === undefined ? {} : { folder_id: folder }) },
    gone: folder === undefined ? undefined : FOLDER_GONE,
  });
  return fileSchema.parse(body);
};

const FOLDER_GONE =
  "The folder in Mailchimp was deleted meanwhile, and nothing was uploaded; try again, and it is made anew.";

export const deleteFile = async (context: MailchimpContext, id: string): Promise<void> => {
  await send(context, { method: "DELETE", path: `${FILES}/${encodeURIComponent(id)}`, idempotent: true });
};

interface ItemPage<Item> {
  readonly items: readonly Item[];
  readonly total: number;
}

/**
 * The first item that is wanted. The next page begins after as many as came, whatever was asked for. A search that did not see all of them
 * has found out nothing, and says so: silence is not "none".
 */
const search = async <Item extends MailchimpItem>(
  page: (offset: number) => Promise<ItemPage<Item>>,
  wanted: (item: Item) => boolean,
): Promise<Item | undefined> => {
  let offset = 0;
  let most = 0;
  for (let seen = 1; seen <= MOST_PAGES; seen += 1) {
    const { items, total: now } = await page(offset);
    const found = items.find(wanted);
    if (found) return found;
    most = Math.max(most, now);
    offset += items.length;
    // What was deleted meanwhile made others move up, past where the next page begins.
    if (now < most)
      throw new TransientError("Mailchimp's library changed while it was looked through; try again later.");
    if (offset >= now) return undefined;
    if (items.length === 0)
      throw new UnreadableError("Mailchimp's list broke off before its end; try again later.");
  }
  throw new UnreadableError(
    `Mailchimp's library has more than ${MOST_PAGES * PAGE} entries, and the newest of them don't have it; look there by hand.`,
  );
};

const list = async (
  context: MailchimpContext,
  path: string,
  query: Readonly<Record<string, string>>,
  offset: number,
): Promise<unknown> => {
  const paged = { ...query, count: String(PAGE), offset: String(offset) };
  return (await send(context, { method: "GET", path, query: paged })).body;
};

interface Sent extends Pick<HttpRequest, "method" | "json" | "idempotent"> {
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  /** What a 404 means, where it is nothing final. */
  readonly gone?: string | undefined;
}

const send = (context: MailchimpContext, { path, query, gone, ...request }: Sent): Promise<HttpResponse> => {
  const asked = query === undefined ? "" : `?${new URLSearchParams(query).toString()}`;
  const credentials = Buffer.from(`gatefold:${context.secrets.apiKey}`).toString("base64");
  return context.http.send({
    ...request,
    url: `${originOf(context)}/${VERSION}${path}${asked}`,
    bucket: "api",
    headers: { authorization: `Basic ${credentials}` },
    refusal: (answer) =>
      answer.status === 404 && gone !== undefined
        ? new TransientError(gone, { status: 404 })
        : readRefusal(answer),
  });
};

const readRefusal = ({ status, body }: HttpResponse): ConnectorError | undefined => {
  const { success, data } = problemSchema.safeParse(body);
  if (!success) return refusalOf(status, undefined);
  const fields =
    data.errors?.flatMap(({ field }) => (field === undefined || field === "" ? [] : [field])) ?? [];
  return refusalOf(status, { title: data.title, detail: data.detail, fields });
};
