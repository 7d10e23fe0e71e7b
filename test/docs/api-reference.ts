import {
  createDocument,
  endsOf,
  entriesOf,
  type Entry,
  type Field,
  fieldsOf,
  objectOf,
  operations,
  pageItem,
  parametersIn,
} from "@gatefold/gateway";

/** What the reference says of addresses is where the demo listens. */
export const openApiDocument = createDocument(
  operations,
  { apiUrl: "http://127.0.0.1:8080", contentUrl: "http://127.0.0.1:8081" },
  "0.1.0",
);
const named = openApiDocument.components.schemas;

/** `docs/reference/api.md` as the gateway's own document says it. */
export function apiReference(): string {
  const groups = [...entriesOf(openApiDocument)];
  const contents = groups.map(([name, entries]) => contentsLine(name, entries));
  const sections = groups.flatMap(([name, entries]) => sectionOf(name, entries));
  return `${[introduction, contents.join("\n"), ...sections].join("\n\n")}\n`;
}

const introduction = `# The API

<!-- Made from the gateway's operation table; \`./dev docs\` writes it anew. -->

JSON in, JSON out, over HTTP. The demo's gateway is at \`http://127.0.0.1:8080\`.

- **Who asks.** Every request carries a key: \`Authorization: Bearer gk_<key id>_<secret>\`. Only \`GET /v1/health\`, which
  answers \`{"status":"ok"}\` while the store answers, and \`GET /v1/openapi.json\` take none.
- **For programs** all of this is OpenAPI 3.1 at \`/v1/openapi.json\`, with the codes each operation can refuse with; a
  gateway shows it to people at \`/docs\`.
- **Names of fields** are camelCase. A field that an operation does not know is refused, so that a typing mistake is seen.
- **Times** are ISO 8601 with an offset, e.g. \`2026-03-01T09:00:00Z\`; answers are in UTC. A right is live from \`from\` up
  to, not including, \`until\`.
- **Ids** are made by the server. One that is hidden from you answers as one that does not exist: 404 \`NOT_FOUND\`.
- **Lists** answer \`{ "items": […], "next": … }\`. While \`next\` is not null, send it as \`cursor\` for the next page (in the
  journal, as \`after\` or \`before\`).
- **Bodies** have at most 1,000,000 bytes of JSON; pictures are sent as their raw bytes.
- **Revisions.** Every answer says which revision of the account it is of in \`Gatefold-Revision\`; a write's is the one it made.
  Send one as \`Gatefold-Min-Revision\`, and the answer has seen it, or is 503 \`STALE\`. A write that fails changes nothing.
- **Once.** A write under an \`Idempotency-Key\` of your own is done once: asked again within 24 hours, it is answered as it was,
  with \`Idempotency-Replayed: true\`, if you still see what it is about. What was refused is decided anew; a key's token is
  answered once, and then 409 \`IDEMPOTENCY_REPLAYED\`, as is what a gateway did that died before it could answer.
- **Not over others' changes.** What answers one resource carries an \`ETag\`: send it as \`If-None-Match\` to be told 304 while it
  stands, or as \`If-Match\` with a change, which is then made only on what you read.
- **How much.** A key has so many requests a minute: \`RateLimit-Policy\` says how many, \`RateLimit\` what is left. Beyond them comes
  429 with \`Retry-After\`.
- **Refusals** are \`application/problem+json\` with a stable \`code\`; [all codes](errors.md).
- **Every answer** carries \`X-Request-Id\`. Name it when you report something.

Pictures' bytes have an origin of their own (the demo's: \`http://127.0.0.1:8081\`), and take the same key. An asset's
\`links\` lead there: \`content\` is the original (it asks \`asset.download\` and is recorded as an act), \`thumbnail\` a small
picture of it (it asks \`asset.view\`; \`size\` is 160 or 480 pixels).

Try it against the demo, as Ada:

    curl -s http://127.0.0.1:8080/v1/me -H "Authorization: Bearer $(cat .gatefold/keys/ada)"`;

