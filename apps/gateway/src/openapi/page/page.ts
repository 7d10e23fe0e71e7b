import { endsOf, entriesOf, type Entry, objectOf, pageItem, parametersIn, refusalsIn } from "../entries.ts";
import { type Field, fieldsOf } from "../fields.ts";
import type { OpenApiDocument } from "../form.ts";
import { Html, html } from "./html.ts";
import { STYLES } from "./styles.ts";

/** The document for people: one page, nothing to run and nothing to fetch. */
export function page(document: OpenApiDocument): string {
  const groups = [...entriesOf(document)];
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>Gatefold API</title>
        ${style}
      </head>
      <body>
        <a class="skip" href="#content">Skip to the content</a>
        <header>
          <h1>Gatefold API</h1>
          <p>${document.info.version} · <a href="/v1/openapi.json">OpenAPI ${document.openapi}</a></p>
        </header>
        <nav aria-label="Operations">${groups.map(contents)}</nav>
        <main id="content" tabindex="-1">
          <p class="lead">${document.info.summary}</p>
          <p>${inline(document.info.description)}</p>
          ${groups.map(([name, entries]) => group(document, name, entries))}
        </main>
      </body>
    </html>`.text;
}

/** Its characters are hashed: nothing may come between them. */
const style = new Html(`<style>${STYLES}</style>`);

const titleOf = (name: string) => name.charAt(0).toUpperCase() + name.slice(1);

const contents = ([name, entries]: readonly [string, readonly Entry[]]): Html =>
  html`<h2><a href="#${name}">${titleOf(name)}</a></h2>
    <ul>
      ${entries.map(
        ({ operation: { operationId } }) => html`<li><a href="#${operationId}">${operationId}</a></li>`,
      )}
    </ul>`;

const group = (document: OpenApiDocument, name: string, entries: readonly Entry[]): Html =>
  html`<section aria-labelledby="${name}">
    <h2 id="${name}">${titleOf(name)}</h2>
    ${entries.map((entry) => article(document, entry))}
  </section>`;

function article(document: OpenApiDocument, entry: Entry): Html {
  const { method, path, operation } = entry;
  const { operationId: id, summary, security, servers } = operation;
  const named = document.components.schemas;
  const body = operation.requestBody?.content;
  const parameters = (where: "query" | "header") =>
    fieldsOf(objectOf(parametersIn(document, operation, where)), "taken", named);
  const { statuses, answer } = endsOf(operation);
  const answered = answer?.schema ?? {};
  const item = pageItem(answered, named);
  const title = `Answers ${statuses.join(" or ")}${item ? ", a page of items" : ""}`;
  return html`<article aria-labelledby="${id}">
    <h3 id="${id}"><a href="#${id}">${id}</a></h3>
    <p class="line"><span class="method ${method.toLowerCase()}">${method}</span> <code>${path}</code></p>
    <p>${inline(summary)}</p>
    ${security && html`<p class="quiet">It asks for no key.</p>`}
    ${servers && html`<p class="quiet">At <code>${servers[0]?.url ?? ""}</code>.</p>`}
    ${list("Query", parameters("query"))} ${list("Headers", parameters("header"))}
    ${body && list("Body", fieldsOf(body["application/json"]?.schema ?? {}, "taken", named))}
    ${
      body &&
      !body["application/json"] &&
      html`<h4>Body</h4>
        <p>Raw bytes: ${Object.keys(body).join(", ")}</p>`
    }
    ${list(title, fieldsOf(item ?? answered, "answered", named))} ${refusals(entry)} ${example(entry)}
  </article>`;
}

const list = (title: string, fields: readonly Field[]): Html | false =>
  fields.length > 0 &&
  html`<h4>${title}</h4>
    ${tree(fields)}`;

const tree = (fields: readonly Field[]): Html =>
  html`<ul class="fields">
    ${fields.map(
      ({ name, notes, inner }) =>
        html`<li>
          ${name !== "" && html`<code>${name}</code> `}<span>${inline(notes.join("; "))}</span>
          ${inner.length > 0 && tree(inner)}
        </li>`,
    )}
  </ul>`;

const refusals = ({ operation }: Entry): Html =>
  html`<details>
    <summary>Refusals</summary>
    <dl>
      ${refusalsIn(operation).map(
        ({ status, codes }) =>
          html`<dt>${status}</dt>
            <dd>${codes.map((code) => html`<code>${code}</code> `)}</dd>`,
      )}
    </dl>
  </details>`;

function example({ operation }: Entry): Html | undefined {
  const asked = operation.requestBody?.content["application/json"]?.example;
  const told = endsOf(operation).answer?.example;
  if (told === undefined) return undefined;
  return html`<details>
    <summary>Example</summary>
    ${asked !== undefined && html`<pre tabindex="0">${JSON.stringify(asked, undefined, 2)}</pre>`}
    <pre tabindex="0">${JSON.stringify(told, undefined, 2)}</pre>
  </details>`;
}

/** Words with code between backticks and weight between asterisks. */
function inline(text: string): Html[] {
  return text.split(/(`[^`]+`|\*\*[^*]+\*\*)/).map((part) => {
    if (part.startsWith("`")) return html`<code>${part.slice(1, -1)}</code>`;
    return part.startsWith("**") ? html`<b>${part.slice(2, -2)}</b>` : html`${part}`;
  });
}
