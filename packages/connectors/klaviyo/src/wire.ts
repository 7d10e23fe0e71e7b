import type { ConnectorError, HttpRequest, HttpResponse } from "@gatefold/connector-sdk";
import { z } from "zod";

import { refusalOf } from "./refusal.ts";
import type { KlaviyoContext } from "./settings.ts";

/** The one file that knows Klaviyo's JSON:API. Shapes: github.com/klaviyo/openapi, revision 2026-07-15. */
export const ORIGIN = "https://a.klaviyo.com";
export const REVISION = "2026-07-15";
const MEDIA_TYPE = "application/vnd.api+json";

/** A picture in Klaviyo's library, as far as we read it. */
export interface KlaviyoImage {
  readonly id: string;
  readonly name: string;
  readonly url: string;
  readonly hidden: boolean;
}

const imageSchema = z
  .object({
    id: z.string().min(1),
    attributes: z.object({ name: z.string(), image_url: z.string(), hidden: z.boolean() }),
  })
  .transform(({ id, attributes }): KlaviyoImage => ({
    id,
    name: attributes.name,
    url: attributes.image_url,
    hidden: attributes.hidden,
  }));
const oneImageSchema = z.object({ data: imageSchema });
const imagePageSchema = z.object({
  data: z.array(imageSchema),
  links: z.object({ next: z.string().nullish() }).nullish(),
});
const accountsSchema = z.object({
  data: z.tuple([
    z.object({
      id: z.string().min(1),
      attributes: z.object({ contact_information: z.object({ organization_name: z.string() }) }),
    }),
  ]),
});
const refusalSchema = z.object({
  errors: z.array(
    z.object({
      code: z.string().optional(),
      title: z.string().optional(),
      source: z
        .object({ pointer: z.string().nullish(), parameter: z.string().nullish() })
        .nullish()
        .catch(undefined),
    }),
  ),
});

/** The account that a key opens; always exactly one. */
export const getAccount = async (context: KlaviyoContext): Promise<{ id: string; name: string }> => {
  const { body } = await send(context, "accounts:read", {
    method: "GET",
    url: `${ORIGIN}/api/accounts`,
    bucket: "account",
  });
  const [account] = accountsSchema.parse(body).data;
  return { id: account.id, name: account.attributes.contact_information.organization_name };
};

/** The first page of pictures whose name contains this text, hidden ones too; with no text, of all. */
export const listImages = (context: KlaviyoContext, search: { contains?: string; size: number }) => {
  const query = new URLSearchParams({
    ...(search.contains === undefined ? {} : { filter: `contains(name,"${search.contains}")` }),
    "fields[image]": "hidden,image_url,name",
    "page[size]": String(search.size),
  });
  return imagePage(context, `${ORIGIN}/api/images?${query.toString()}`);
};

/** A page by the link that the page before gave. The host refuses a link to anywhere but Klaviyo. */
export const imagePage = async (
  context: KlaviyoContext,
  url: string,
): Promise<{ images: KlaviyoImage[]; next: string | null }> => {
  const { body } = await send(context, "images:read", { method: "GET", url, bucket: "image-read" });
  const { data, links } = imagePageSchema.parse(body);
  return { images: data, next: links?.next ?? null };
};

/** Sends the bytes. */
export const uploadImage = async (
  context: KlaviyoContext,
  image: { name: string; file: File },
): Promise<KlaviyoImage> => {
  const form = new FormData();
  form.set("file", image.file);
  form.set("name", image.name);
  form.set("hidden", "false");
  const { body } = await send(context, "images:write", {
    method: "POST",
    url: `${ORIGIN}/api/image-upload`,
    form,
    bucket: "image-upload",
  });
  return oneImageSchema.parse(body).data;
};

/** Lets Klaviyo fetch the picture from a link, while the request is open. */
export const importImage = async (
  context: KlaviyoContext,
  image: { name: string; link: string },
): Promise<KlaviyoImage> => {
  const attributes = { import_from_url: image.link, name: image.name, hidden: false };
  const { body } = await send(context, "images:write", {
    method: "POST",
    url: `${ORIGIN}/api/images`,
    json: { data: { type: "image", attributes } },
    bucket: "image-upload",
  });
  return oneImageSchema.parse(body).data;
};

/** Takes a picture out of the library that people choose from. */
export const hideImage = async (context: KlaviyoContext, id: string): Promise<void> => {
  await send(context, "images:write", {
    method: "PATCH",
    url: `${ORIGIN}/api/images/${encodeURIComponent(id)}`,
    json: { data: { type: "image", id, attributes: { hidden: true } } },
    bucket: "image-update",
    idempotent: true,
  });
};

const send = (
  context: KlaviyoContext,
  scope: string,
  request: Omit<HttpRequest, "headers" | "refusal">,
): Promise<HttpResponse> =>
  context.http.send({
    ...request,
    headers: {
      accept: MEDIA_TYPE,
      authorization: `Klaviyo-API-Key ${context.secrets.apiKey}`,
      revision: REVISION,
      // Else a retired revision would be answered by a newer one, silently.
      "x-klaviyo-revision-fall-forward-opt-out": "1",
      ...(request.json === undefined ? {} : { "content-type": MEDIA_TYPE }),
    },
    refusal: (answer) => readRefusal(answer, scope),
  });

const readRefusal = ({ status, body }: HttpResponse, scope: string): ConnectorError | undefined => {
  const parsed = refusalSchema.safeParse(body);
  const flaws = parsed.success ? parsed.data.errors : [];
  return refusalOf(
    status,
    flaws.map(({ code, title, source }) => ({
      code,
      title,
      at: source?.pointer ?? source?.parameter ?? undefined,
    })),
    scope,
  );
};
