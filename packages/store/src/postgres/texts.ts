/**
 * PostgreSQL's texts can't hold U+0000, which names from outside may. It is written as this noncharacter, which Unicode
 * keeps for such uses, and a "0"; the noncharacter itself is doubled, so that every text comes back as it was.
 */
const ESCAPE = "\uFDD0";

export function writtenText(text: string): string {
  return text.replace(/[\0\uFDD0]/g, (character) => ESCAPE + (character === "\0" ? "0" : ESCAPE));
}

export function readText(stored: string): string {
  if (!stored.includes(ESCAPE)) return stored;
  return stored.replace(/\uFDD0([0\uFDD0])/g, (_pair, character) => (character === "0" ? "\0" : ESCAPE));
}
