import { XMLParser, XMLValidator } from "fast-xml-parser";

/** An element: its children by local name, in order, and its text. */
export interface Element {
  readonly text: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly { readonly name: string; readonly element: Element }[];
}

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: "",
  removeNSPrefix: true,
  parseTagValue: false,
  parseAttributeValue: false,
  // Numeric references; nothing can be declared, since a document type is refused.
  htmlEntities: true,
});

/** The document as one element whose only child is its root; undefined: no XML, or XML with a document type, which SOAP forbids. */
export function parsedXml(text: string): Element | undefined {
  if (/<!DOCTYPE/i.test(text) || XMLValidator.validate(text) !== true) return undefined;
  const nodes: unknown = parser.parse(text);
  return elementOf(nodes, {});
}

function elementOf(nodes: unknown, attributes: unknown): Element {
  const list: unknown[] = Array.isArray(nodes) ? nodes : [];
  const parts = list.filter(
    (node): node is Record<string, unknown> => typeof node === "object" && node !== null,
  );
  return {
    text: parts.map((part) => (typeof part["#text"] === "string" ? part["#text"] : "")).join(""),
    attributes: new Map(Object.entries(attributes ?? {}).map(([name, value]) => [name, String(value)])),
    children: parts.flatMap((part) =>
      Object.entries(part)
        .filter(([name]) => name !== "#text" && name !== ":@" && !name.startsWith("?"))
        .map(([name, inner]) => ({ name, element: elementOf(inner, part[":@"]) })),
    ),
  };
}

export const childrenOf = (element: Element | undefined, name: string): readonly Element[] =>
  element?.children.filter((child) => child.name === name).map((child) => child.element) ?? [];

/** The first element down this way of names. */
export const at = (element: Element | undefined, ...names: readonly string[]): Element | undefined =>
  names.reduce<Element | undefined>((found, name) => childrenOf(found, name)[0], element);

const ENTITIES = new Map([
  ["&", "&amp;"],
  ["<", "&lt;"],
  [">", "&gt;"],
  ['"', "&quot;"],
]);

export const escaped = (text: string | number | boolean): string =>
  String(text).replaceAll(/[&<>"]/g, (character) => ENTITIES.get(character) ?? "");
