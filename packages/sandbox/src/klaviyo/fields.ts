import { invalidParameter } from "./refusal.ts";

export const IMAGE_FIELDS: ReadonlySet<string> = new Set([
  "format",
  "hidden",
  "id",
  "image_url",
  "name",
  "size",
  "updated_at",
]);

export const ACCOUNT_FIELDS: ReadonlySet<string> = new Set([
  "contact_information",
  "contact_information.default_sender_email",
  "contact_information.default_sender_name",
  "contact_information.organization_name",
  "contact_information.street_address",
  "contact_information.street_address.address1",
  "contact_information.street_address.address2",
  "contact_information.street_address.city",
  "contact_information.street_address.country",
  "contact_information.street_address.region",
  "contact_information.street_address.zip",
  "contact_information.website_url",
  "id",
  "industry",
  "locale",
  "preferred_currency",
  "public_api_key",
  "test_account",
  "timezone",
]);

/** A sparse fieldset: the fields an answer is to have; undefined for all. */
export type Fields = ReadonlySet<string> | undefined;

/** Reads `fields[image]` or `fields[account]`. Throws the 400 for a field that the type has not. */
export function fieldsOf(
  parameters: ReadonlyMap<string, string>,
  parameter: string,
  known: ReadonlySet<string>,
): Fields {
  const text = parameters.get(parameter);
  if (text === undefined) return undefined;
  const fields = text.split(",");
  const unknown = fields.filter((field) => !known.has(field));
  if (unknown.length > 0) throw invalidParameter(`There is no field '${unknown.join(",")}'.`, parameter);
  return new Set(fields);
}

/** The attributes asked for; a field with dots asks for a part of one. */
export function sparse(attributes: object, fields: Fields, prefix = ""): object {
  if (!fields) return attributes;
  const kept = Object.entries(attributes).flatMap(([name, value]: [string, unknown]) => {
    const path = prefix + name;
    if (fields.has(path)) return [[name, value]];
    const inner = typeof value === "object" && value !== null ? sparse(value, fields, `${path}.`) : {};
    return Object.keys(inner).length > 0 ? [[name, inner]] : [];
  });
  return Object.fromEntries(kept);
}
