import { z } from "zod";
import { json } from "./assets.ts";
import type { Handler, LibraryContext } from "./assets.ts";
import { checked, jsonOf } from "./bodies.ts";
import type { SalesforceCategory } from "./library.ts";
import { categoryRefused, refused } from "./refusal.ts";
import { numberOf, parametersOf } from "./search.ts";
import type { Grant } from "./tokens.ts";

const createSchema = z.strictObject({
  Name: z.string().min(1).max(100),
  ParentId: z.int(),
  CategoryType: z.enum(["asset", "asset-shared"]),
  SharingProperties: z
    .strictObject({ SharedWith: z.array(z.int()).max(100), SharingType: z.string() })
    .optional(),
});

export const createCategory: Handler = async ({ request, grant }, context) => {
  const { Name, ParentId, CategoryType } = checked(createSchema, jsonOf(request), "category");
  if (CategoryType === "asset-shared" && grant.mid !== grant.account.id)
    throw categoryRefused(403, 20_002, "Insufficient privileges");
  parent(ParentId, grant, context);
  refuseTaken(Name, ParentId, undefined, grant, context);
  const category = await context.library.addCategory({ mid: grant.mid, name: Name, parentId: ParentId });
  return json(context.readings.categoryCreated, shown(category, grant));
};

const changeSchema = z.strictObject({
  Id: z.int().optional(),
  Name: z.string().min(1).max(100),
  ParentId: z.int(),
  CategoryType: z.literal("asset").optional(),
});

export const changeCategory: Handler = async ({ request, grant, id }, context) => {
  const category = existing(id, grant, context);
  const { Name, ParentId } = checked(changeSchema, jsonOf(request), "category");
  parent(ParentId, grant, context);
  refuseTaken(Name, ParentId, category.id, grant, context);
  const changed = { ...category, name: Name, parentId: ParentId };
  await context.library.changeCategory(changed);
  return json(200, shown(changed, grant));
};

export const getCategory: Handler = ({ grant, id }, context) =>
  json(200, shown(existing(id, grant, context), grant));

export const deleteCategory: Handler = async ({ grant, id }, context) => {
  await context.library.removeCategory(existing(id, grant, context));
  return { status: 200, headers: { "content-type": "text/plain" }, body: "OK" };
};

const SCOPES = new Set(["Ours", "Shared", "Ours,Shared"]);

/** Only `ParentId` can be filtered by. The pages end with an empty one. */
export const listCategories: Handler = ({ request, grant }, { library }) => {
  const given = parametersOf(request.query, ["$page", "$pagesize", "$orderBy", "$filter", "scope"]);
  if (!SCOPES.has(given.get("scope") ?? "Ours")) throw refused(400, 10_001, "There is no such scope.");
  const filter = given.get("$filter");
  const found = filter === undefined ? undefined : /^ParentId eq (\d+)$/i.exec(filter);
  if (found === null) throw refused(400, 10_001, "Only ParentId can be filtered by.");
  const parentId = found && Number(found[1]);
  const page = numberOf(given.get("$page"), 1);
  const size = numberOf(given.get("$pagesize"), 50, 500);
  const own = given.get("scope") === "Shared" ? [] : library.categories(grant.mid);
  const matching = own.filter((category) => parentId === undefined || category.parentId === parentId);
  const items = matching.slice((page - 1) * size, page * size).map((category) => shown(category, grant));
  return json(200, { count: matching.length, page, pageSize: size, items });
};

function existing(id: string, { mid }: Grant, { library }: LibraryContext): SalesforceCategory {
  const category = library.categories(mid).find((one) => String(one.id) === id);
  if (!category) throw categoryRefused(404, 30_003, "Object not found");
  return category;
}

function parent(id: number, { mid }: Grant, { library }: LibraryContext): void {
  if (!library.categories(mid).some((category) => category.id === id))
    throw categoryRefused(400, 10_001, `Unable to find a Category whose Id is '${id}'`);
}

function refuseTaken(
  name: string,
  parentId: number,
  self: number | undefined,
  { mid }: Grant,
  { library }: LibraryContext,
): void {
  const taken = library
    .categories(mid)
    .some(
      (one) => one.id !== self && one.parentId === parentId && one.name.toLowerCase() === name.toLowerCase(),
    );
  if (taken) throw categoryRefused(400, 10_001, "A category of this name is there already.");
}

const shown = ({ id, name, parentId, mid }: SalesforceCategory, { account }: Grant) => ({
  id,
  description: "",
  enterpriseId: Number(account.id),
  memberId: Number(mid),
  name,
  parentId,
  categoryType: "asset",
});
