/**
 * Braze's library has no folders that its API could name, so a picture's name carries them, and the marker by which a person
 * finds it there: `summer/hero [gf-k3wq7d2mzr5tbx4a].png`. The ending stays, in case Braze reads the format from it. Braze
 * states no longest name: 200 bytes of UTF-8 fit whichever way it may count, and marker and ending are never cut.
 */
const LONGEST_NAME = 200;
const CUT = "…";

/** By type, as Braze writes them. */
const ENDINGS: ReadonlyMap<string, string> = new Map([
  ["image/gif", "gif"],
  ["image/jpeg", "jpg"],
  ["image/png", "png"],
  ["image/svg+xml", "svg"],
  ["image/webp", "webp"],
  ["image/x-icon", "ico"],
  ["image/vnd.microsoft.icon", "ico"],
]);

export const endingOf = (mime: string): string | undefined => ENDINGS.get(mime);

/** The name shown in Braze's library, from the path in ours; the end of a long path stays, as people look for that. */
export const imageNameOf = (path: string, mime: string, marker: string): string => {
  const ending = endingOf(mime);
  const tag = `[${marker}]${ending === undefined ? "" : `.${ending}`}`;
  const readable = fitted(tidied(withoutEnding(path)), LONGEST_NAME - bytesOf(tag) - 1);
  return readable === "" ? tag : `${readable} ${tag}`;
};

const withoutEnding = (path: string): string => path.replace(/(?<=[^/])\.[a-z0-9]{1,5}$/i, "");

/** Composed accents, no control or direction characters, single spaces. */
const tidied = (text: string): string =>
  text
    .toWellFormed()
    .normalize("NFC")
    .replaceAll(/[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu, " ")
    .replaceAll(/\s+/g, " ")
    .trim();

const fitted = (text: string, room: number): string => {
  if (bytesOf(text) <= room) return text;
  // Whole characters as people see them: an emoji of several parts stays whole or goes.
  const characters = [...new Intl.Segmenter("en", { granularity: "grapheme" }).segment(text)];
  let kept = "";
  for (const { segment } of characters.toReversed()) {
    if (bytesOf(CUT + segment + kept) > room) break;
    kept = segment + kept;
  }
  return CUT + kept.trimStart();
};

const bytesOf = (text: string): number => new TextEncoder().encode(text).length;
