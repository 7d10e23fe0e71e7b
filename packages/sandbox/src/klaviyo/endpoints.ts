import type { PlatformRequest } from "../frame/platform.ts";
import { accountResource } from "./accounts.ts";
import type { Caller } from "./accounts.ts";
import { importOf, updateOf, uploadOf } from "./bodies.ts";
import type { Images, StoredImage } from "./images.ts";
import type { Endpoint } from "./limits.ts";
import { formatOf, importPicture } from "./pictures.ts";
import { ACCOUNT_FIELDS, fieldsOf, IMAGE_FIELDS, sparse } from "./fields.ts";
import type { Fields } from "./fields.ts";
import { pageOf, parametersOf } from "./query.ts";
import type { KlaviyoReadings } from "./readings.ts";
import { Refusal } from "./refusal.ts";

interface Context {
  readonly images: Images;
  readonly readings: KlaviyoReadings;
  readonly imageUrl: (image: StoredImage) => string;
  readonly origin: string;
  readonly fetch: typeof fetch;
}

interface Call {
  readonly request: PlatformRequest;
  readonly caller: Caller;
  /** From the path; empty where the path has none. */
  readonly id: string;
}

interface Outcome {
  readonly status: 200 | 201;
  readonly document: unknown;
}

interface EndpointDefinition {
  readonly scope: string;
  /** Whether it has a daily number. */
  readonly daily: boolean;
  readonly handle: (call: Call, context: Context) => Promise<Outcome>;
}

export const ENDPOINTS: Readonly<Record<Endpoint, EndpointDefinition>> = {
  accounts: { scope: "accounts:read", daily: false, handle: listAccounts },
  account: { scope: "accounts:read", daily: false, handle: getAccount },
  "list-images": { scope: "images:read", daily: false, handle: listImages },
  "get-image": { scope: "images:read", daily: false, handle: getImage },
  "update-image": { scope: "images:write", daily: false, handle: updateImage },
  "import-image": { scope: "images:write", daily: true, handle: importImage },
  "upload-image": { scope: "images:write", daily: true, handle: uploadImage },
};

const PATHS: readonly (readonly [RegExp, Readonly<Record<string, Endpoint>>])[] = [
  [/^\/api\/accounts\/?$/, { GET: "accounts" }],
  [/^\/api\/accounts\/([^/]+)\/?$/, { GET: "account" }],
  [/^\/api\/images\/?$/, { GET: "list-images", POST: "import-image" }],
  [/^\/api\/images\/([^/]+)\/?$/, { GET: "get-image", PATCH: "update-image" }],
  [/^\/api\/image-upload\/?$/, { POST: "upload-image" }],
];

/** Throws the 404 and the 405. */
export function routeOf(request: PlatformRequest): { endpoint: Endpoint; id: string } {
  for (const [pattern, methods] of PATHS) {
    const found = pattern.exec(request.path);
    if (!found) continue;
    const endpoint = Object.hasOwn(methods, request.method) ? methods[request.method] : undefined;
    if (endpoint) return { endpoint, id: found[1] ?? "" };
    throw new Refusal(405, `Method "${request.method}" not allowed.`, {
      allow: Object.keys(methods).join(", "),
    });
  }
  throw new Refusal(404, "There is no endpoint at this path.");
}

async function listAccounts({ request, caller }: Call, { origin }: Context): Promise<Outcome> {
  const fields = onlyAccountFields(request);
  const self = `${origin}/api/accounts/`;
  return {
    status: 200,
    document: { data: [accountResource(caller.account, fields, origin)], links: { self } },
  };
}

async function getAccount({ request, caller, id }: Call, { origin }: Context): Promise<Outcome> {
  const fields = onlyAccountFields(request);
  if (id !== caller.account.id) throw notFound("account", id);
  const data = accountResource(caller.account, fields, origin);
  return { status: 200, document: { data, links: data.links } };
}

const onlyAccountFields = ({ query }: PlatformRequest): Fields =>
  fieldsOf(parametersOf(query, ["fields[account]"]), "fields[account]", ACCOUNT_FIELDS);

const onlyImageFields = ({ query }: PlatformRequest): Fields =>
  fieldsOf(parametersOf(query, ["fields[image]"]), "fields[image]", IMAGE_FIELDS);

const LIST_PARAMETERS = ["fields[image]", "filter", "page[cursor]", "page[size]", "sort"];

async function listImages({ request, caller }: Call, context: Context): Promise<Outcome> {
  const parameters = parametersOf(request.query, LIST_PARAMETERS);
  const fields = fieldsOf(parameters, "fields[image]", IMAGE_FIELDS);
  const { images, cursor } = pageOf(context.images.list(caller.account.id), parameters, context.readings);
  const data = images.map((image) => imageResource(image, fields, context));
  const linkTo = (query: URLSearchParams) => {
    const text = query.toString();
    return `${context.origin}/api/images/${text === "" ? "" : `?${text}`}`;
  };
  const next = new URLSearchParams(request.query);
  if (cursor !== undefined) next.set("page[cursor]", cursor);
  const links = { self: linkTo(request.query), next: cursor === undefined ? null : linkTo(next) };
  return { status: 200, document: { data, links } };
}

async function getImage({ request, caller, id }: Call, context: Context): Promise<Outcome> {
  const fields = onlyImageFields(request);
  return oneImage(200, existing(caller, id, context), fields, context);
}

async function updateImage({ request, caller, id }: Call, context: Context): Promise<Outcome> {
  const fields = onlyImageFields(request);
  const image = existing(caller, id, context);
  const { name, hidden } = updateOf(request, id, context.readings);
  const changed = await context.images.change(image, {
    ...(name != null && { name }),
    ...(hidden != null && { hidden }),
  });
  return oneImage(200, changed, fields, context);
}

async function importImage({ request, caller }: Call, context: Context): Promise<Outcome> {
  const fields = onlyImageFields(request);
  const { import_from_url: url, name, hidden } = importOf(request, context.readings);
  const { bytes, format, filename } = await importPicture(url, context.readings.largestImage, context.fetch);
  const image = { name: name ?? filename, bytes, format, hidden: hidden ?? false };
  return oneImage(201, await context.images.add(caller.account.id, image), fields, context);
}

async function uploadImage({ request, caller }: Call, context: Context): Promise<Outcome> {
  const fields = onlyImageFields(request);
  const { bytes, name, hidden } = await uploadOf(request);
  const format = await formatOf(bytes, context.readings.largestImage, "/data/attributes/file");
  return oneImage(
    201,
    await context.images.add(caller.account.id, { name, bytes, format, hidden }),
    fields,
    context,
  );
}

function existing(caller: Caller, id: string, { images }: Context): StoredImage {
  const image = images.get(caller.account.id, id);
  if (!image) throw notFound("image", id);
  return image;
}

const notFound = (kind: string, id: string) => new Refusal(404, `An ${kind} with id ${id} does not exist.`);

function oneImage(status: 200 | 201, image: StoredImage, fields: Fields, context: Context): Outcome {
  const data = imageResource(image, fields, context);
  return { status, document: { data, links: data.links } };
}

function imageResource(image: StoredImage, fields: Fields, context: Context) {
  const attributes = {
    name: image.name,
    image_url: context.imageUrl(image),
    format: image.format,
    size: image.size,
    hidden: image.hidden,
    updated_at: new Date(image.updatedAt).toISOString().replace(/\.\d+Z$/, "+00:00"),
  };
  return {
    type: "image",
    id: image.id,
    attributes: sparse(attributes, fields),
    links: { self: `${context.origin}/api/images/${image.id}/` },
  };
}
