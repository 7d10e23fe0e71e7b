import { AuthError, type HttpRequest } from "@gatefold/connector-sdk";
import { z } from "zod";
import type { ShelfContext } from "./settings.ts";

/** The one file that knows what goes over the wire. */
export const ORIGIN = "https://a.klaviyo.com";
export const REVISION = "2026-07-15";

/** Names only what is read: a platform may add what it likes. */
const image = z.object({
  id: z.string(),
  attributes: z.object({ name: z.string(), image_url: z.string(), hidden: z.boolean() }),
});
const accounts = z.object({
  data: z.tuple([
    z.object({
      id: z.string(),
      attributes: z.object({ contact_information: z.object({ organization_name: z.string() }) }),
    }),
  ]),
});

export async function getAccount(context: ShelfContext) {
  const { body } = await send(context, {
    method: "GET",
    url: `${ORIGIN}/api/accounts`,
    bucket: "look",
  });
  const [{ id, attributes }] = accounts.parse(body).data;
  return { id, name: attributes.contact_information.organization_name };
}

export async function findImages(context: ShelfContext, marker: string) {
  const filter = encodeURIComponent(`contains(name,"${marker}")`);
  const url = `${ORIGIN}/api/images?filter=${filter}`;
  const { body } = await send(context, { method: "GET", url, bucket: "look" });
  return z.object({ data: z.array(image) }).parse(body).data;
}

export async function uploadImage(context: ShelfContext, name: string, file: File) {
  const form = new FormData();
  form.set("file", file);
  form.set("name", name);
  const request = { method: "POST", url: `${ORIGIN}/api/image-upload`, bucket: "upload" } as const;
  const { body } = await send(context, { ...request, form });
  return z.object({ data: image }).parse(body).data;
}

export async function hideImage(context: ShelfContext, id: string) {
  const json = { data: { type: "image", id, attributes: { hidden: true } } };
  const url = `${ORIGIN}/api/images/${encodeURIComponent(id)}`;
  await send(context, { method: "PATCH", url, json, bucket: "upload", idempotent: true });
}

function send(context: ShelfContext, request: HttpRequest) {
  return context.http.send({
    ...request,
    headers: {
      accept: "application/vnd.api+json",
      authorization: `Klaviyo-API-Key ${context.secrets.apiKey}`,
      revision: REVISION,
      ...(request.json === undefined ? {} : { "content-type": "application/vnd.api+json" }),
    },
    refusal: ({ status }) =>
      status === 401 ? new AuthError("The key is not known (any more); connect with a new one.") : undefined,
  });
}
