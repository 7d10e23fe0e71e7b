import type { Answer, PlatformRequest } from "../frame/platform.ts";
import type { AssetChange } from "./bodies.ts";
import { assetChangeOf, fileOf, newAssetOf } from "./bodies.ts";
import type { Library, SalesforceAsset } from "./library.ts";
import type { SalesforceReadings } from "./readings.ts";
import { invalid, notFound, refused } from "./refusal.ts";
import { listOf, queryOf, valueOf } from "./search.ts";
import type { Search } from "./search.ts";
import type { Grant } from "./tokens.ts";

export interface LibraryContext {
  readonly library: Library;
  readonly readings: SalesforceReadings;
  readonly assetUrl: (asset: SalesforceAsset) => string;
  readonly now: () => number;
  readonly newId: () => string;
}

export interface RestCall {
  readonly request: PlatformRequest;
  readonly grant: Grant;
  /** From the path; empty where the path has none. */
  readonly id: string;
}

export type Handler = (call: RestCall, context: LibraryContext) => Promise<Answer> | Answer;

export const json = (status: number, document: unknown): Answer => ({
  status,
  headers: { "content-type": "application/json; charset=utf-8" },
  body: JSON.stringify(document),
});

const text = (body: string): Answer => ({ status: 200, headers: { "content-type": "text/plain" }, body });

export const createAsset: Handler = async ({ request, grant }, context) => {
  const body = newAssetOf(request);
  const bytes = await fileOf(body, context.readings);
  // From here to the writing nothing waits, so two uploads of one name can't both find it free.
  const categoryId = categoryOf(body, grant.mid, context);
  const customerKey = body.customerKey ?? context.newId().slice(0, 36);
  const given = { name: body.name, categoryId, type: body.assetType, customerKey };
  refuseTaken(given, undefined, grant.mid, context);
  const fileName = body.fileProperties?.fileName ?? body.name;
  const now = context.now();
  const asset: SalesforceAsset = {
    ...given,
    id: context.library.nextId(),
    mid: grant.mid,
    description: body.description ?? "",
    tags: body.tags ?? [],
    fileName,
    extension: extensionOf(fileName, grant.mid, context),
    size: bytes.byteLength,
    createdAt: now,
    modifiedAt: now,
    file: `${context.newId()}.${body.assetType.name}`,
    deleted: false,
  };
  await context.library.putAsset(asset, bytes);
  return json(context.readings.assetCreated, shown(asset, grant, context));
};

export const changeAsset: Handler = (call, context) => change(call, context, assetChangeOf(call.request));

/** All of it anew; what is not said is as if never given, but for key and folder. */
export const putAsset: Handler = (call, context) => {
  const body = newAssetOf(call.request);
  return change(call, context, { description: "", tags: [], ...body });
};

async function change({ grant, id }: RestCall, context: LibraryContext, body: AssetChange): Promise<Answer> {
  existing(id, grant, context);
  const typed = { ...body, assetType: body.assetType ?? existing(id, grant, context).type };
  const bytes = body.file === undefined ? undefined : await fileOf(typed, context.readings);
  const asset = existing(id, grant, context);
  if (body.id !== undefined && body.id !== asset.id)
    throw invalid([{ field: "asset.id", message: "is not the path's" }]);
  const changed: SalesforceAsset = {
    ...asset,
    type: typed.assetType,
    name: body.name ?? asset.name,
    customerKey: body.customerKey ?? asset.customerKey,
    categoryId: body.category === undefined ? asset.categoryId : categoryOf(body, grant.mid, context),
    description: body.description ?? asset.description,
    tags: body.tags ?? asset.tags,
    modifiedAt: context.now(),
    ...(bytes && { size: bytes.byteLength, fileName: body.fileProperties?.fileName ?? asset.fileName }),
  };
  refuseTaken(changed, asset.id, grant.mid, context);
  await context.library.putAsset(changed, bytes);
  return json(200, shown(changed, grant, context));
}

export const getAsset: Handler = ({ grant, id }, context) =>
  json(200, shown(existing(id, grant, context), grant, context));

export const getFile: Handler = async ({ grant, id }, context) => {
  const bytes = await context.library.bytes(existing(id, grant, context));
  return text(Buffer.from(bytes ?? []).toString("base64"));
};

/** Into the trash. It answers text. */
export const deleteAsset: Handler = async ({ grant, id }, context) => {
  await context.library.putAsset({ ...existing(id, grant, context), deleted: true }, undefined);
  return text("OK");
};

export const listAssets: Handler = ({ request, grant }, context) => found(listOf(request), grant, context);

