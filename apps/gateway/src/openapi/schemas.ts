import { z } from "zod";
import { type JsonSchema, NAMED } from "./json-schema.ts";

/** Turns zod's schemas into the document's; those with an id (`.meta({ id })`) stand once, under `named`. */
export function createSchemas() {
  const named: Record<string, JsonSchema> = {};
  return {
    named,
    /** As it is sent (`input`), or as it is answered (`output`). */
    of(schema: z.ZodType, io: "input" | "output"): JsonSchema {
      const {
        $schema: _,
        $defs = {},
        ...written
      } = z.toJSONSchema(schema, {
        io,
        unrepresentable: "any",
        override: ({ jsonSchema }) => {
          // What is taken is exact; to an answer, a later version may add fields.
          if (io === "output" && jsonSchema.additionalProperties === false) {
            delete jsonSchema.additionalProperties;
          }
        },
      });
      for (const [name, inner] of Object.entries($defs)) named[name] = withReferences(inner) as JsonSchema;
      return withReferences(written) as JsonSchema;
    },
  };
}

export type Schemas = ReturnType<typeof createSchemas>;

/** References to zod's own place for what is named lead to the document's. */
function withReferences(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withReferences);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      key === "$ref" ? String(inner).replace("#/$defs/", NAMED) : withReferences(inner),
    ]),
  );
}
