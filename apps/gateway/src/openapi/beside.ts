import type { z } from "zod";
import { exportQueries } from "../audit/export.ts";
import type { ProblemCode } from "../http/problems.ts";
import { THUMBNAIL_MIME } from "../pictures/thumbnails.ts";
import type { Content, OpenApiOperation, OpenApiResponse, Parameter, Server } from "./form.ts";
import { problemResponses } from "./problem-responses.ts";
import { createSchemas } from "./schemas.ts";

interface Beside {
  readonly path: string;
  readonly method: "get";
  readonly operation: OpenApiOperation;
}

/** What is no operation of the table: what asks for no key, and bytes, which have an origin of their own. */
export function besideOperations(contentUrl: string): Beside[] {
  const servers = [{ url: contentUrl, description: "The content origin: bytes, and nothing that runs" }];
  return [alive, ready, health, description, ...exports(), ...bytes(servers)];
}

const alive = get("/healthz", {
  operationId: "health.alive",
  summary: "200 while the process answers. It asks for no key, and nothing else.",
  tags: ["health"],
  security: [],
  responses: {
    200: json({ type: "object", properties: { status: { const: "ok" } }, required: ["status"] }),
    ...problemResponses(["INTERNAL"]),
  },
});

const partNames = ["database", "tables", "decisions", "serving"];

const ready = get("/readyz", {
  operationId: "health.ready",
  summary:
    "200 while requests should be sent here; else 503 with what fails in `parts`. It asks for no key, and looks once a second at most.",
  tags: ["health"],
  security: [],
  responses: {
    200: json({
      type: "object",
      properties: {
        status: { const: "ok" },
        parts: {
          type: "object",
          properties: Object.fromEntries(partNames.map((name) => [name, { const: "ok" }])),
          required: partNames,
        },
      },
      required: ["status", "parts"],
    }),
    ...problemResponses(["STALE", "INTERNAL"]),
  },
});

const health = get("/v1/health", {
  operationId: "health.get",
  summary: "200 while the store answers. It asks for no key.",
  tags: ["health"],
  security: [],
  responses: {
    200: json({ type: "object", properties: { status: { const: "ok" } }, required: ["status"] }),
    ...problemResponses(["STALE", "INTERNAL"]),
  },
});

const description = get("/v1/openapi.json", {
  operationId: "openapi.get",
  summary: "This document. It asks for no key; `/docs` shows it to people.",
  tags: ["openapi"],
  security: [],
  responses: { 200: json({ type: "object" }), ...problemResponses(["INTERNAL"]) },
});

const exporting: readonly ProblemCode[] = [
  "INVALID_REQUEST",
  "UNAUTHENTICATED",
  "RATE_LIMITED",
  "UNKNOWN",
  "NO_GRANT",
  "OVERRIDE_DENY",
  "NEEDS",
  "ACCOUNT_SUSPENDED",
  "PLAN_FEATURE_MISSING",
  "CREDENTIAL_SCOPE",
  "STALE",
  "INTERNAL",
];

/** Lines as they are read, which no schema describes: an answer that has no end until it ends. */
function exports(): Beside[] {
  const what = { journal: "The journal", acts: "What was let out, taken back or refused" } as const;
  return (["journal", "acts"] as const).map((kind) =>
    get(`/v1/export/${kind}`, {
      operationId: `export.${kind}`,
      summary: `${what[kind]} as lines, oldest first, all of it or what is asked for; \`after\` goes on where another one broke off. It asks audit.export, and is recorded as an act.`,
      tags: ["export"],
      parameters: queryOf(exportQueries[kind]),
      responses: {
        200: answer("JSON lines, or CSV (RFC 4180)", {
          "application/x-ndjson": {},
          "text/csv": {},
        }),
        ...problemResponses(exporting),
      },
    }),
  );
}

function queryOf(query: z.ZodObject): Parameter[] {
  const { properties = {} } = createSchemas().of(query, "input");
  return Object.entries(properties).map(([name, schema]) => ({ name, in: "query", schema }));
}

const download: readonly ProblemCode[] = [
  "INVALID_REQUEST",
  "UNAUTHENTICATED",
  "RATE_LIMITED",
  "NOT_FOUND",
  "NO_GRANT",
  "OVERRIDE_DENY",
  "NEEDS",
  "ACCOUNT_SUSPENDED",
  "PLAN_FEATURE_MISSING",
  "ASSET_EXPIRED",
  "CREDENTIAL_SCOPE",
  "CREDENTIAL_ENDED",
  "VERSION_REPLACED",
  "RANGE_NOT_SATISFIABLE",
  "STALE",
  "INTERNAL",
];

function bytes(servers: readonly Server[]): Beside[] {
  const asset: Parameter = { name: "asset", in: "path", required: true, schema: { type: "string" } };
  const size: Parameter = {
    name: "size",
    in: "query",
    description: "Longest side, in pixels.",
    schema: { type: "string", enum: ["160", "480"], default: "480" },
  };
  const range: Parameter = {
    name: "Range",
    in: "header",
    schema: { type: "string" },
    example: "bytes=0-1023",
  };
  const whole = { 200: answer("The original, as an attachment", { "*/*": {} }) };
  const part = { 206: answer("The part that was asked for", { "*/*": {} }) };
  return [
    get("/v1/assets/{asset}/content", {
      operationId: "content.original",
      summary: "An asset's original bytes. It asks asset.download, and is recorded as an act.",
      tags: ["content"],
      servers,
      parameters: [asset, range],
      responses: { ...whole, ...part, ...problemResponses(download) },
    }),
    get("/v1/assets/{asset}/thumbnail", {
      operationId: "content.thumbnail",
      summary: "A small picture of an asset. It asks asset.view.",
      tags: ["content"],
      servers,
      parameters: [asset, size],
      responses: {
        200: answer("The small picture", { [THUMBNAIL_MIME]: {} }),
        304: answer("You have it already"),
        ...problemResponses(download.filter((code) => code !== "RANGE_NOT_SATISFIABLE")),
      },
    }),
    get("/fetch/{token}", {
      operationId: "content.fetch",
      summary:
        "What a platform fetches by the link it was given: the bytes of one delivery while it is being sent.",
      tags: ["content"],
      servers,
      security: [],
      parameters: [{ name: "token", in: "path", required: true, schema: { type: "string" } }, range],
      responses: {
        ...whole,
        ...part,
        ...problemResponses(["INVALID_REQUEST", "NOT_FOUND", "RANGE_NOT_SATISFIABLE", "STALE", "INTERNAL"]),
      },
    }),
  ];
}

function get(path: string, operation: OpenApiOperation): Beside {
  return { path, method: "get", operation };
}

function json(schema: object): OpenApiResponse {
  return answer("Done", { "application/json": { schema } });
}

function answer(text: string, content?: Content): OpenApiResponse {
  return { description: text, ...(content && { content }) };
}