export const queryAssets: Handler = ({ request, grant }, context) => {
  const scope = request.query.get("scope");
  if (scope !== null && scope !== "shared") throw refused(400, 10_001, "The scope is shared, or none.");
  return found(queryOf(request), grant, context);
};

function found(search: Search, grant: Grant, context: LibraryContext): Answer {
  if (search.page * search.size > 10_000) throw refused(500, 10_000, "all shards failed");
  const { property, down } = search;
  const matching = context.library
    .assets(grant.mid)
    .filter(search.matches)
    .toSorted((a, b) => rank(valueOf(a, property), valueOf(b, property)) * (down ? -1 : 1));
  const items = matching.slice((search.page - 1) * search.size, search.page * search.size).map((asset) => {
    const all = Object.entries(shown(asset, grant, context));
    return Object.fromEntries(all.filter(([name]) => search.fields?.includes(name) ?? true));
  });
  return json(200, { count: matching.length, page: search.page, pageSize: search.size, links: {}, items });
}

const rank = (a: string | number, b: string | number) => (a === b ? 0 : a < b ? -1 : 1);

function existing(id: string, { mid }: Grant, { library }: LibraryContext): SalesforceAsset {
  const asset = library.assets(mid).find((one) => String(one.id) === id);
  if (!asset) throw notFound();
  return asset;
}

function categoryOf({ category }: AssetChange, mid: string, { library }: LibraryContext): number {
  const own = library.categories(mid);
  if (category === undefined) return own.find(({ parentId }) => parentId === 0)?.id ?? 0;
  if (own.some(({ id }) => id === category.id)) return category.id;
  throw invalid([
    { field: "asset.category.id", message: `Unable to find a Category whose Id is '${category.id}'` },
  ]);
}

/** Names are one of a kind in folder and type; keys in the business unit. */
function refuseTaken(
  asset: Pick<SalesforceAsset, "name" | "categoryId" | "type" | "customerKey">,
  self: number | undefined,
  mid: string,
  { library, readings }: LibraryContext,
): void {
  const lower = asset.name.toLowerCase();
  const trash = library.trash(mid);
  const others = (withTrash: boolean) =>
    [...library.assets(mid), ...(withTrash ? trash : [])].filter(({ id }) => id !== self);
  const names = new Set(
    others(readings.trashHoldsNames)
      .filter(({ categoryId, type }) => categoryId === asset.categoryId && type.id === asset.type.id)
      .map(({ name }) => name.toLowerCase()),
  );
  if (names.has(lower)) {
    let number = 1;
    while (names.has(`${lower} (${number})`)) number += 1;
    throw refused(
      400,
      118_039,
      `Asset names within a category and asset type must be unique. ${asset.name} is already taken. Suggested name: ${asset.name} (${number})`,
    );
  }
  const key = asset.customerKey.toLowerCase();
  if (others(readings.trashHoldsKeys).some(({ customerKey }) => customerKey.toLowerCase() === key))
    throw invalid([{ field: "asset.customerKey", message: "must be unique" }]);
}

/** A file's name that came before leaves its mark on the extension. */
function extensionOf(fileName: string, mid: string, { library }: LibraryContext): string {
  const extension = fileName.split(".").at(-1)?.toLowerCase() ?? "";
  const before = library.assets(mid).filter((asset) => asset.fileName === fileName).length;
  return before === 0 ? extension : `${extension} (${before}) `;
}

const date = (time: number) => new Date(time).toISOString().replace("Z", "-06:00");

function shown(asset: SalesforceAsset, { account, mid }: Grant, { library, assetUrl }: LibraryContext) {
  const category = library.categories(mid).find(({ id }) => id === asset.categoryId);
  const owner = { id: 0, email: "", name: `${account.name} app user`, userId: "0" };
  return {
    id: asset.id,
    customerKey: asset.customerKey,
    objectID: `${asset.id}-${asset.file}`,
    assetType: { ...asset.type, displayName: "Image" },
    fileProperties: {
      fileName: asset.fileName,
      extension: asset.extension,
      fileSize: Math.ceil(asset.size / 1024),
      fileCreatedDate: date(asset.createdAt),
      publishedURL: assetUrl(asset),
    },
    name: asset.name,
    description: asset.description,
    tags: asset.tags,
    owner,
    createdDate: date(asset.createdAt),
    createdBy: owner,
    modifiedDate: date(asset.modifiedAt),
    modifiedBy: owner,
    enterpriseId: Number(account.id),
    memberId: Number(mid),
    status: { id: 2, name: "Published" },
    category: { id: asset.categoryId, name: category?.name ?? "", parentId: category?.parentId ?? 0 },
    thumbnail: { thumbnailUrl: `/v1/assets/${asset.id}/thumbnail` },
    availableViews: [],
    modelVersion: 2,
  };
}
