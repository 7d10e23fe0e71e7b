import type { PlatformRequest } from "../frame/platform.ts";
import type { Caller } from "./accounts.ts";
import type { Library, MailchimpFile, MailchimpFolder } from "./library.ts";
import { choiceOf, paged, PAGING, parametersOf, selected, SELECTING, SIFTING, sifted } from "./lists.ts";
import type { MailchimpReadings } from "./readings.ts";
import { invalid, notFound, Refusal } from "./refusal.ts";
import { bodyOf, changeSchema, contentOf, folderSchema, keptName, uploadSchema } from "./uploads.ts";

export interface EndpointContext {
  readonly library: Library;
  readonly readings: MailchimpReadings;
  readonly now: () => number;
  readonly fileUrl: (file: MailchimpFile) => string;
}

export interface Call extends EndpointContext {
  readonly caller: Caller;
  readonly request: PlatformRequest;
  /** The number in the path. */
  readonly id: number;
}

type Handler = (call: Call) => unknown;

interface Route {
  readonly path: RegExp;
  readonly methods: Readonly<Record<string, Handler>>;
}

const FILES = "/file-manager/files";
const FOLDERS = "/file-manager/folders";

/** Below `/3.0`. An answer of nothing is 204. */
const ROUTES: readonly Route[] = [
  { path: /^\/?$/, methods: { GET: whoAmI } },
  { path: /^\/ping$/, methods: { GET: () => ({ health_status: "Everything's Chimpy!" }) } },
  { path: /^\/file-manager\/files$/, methods: { GET: (call) => listFiles(call), POST: upload } },
  {
    path: /^\/file-manager\/files\/([^/]+)$/,
    methods: { GET: (call) => shown(call, fileOf(call), fileShown), PATCH: changeFile, DELETE: removeFile },
  },
  { path: /^\/file-manager\/folders$/, methods: { GET: listFolders, POST: addFolder } },
  {
    path: /^\/file-manager\/folders\/([^/]+)$/,
    methods: {
      GET: (call) => shown(call, folderOf(call), folderShown),
      PATCH: renameFolder,
      DELETE: removeFolder,
    },
  },
  {
    path: /^\/file-manager\/folders\/([^/]+)\/files$/,
    methods: { GET: (call) => listFiles(call, folderOf(call).id) },
  },
];

/** Which handler a request is for. `X-HTTP-Method-Override` is for POST alone. */
export function routeOf(request: PlatformRequest, path: string): { handle: Handler; id: number } {
  const override = request.headers.get("x-http-method-override");
  if (override !== undefined && (request.method !== "POST" || !/^(GET|PATCH|PUT|DELETE)$/.test(override)))
    throw new Refusal(422, "Invalid Method Override", "The X-HTTP-Method-Override header is for POST.");
  for (const route of ROUTES) {
    const found = route.path.exec(path);
    if (!found) continue;
    const method = override ?? request.method;
    const handle = Object.hasOwn(route.methods, method) ? route.methods[method] : undefined;
    if (!handle)
      throw new Refusal(405, "Method Not Allowed", "The requested method and resource are not compatible.");
    return { handle, id: /^\d{1,9}$/.test(found[1] ?? "") ? Number(found[1]) : -1 };
  }
  throw notFound();
}

/** Those who may do nothing but read reports may change nothing here either. */
export const changes = ({ method, headers }: PlatformRequest) =>
  (headers.get("x-http-method-override") ?? method) !== "GET";

function whoAmI({ caller: { account, login }, request }: Call) {
  const document = {
    account_id: account.id,
    login_id: login.loginId,
    account_name: account.name,
    // The account's, whoever asks.
    email: account.email,
    username: login.username,
    first_name: login.firstName,
    last_name: login.lastName,
    role: login.role,
    account_timezone: "Europe/London",
    pricing_plan_type: "monthly",
    total_subscribers: 0,
    _links: linksTo("/"),
  };
  return selected(document, parametersOf(request.query, SELECTING), pathsOf("", Object.keys(document)));
}

function listFiles(call: Call, folder?: number) {
  const { library, caller, request, readings, now } = call;
  const known = [...SELECTING, ...PAGING, ...SIFTING, "type", "sort_field", "sort_dir"];
  const parameters = parametersOf(request.query, known);
  const type = choiceOf(parameters, "type", ["", "image", "file"]);
  const all = library
    .files(caller.account.id)
    .filter((file) => folder === undefined || file.folder === folder)
    .filter((file) => type === "" || file.kind === type)
    .filter((file) => file.createdAt + readings.listedAfter <= now());
  const files = sifted(all, parameters);
  const field = choiceOf(parameters, "sort_field", ["added_date", "name", "size"]);
  const down = choiceOf(parameters, "sort_dir", ["ASC", "DESC"]) === "DESC" ? -1 : 1;
  const sorted = files.toSorted((a, b) => rank(a, b, field) * down);
  const document = {
    files: paged(sorted, parameters).map((file) => fileShown(file, call)),
    total_file_size: files.reduce((sum, { size }) => sum + size, 0),
    total_items: files.length,
    _links: linksTo(FILES),
  };
  return selected(document, parameters, pathsOf("files", FILE_FIELDS, Object.keys(document)));
}

function rank(a: MailchimpFile, b: MailchimpFile, field: "added_date" | "name" | "size"): number {
  if (field === "name") return a.name.localeCompare(b.name, "en") || a.id - b.id;
  return (field === "size" ? a.size - b.size : a.createdAt - b.createdAt) || a.id - b.id;
}

