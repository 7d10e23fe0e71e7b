import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import type { OpenApiDocument } from "../../src/openapi/form.ts";
import type { Entry } from "./entries.ts";
import type { Answered } from "./wire.ts";

const ROOT = "http://document/";

const stepsTo = ({ path, method }: Entry) => ["paths", path, method.toLowerCase()];

/** Holds answers, and bodies, to what the document says of them; by a reader of schemas that is not the one that wrote them. */
export function createJudge(document: OpenApiDocument) {
  const ajv = new Ajv2020({ strict: false, validateSchema: false, validateFormats: false });
  ajv.addSchema({ $id: ROOT, ...document });
  const compiled = new Map<string, ValidateFunction>();
  const schemaAt = (steps: readonly string[]): ValidateFunction => {
    const pointer = steps.map((step) => encodeURIComponent(step.replaceAll("~", "~0").replaceAll("/", "~1")));
    const $ref = `${ROOT}#/${pointer.join("/")}`;
    const known = compiled.get($ref) ?? ajv.compile({ $ref });
    compiled.set($ref, known);
    return known;
  };
  return {
    /** Would the document take this body? */
    takes: (entry: Entry, body: unknown): boolean =>
      schemaAt([...stepsTo(entry), "requestBody", "content", "application/json", "schema"])(body),

    /** What is wrong with an answer, by what the document says; undefined: nothing. */
    fault(entry: Entry, { status, type, text, headers }: Answered): string | undefined {
      const told = entry.operation.responses[String(status)];
      if (!told) return `the document does not tell of ${status}`;
      const missing = Object.keys(told.headers ?? {}).find(
        (name) =>
          always.has(name) &&
          !(status >= 400 && name === "Gatefold-Revision") &&
          headers[name.toLowerCase()] === undefined,
      );
      if (missing !== undefined) return `the header ${missing} is missing`;
      const [bare = ""] = type.split(";");
      const types = Object.keys(told.content ?? {});
      if (types.length === 0)
        return text === "" ? undefined : `${status} has a body that the document has not`;
      if (types.includes("*/*")) return undefined;
      if (!types.includes(bare)) return `${bare} is none of ${types.join(", ")}`;
      if (!/\bjson$/.test(bare)) return undefined;
      const check = schemaAt([...stepsTo(entry), "responses", String(status), "content", bare, "schema"]);
      return check(JSON.parse(text)) ? undefined : ajv.errorsText(check.errors);
    },
  };
}

/** The others come with some answers only; so does the revision with refusals, of which some come before the account is looked at. */
const always: ReadonlySet<string> = new Set([
  "X-Request-Id",
  "Gatefold-Revision",
  "RateLimit",
  "RateLimit-Policy",
  "Retry-After",
]);

export type Judge = ReturnType<typeof createJudge>;

/** What no answer may ever be: a fault of ours, but for `STALE`, or one that tells how we are made. */
export function broken({ status, text }: Answered): string | undefined {
  if (status >= 500 && !text.includes('"code":"STALE"')) return `${status} is a fault of ours`;
  return /node_modules|\n\s+at |\.ts:\d|sqlite|ZodError/i.test(text) ? "it tells how we are made" : undefined;
}

/** Why an answer is no refusal; undefined: it is a proper one. */
export function notRefused(answer: Answered): string | undefined {
  const { status, type, text } = answer;
  if (status < 400) return `it was done (${status})`;
  if (status >= 500 && status !== 503) return `${status} is a fault of ours`;
  if (!type.startsWith("application/problem+json")) return `it is refused as ${type || "nothing"}`;
  const { code, detail, status: said } = JSON.parse(text) as Record<string, unknown>;
  const told = typeof code === "string" && typeof detail === "string" && detail.length > 10;
  return told && said === status && text.length < 10_000 ? broken(answer) : "it does not say why";
}
