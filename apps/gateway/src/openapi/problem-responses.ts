import { z } from "zod";
import { type ProblemCode, problems } from "../http/problems.ts";
import type { OpenApiResponse } from "./form.ts";
import type { JsonSchema } from "./json-schema.ts";
import { referring } from "./headers.ts";
import { createSchemas } from "./schemas.ts";

/** RFC 9457. More members say more of a code; `docs/reference/errors.md` tells which. */
export const problemSchema: JsonSchema = createSchemas().of(
  z.looseObject({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    code: z.string(),
    detail: z.string(),
  }),
  "output",
);

/** Beside the request's own, by status. What was decided on the account says at which revision. */
const moreHeaders: ReadonlyMap<number, readonly string[]> = new Map([
  [403, ["Gatefold-Revision"]],
  [409, ["Gatefold-Revision"]],
  [412, ["Gatefold-Revision", "ETag"]],
  [429, ["RateLimit", "RateLimit-Policy", "Retry-After"]],
  [503, ["Retry-After"]],
]);

/** One response a status, each with the codes that come with it. */
export function problemResponses(codes: Iterable<ProblemCode>): Record<string, OpenApiResponse> {
  const byStatus = Map.groupBy(codes, (code) => problems[code].status);
  return Object.fromEntries(
    [...byStatus].map(([status, members]) => [String(status), refusal(status, members)]),
  );
}

function refusal(status: number, codes: readonly ProblemCode[]): OpenApiResponse {
  const titles = new Set(codes.map((code) => problems[code].title));
  const schema: JsonSchema = {
    allOf: [
      { $ref: "#/components/schemas/Problem" },
      { type: "object", properties: { code: { type: "string", enum: codes } } },
    ],
  };
  return {
    description: [...titles].join("; "),
    headers: referring(["X-Request-Id", ...(moreHeaders.get(status) ?? [])]),
    content: { "application/problem+json": { schema } },
  };
}