async function upload(call: Call) {
  const { library, caller, readings, request } = call;
  const given = bodyOf(request, uploadSchema);
  const folder = given.folder_id ?? 0;
  mustHaveFolder(call, folder);
  const { extension, ...content } = await contentOf(given.file_data, readings);
  const name = keptName(given.name, extension, readings);
  const createdBy = caller.login.username;
  return fileShown(await library.add(caller.account.id, { ...content, name, folder, createdBy }), call);
}

async function changeFile(call: Call) {
  const { library, readings, request } = call;
  const file = fileOf(call);
  const { name, folder_id: folder } = bodyOf(request, changeSchema);
  if (folder !== undefined) mustHaveFolder(call, folder);
  const extension = file.name.split(".").at(-1) ?? "";
  const kept = name === undefined ? undefined : keptName(name, extension, readings);
  return fileShown(await library.change(file, { name: kept, folder }), call);
}

async function removeFile(call: Call): Promise<undefined> {
  await call.library.remove(fileOf(call));
}

function listFolders(call: Call) {
  const { library, caller, request } = call;
  const parameters = parametersOf(request.query, [...SELECTING, ...PAGING, ...SIFTING]);
  const folders = sifted(library.folders(caller.account.id), parameters);
  const document = {
    folders: paged(folders, parameters).map((folder) => folderShown(folder, call)),
    total_items: folders.length,
    _links: linksTo(FOLDERS),
  };
  return selected(document, parameters, pathsOf("folders", FOLDER_FIELDS, Object.keys(document)));
}

async function addFolder(call: Call) {
  const { library, caller } = call;
  const name = folderName(call);
  return folderShown(await library.addFolder(caller.account.id, name, caller.login.username), call);
}

async function renameFolder(call: Call) {
  const folder = folderOf(call);
  return folderShown(await call.library.renameFolder(folder, folderName(call)), call);
}

async function removeFolder(call: Call): Promise<undefined> {
  await call.library.removeFolder(folderOf(call));
}

function folderName({ library, caller, readings, request }: Call): string {
  const given = bodyOf(request, folderSchema).name;
  const name = readings.folderNames === "kept" ? given : given.replaceAll(/[^\p{L}\p{N}]+/gu, "-");
  const taken = library.folders(caller.account.id).some((folder) => folder.name === name);
  if (taken && readings.sameFolder === "refused")
    throw invalid({ field: "name", message: "There is a folder of this name." });
  return name;
}

function mustHaveFolder({ library, caller, readings }: Call, folder: number): void {
  if (folder === 0 || library.folders(caller.account.id).some(({ id }) => id === folder)) return;
  throw readings.unknownFolder === 404
    ? notFound()
    : invalid({ field: "folder_id", message: "There is no such folder." });
}

function fileOf({ library, caller, id }: Call): MailchimpFile {
  const file = library.files(caller.account.id).find((one) => one.id === id);
  if (!file) throw notFound();
  return file;
}

function folderOf({ library, caller, id }: Call): MailchimpFolder {
  const folder = library.folders(caller.account.id).find((one) => one.id === id);
  if (!folder) throw notFound();
  return folder;
}

function shown<Item>(
  call: Call,
  item: Item,
  show: (item: Item, call: Call) => Readonly<Record<string, unknown>>,
) {
  const document = show(item, call);
  return selected(document, parametersOf(call.request.query, SELECTING), pathsOf("", Object.keys(document)));
}

const FILE_FIELDS = [
  "id",
  "folder_id",
  "type",
  "name",
  "full_size_url",
  "thumbnail_url",
  "size",
  "created_at",
  "created_by",
  "width",
  "height",
  "_links",
];
const FOLDER_FIELDS = ["id", "name", "file_count", "created_at", "created_by", "_links"];

const fileShown = (file: MailchimpFile, { fileUrl }: EndpointContext) => ({
  id: file.id,
  folder_id: file.folder,
  type: file.kind,
  name: file.name,
  full_size_url: fileUrl(file),
  thumbnail_url: fileUrl(file),
  size: file.size,
  created_at: shownTime(file.createdAt),
  created_by: file.createdBy,
  width: file.width,
  height: file.height,
  _links: linksTo(`${FILES}/${file.id}`),
});

const folderShown = (folder: MailchimpFolder, { library }: EndpointContext) => ({
  id: folder.id,
  name: folder.name,
  file_count: library.files(folder.account).filter((file) => file.folder === folder.id).length,
  created_at: shownTime(folder.createdAt),
  created_by: folder.createdBy,
  _links: linksTo(`${FOLDERS}/${folder.id}`),
});

const shownTime = (time: number) => new Date(time).toISOString().replace(/\.\d+Z$/, "+00:00");

const linksTo = (path: string) => [
  { rel: "self", href: `https://server.api.mailchimp.com/3.0${path}`, method: "GET" },
];

const LINK_FIELDS = ["_links.rel", "_links.href", "_links.method"];

/** The paths that can be asked for: the document's own, and those of a list's items. */
const pathsOf = (list: string, fields: readonly string[], own: readonly string[] = []): string[] => {
  const inside = [...fields, ...LINK_FIELDS];
  return list === "" ? inside : [...own, ...LINK_FIELDS, ...inside.map((field) => `${list}.${field}`)];
};
