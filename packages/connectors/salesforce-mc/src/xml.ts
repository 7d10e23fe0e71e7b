import { UnreadableError } from "@gatefold/connector-sdk";
import { XMLParser, XMLValidator } from "fast-xml-parser";

/** Elements of which there may be several, so that one alone is a list too. */
const LISTS = new Set(["Results", "Role"]);

const parser = new XMLParser({
  ignoreAttributes: true,
  removeNSPrefix: true,
  parseTagValue: false,
  isArray: (name) => LISTS.has(name),
  // Numeric references; none can be declared, since a document type is refused before.
  htmlEntities: true,
});

/** The document's elements by their local names. One with a document type, which SOAP forbids, is not read: it declares entities. */
export const parseXml = (body: unknown): unknown => {
  if (typeof body !== "string" || /<!DOCTYPE/i.test(body) || XMLValidator.validate(body) !== true) {
    throw new UnreadableError("Salesforce's answer is no XML; try again later.");
  }
  return parser.parse(body);
};

const ENTITIES = new Map([
  ["&", "&amp;"],
  ["<", "&lt;"],
  [">", "&gt;"],
  ['"', "&quot;"],
  ["'", "&apos;"],
]);

/** Text for an element; characters that XML can't hold are left out. */
export const escapeXml = (text: string): string =>
  text
    .toWellFormed()
    .replaceAll(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, "")
    .replaceAll(/[&<>"']/g, (character) => ENTITIES.get(character) ?? "");
