import { z } from "zod";
import type { PlatformRequest } from "../frame/platform.ts";
import type { KlaviyoReadings } from "./readings.ts";
import { invalidBody, MEDIA_TYPE, Refusal } from "./refusal.ts";

const name = z.string().min(1, "This field may not be blank.").nullish();
const hidden = z.boolean().nullish();

const createSchema = z.strictObject({
  data: z.strictObject({
    type: z.literal("image"),
    attributes: z.strictObject({ import_from_url: z.string().min(1), name, hidden }),
  }),
});

const updateSchema = z.strictObject({
  data: z.strictObject({
    type: z.literal("image"),
    id: z.string(),
    attributes: z.strictObject({ name, hidden }),
  }),
});

export function importOf(request: PlatformRequest, readings: KlaviyoReadings) {
  const document = jsonOf(request, readings);
  refuseOtherType(document);
  return checked(createSchema, document).data.attributes;
}

export function updateOf(request: PlatformRequest, id: string, readings: KlaviyoReadings) {
  const document = jsonOf(request, readings);
  refuseOtherType(document);
  const { data } = checked(updateSchema, document);
  if (data.id !== id)
    throw new Refusal(409, [{ detail: `The id in the body is not ${id}.`, source: { pointer: "/data/id" } }]);
  return data.attributes;
}

function jsonOf(request: PlatformRequest, readings: KlaviyoReadings): unknown {
  const type = request.headers.get("content-type") ?? "";
  const bare = readings.contentTypeParameters === "ignored" ? (type.split(";")[0] ?? "").trim() : type;
  if (bare.toLowerCase() !== MEDIA_TYPE)
    throw new Refusal(415, `Send the body as ${MEDIA_TYPE}, without parameters.`);
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(request.body));
  } catch {
    throw invalidBody("The body is not JSON.");
  }
}

const otherType = z.looseObject({ data: z.looseObject({ type: z.string() }) });

/** JSON:API answers 409 to a resource of another type, before all that is wrong inside it. */
function refuseOtherType(document: unknown): void {
  const parsed = otherType.safeParse(document);
  if (parsed.success && parsed.data.data.type !== "image")
    throw new Refusal(409, [
      { detail: "This endpoint takes resources of type image.", source: { pointer: "/data/type" } },
    ]);
}

function checked<Schema extends z.ZodType>(schema: Schema, document: unknown): z.output<Schema> {
  const parsed = schema.safeParse(document);
  if (parsed.success) return parsed.data;
  const flaws = parsed.error.issues.flatMap((issue) => {
    const unknown = issue.code === "unrecognized_keys" ? issue.keys : undefined;
    if (!unknown) return [{ detail: issue.message, source: { pointer: pointerOf(issue.path) } }];
    return unknown.map((key) => ({
      detail: `'${key}' is not a valid field for the resource 'image'.`,
      source: { pointer: pointerOf([...issue.path, key]) },
    }));
  });
  throw new Refusal(400, flaws);
}

const pointerOf = (path: readonly PropertyKey[]) =>
  path.map((key) => `/${String(key).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("") || "/data";

export interface UploadedFile {
  readonly bytes: Uint8Array;
  readonly name: string;
  readonly hidden: boolean;
}

/** The parts `file` (with a filename), `name` and `hidden` of a multipart body. */
export async function uploadOf(request: PlatformRequest): Promise<UploadedFile> {
  const form = await formOf(request);
  const flaws = [...new Set(form.keys())].flatMap((key) => {
    const pointer = `/data/attributes/${key}`;
    if (!["file", "name", "hidden"].includes(key))
      return [{ detail: `'${key}' is not a valid field.`, source: { pointer } }];
    return form.getAll(key).length > 1 ? [{ detail: `'${key}' is given twice.`, source: { pointer } }] : [];
  });
  if (flaws.length > 0) throw new Refusal(400, flaws);
  const file = form.get("file");
  if (file === null) throw invalidBody("This field is required.", "/data/attributes/file");
  if (typeof file === "string" || file.name === "")
    throw invalidBody(
      "The submitted data was not a file: give the part a filename.",
      "/data/attributes/file",
    );
  const given = textOf(form, "name");
  if (given === "") throw invalidBody("This field may not be blank.", "/data/attributes/name");
  return { bytes: await file.bytes(), name: given ?? file.name, hidden: hiddenOf(textOf(form, "hidden")) };
}

async function formOf(request: PlatformRequest): Promise<FormData> {
  const type = request.headers.get("content-type") ?? "";
  if (!/^multipart\/form-data(;|$)/i.test(type))
    throw new Refusal(415, "Send the body as multipart/form-data.");
  try {
    return await new Response(Buffer.from(request.body), { headers: { "content-type": type } }).formData();
  } catch {
    throw invalidBody("The body is not multipart/form-data with the boundary its header names.");
  }
}

function textOf(form: FormData, key: string): string | undefined {
  const value = form.get(key);
  if (value === null) return undefined;
  if (typeof value !== "string")
    throw invalidBody("This part must be text, not a file.", `/data/attributes/${key}`);
  return value;
}

function hiddenOf(text: string | undefined): boolean {
  if (text === undefined || text === "false") return false;
  if (text === "true") return true;
  throw invalidBody("Must be true or false.", "/data/attributes/hidden");
}
