import { operations } from "@gatefold/gateway";
import { z } from "zod";
import { examples } from "./api-examples.ts";
import { fieldLines, type JsonSchema } from "./json-schema.ts";

type Operation = (typeof operations)[number];

/** `docs/reference/api.md` as the operation table says it. */
export function apiReference(): string {
  const groups = Map.groupBy(operations, ({ path }) => path.split("/")[2] ?? "");
  const contents = [...groups].map(([name, members]) => contentsLine(name, members));
  const sections = [...groups].flatMap(([name, members]) => sectionOf(name, members));
  return `${[introduction, contents.join("\n"), ...sections].join("\n\n")}\n`;
}

const introduction = `# The API

<!-- Made from the gateway's operation table; \`./dev docs\` writes it anew. -->

JSON in, JSON out, over HTTP. The demo's gateway is at \`http://127.0.0.1:8080\`.

- **Who asks.** Every request carries a key: \`Authorization: Bearer gk_<key id>_<secret>\`. Only \`GET /v1/health\` takes
  none; it answers \`{"status":"ok"}\` while the store answers.
- **Names of fields** are camelCase. A field that an operation does not know is refused, so that a typing mistake is seen.
- **Times** are ISO 8601 with an offset, e.g. \`2026-03-01T09:00:00Z\`; answers are in UTC. A right is live from \`from\` up
  to, not including, \`until\`.
- **Ids** are made by the server. One that is hidden from you answers as one that does not exist: 404 \`NOT_FOUND\`.
- **Lists** answer \`{ "items": […], "next": … }\`. While \`next\` is not null, send it as \`cursor\` for the next page (in the
  journal, as \`after\` or \`before\`).
- **Bodies** have at most 1,000,000 bytes of JSON; pictures are sent as their raw bytes.
- **Writes** answer the revision they made in \`Gatefold-Revision\`. A write that fails changes nothing.
- **Refusals** are \`application/problem+json\` with a stable \`code\`; [all codes](errors.md).
- **Every answer** carries \`X-Request-Id\`. Name it when you report something.

Pictures' bytes have an origin of their own (the demo's: \`http://127.0.0.1:8081\`), and take the same key. An asset's
\`links\` lead there: \`content\` is the original (it asks \`asset.download\` and is recorded as an act), \`thumbnail\` a small
picture of it (it asks \`asset.view\`; \`size\` is 160 or 480 pixels).

Try it against the demo, as Ada:

    curl -s http://127.0.0.1:8080/v1/me -H "Authorization: Bearer $(cat .gatefold/keys/ada)"`;

function contentsLine(name: string, members: readonly Operation[]): string {
  const ids = members.map(({ id }) => `[\`${id}\`](#${anchorOf(id)})`);
  return `- [${titleOf(name)}](#${name}): ${ids.join(", ")}`;
}

const anchorOf = (id: string) => id.replaceAll(".", "");
const titleOf = (name: string) => name.charAt(0).toUpperCase() + name.slice(1);

function sectionOf(name: string, members: readonly Operation[]): string[] {
  const told = new Map<string, string>();
  return [`## ${titleOf(name)}`, ...members.flatMap((member) => operationText(member, told))];
}

/** `told`: answers that were listed before in this section, by the operation that listed them. */
function operationText(operation: Operation, told: Map<string, string>): string[] {
  const { id, method, path, summary, query } = operation;
  return [
    `### ${id}`,
    `\`${method} ${path}\``,
    summary.replaceAll("\n", " "),
    ...listOf("Query", fieldLines(schemaOf(query, "input"), "taken")),
    ...bodyText(operation),
    ...answerText(operation, told),
    ...exampleText(operation),
  ];
}

const listOf = (title: string, lines: readonly string[]) =>
  lines.length === 0 ? [] : [`${title}:`, lines.join("\n")];

function bodyText({ body }: Operation): string[] {
  if (body === null) return [];
  if (body instanceof z.ZodType) return listOf("Body", fieldLines(schemaOf(body, "input"), "taken"));
  const types = body.types.map((type) => `\`${type}\``).join(" or ");
  return [`Body: raw bytes as ${types}, at most ${body.maxBytes.toLocaleString("en")} of them.`];
}

function answerText({ id, success, response }: Operation, told: Map<string, string>): string[] {
  if (response === null) return [`Answers ${success} without a body.`];
  if (!(response instanceof z.ZodType)) return [`Answers ${success} with bytes.`];
  const schema = schemaOf(response, "output");
  const item = pageItem(schema);
  const lines = fieldLines(item ?? schema, "answered").join("\n");
  const before = told.get(lines);
  const what = item ? `Answers ${success} and a page of items` : `Answers ${success}`;
  if (before !== undefined) return [`${what} with the fields of [\`${before}\`](#${anchorOf(before)}).`];
  told.set(lines, id);
  return [`${what}:`, lines];
}

/** The rows of a page, or undefined where the answer is no page. */
function pageItem({ properties }: JsonSchema): JsonSchema | undefined {
  const names = Object.keys(properties ?? {});
  return names.length === 2 && names.includes("next") ? properties?.["items"]?.items : undefined;
}

function exampleText({ id, method, path }: Operation): string[] {
  const example = examples.get(id);
  if (!example) return [];
  const { at = path, body, answer } = example;
  return [
    "Example:",
    [
      "```http",
      `${method} ${at}`,
      ...(body === undefined ? [] : ["", JSON.stringify(body, undefined, 2)]),
      "```",
    ].join("\n"),
    ["```json", JSON.stringify(answer, undefined, 2), "```"].join("\n"),
  ];
}

function schemaOf(schema: z.ZodType, io: "input" | "output"): JsonSchema {
  return z.toJSONSchema(schema, { io, unrepresentable: "any" }) as JsonSchema;
}
