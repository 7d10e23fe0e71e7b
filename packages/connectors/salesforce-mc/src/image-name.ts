import { createHash } from "node:crypto";

/** Salesforce's longest, in characters. */
const LONGEST_NAME = 200;
const LONGEST_KEY = 36;
/** Of folders it states none. */
const LONGEST_FOLDER = 100;
const CUT = "…";

/** `hero [gf-k3wq7d2mzr5tbx4a]`: the marker keeps names apart in a folder, where each may be there once. */
export const assetNameOf = (path: string, marker: string): string => {
  const tag = `[${marker}]`;
  const name = path.split("/").at(-1) ?? "";
  const readable = fitted(tidied(name.replace(/(?<=.)\.[a-z0-9]{1,5}$/i, "")), LONGEST_NAME - tag.length - 1);
  return readable === "" ? tag : `${readable} ${tag}`;
};

/** Whether a name says that another version is in it by now, put in its place. */
export const namesAnother = (name: string, marker: string): boolean =>
  /\[gf-[^\]]+\]/i.test(name) && !carries(name, marker);

/** Whether a name carries this marker. */
export const carries = (name: string, marker: string): boolean =>
  name.toLowerCase().includes(`[${marker.toLowerCase()}]`);

/** The folders above a picture, from the top, as Content Builder shall show them. */
export const foldersOf = (path: string): string[] =>
  path
    .split("/")
    .slice(0, -1)
    .map((name) => fitted(tidied(name), LONGEST_FOLDER))
    .filter((name) => name !== "");

/** What makes a delivery one of a kind in its business unit: the marker, or what stands for one that is too long. */
export const customerKeyOf = (marker: string): string =>
  marker.length <= LONGEST_KEY
    ? marker
    : `gf-${createHash("sha256")
        .update(marker)
        .digest("hex")
        .slice(0, LONGEST_KEY - 3)}`;

/** Content Builder's number of each type of ours. It has none for webp and avif. */
const TYPES = new Map([
  ["image/gif", { name: "gif", id: 20 }],
  ["image/jpeg", { name: "jpg", id: 23 }],
  ["image/png", { name: "png", id: 28 }],
]);

export const MIME_TYPES = [...TYPES.keys()];

export const assetTypeOf = (mime: string): { readonly name: string; readonly id: number } | undefined =>
  TYPES.get(mime);

/** Composed accents, no control or direction characters, single spaces. */
const tidied = (text: string): string =>
  text
    .toWellFormed()
    .normalize("NFC")
    .replaceAll(/[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu, " ")
    .replaceAll(/\s+/g, " ")
    .trim();

/** The beginning stays; whole characters as people see them. */
const fitted = (text: string, room: number): string => {
  if (text.length <= room) return text;
  let kept = "";
  for (const { segment } of new Intl.Segmenter("en", { granularity: "grapheme" }).segment(text)) {
    if (kept.length + segment.length + CUT.length > room) break;
    kept += segment;
  }
  return kept.trimEnd() + CUT;
};