function contentsLine(name: string, entries: readonly Entry[]): string {
  const ids = entries.map(({ operation: { operationId: id } }) => `[\`${id}\`](#${anchorOf(id)})`);
  return `- [${titleOf(name)}](#${name}): ${ids.join(", ")}`;
}

const anchorOf = (id: string) => id.replaceAll(".", "");
const titleOf = (name: string) => name.charAt(0).toUpperCase() + name.slice(1);

function sectionOf(name: string, entries: readonly Entry[]): string[] {
  const told = new Map<string, string>();
  return [`## ${titleOf(name)}`, ...entries.flatMap((entry) => operationText(entry, told))];
}

/** `told`: answers that were listed before in this section, by the operation that listed them. */
function operationText(entry: Entry, told: Map<string, string>): string[] {
  const { method, path, operation } = entry;
  const parameters = (where: "query" | "header") =>
    fieldLines(fieldsOf(objectOf(parametersIn(openApiDocument, operation, where)), "taken", named));
  return [
    `### ${operation.operationId}`,
    `\`${method} ${path}\``,
    operation.summary.replaceAll("\n", " "),
    ...(operation.servers ? ["On the content origin."] : []),
    ...listOf("Query", parameters("query")),
    ...bodyText(entry),
    ...answerText(entry, told),
    ...exampleText(entry),
  ];
}

const listOf = (title: string, lines: readonly string[]) =>
  lines.length === 0 ? [] : [`${title}:`, lines.join("\n")];

/** Markdown list items, inner objects indented below. */
function fieldLines(fields: readonly Field[], indent = ""): string[] {
  return fields.flatMap(({ name, notes, inner }) => [
    `${indent}- ${name === "" ? "" : `\`${name}\`: `}${notes.join("; ")}`,
    ...fieldLines(inner, `${indent}  `),
  ]);
}

function bodyText({ operation: { requestBody } }: Entry): string[] {
  if (!requestBody) return [];
  const json = requestBody.content["application/json"]?.schema;
  if (json) return listOf("Body", fieldLines(fieldsOf(json, "taken", named)));
  const types = Object.keys(requestBody.content).map((type) => `\`${type}\``);
  return [`Body: raw bytes as ${types.join(" or ")}.`];
}

function answerText({ operation }: Entry, told: Map<string, string>): string[] {
  const { statuses, answer } = endsOf(operation);
  const status = statuses.join(" or ");
  if (!answer?.schema) return [`Answers ${status} ${status === "204" ? "without a body" : "with bytes"}.`];
  const item = pageItem(answer.schema, named);
  const lines = fieldLines(fieldsOf(item ?? answer.schema, "answered", named)).join("\n");
  const before = told.get(lines);
  const what = item ? `Answers ${status} and a page of items` : `Answers ${status}`;
  if (lines === "") return [`${what}.`];
  if (before !== undefined) return [`${what} with the fields of [\`${before}\`](#${anchorOf(before)}).`];
  told.set(lines, operation.operationId);
  return [`${what}:`, lines];
}

function exampleText({ method, path, operation }: Entry): string[] {
  const { answer } = endsOf(operation);
  if (answer?.example === undefined) return [];
  const query = parametersIn(openApiDocument, operation, "query")
    .filter(({ example }) => example !== undefined)
    .map(({ name, example }) => `${name}=${String(example)}`);
  const body = operation.requestBody?.content["application/json"]?.example;
  const at = query.length > 0 ? `${path}?${query.join("&")}` : path;
  return [
    "Example:",
    [
      "```http",
      `${method} ${at}`,
      ...(body === undefined ? [] : ["", JSON.stringify(body, undefined, 2)]),
      "```",
    ].join("\n"),
    ["```json", JSON.stringify(answer.example, undefined, 2), "```"].join("\n"),
  ];
}
