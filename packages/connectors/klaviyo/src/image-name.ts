/**
 * Klaviyo has no folders, so a picture's name carries them, and the marker that says it is ours:
 * `summer/hero [gf-k3wq7d2mzr5tbx4a]`. Klaviyo adds a suffix where a name is taken, and states no longest name: 200 bytes of
 * UTF-8 fit whichever way it may count, and the marker is never cut.
 */
const LONGEST_NAME = 200;
const CUT = "…";

/** The name shown in Klaviyo's library, from the path in ours; the end of a long path stays, as people look for that. */
export const imageNameOf = (path: string, marker: string): string => {
  const tag = `[${marker}]`;
  const readable = fitted(tidied(withoutExtension(path)), LONGEST_NAME - bytesOf(tag) - 1);
  return readable === "" ? tag : `${readable} ${tag}`;
};

/** Klaviyo keeps the format apart, and takes what is not said by `name` from the file's name: that carries the marker too. */
export const fileNameOf = (mime: string, marker: string): string =>
  `${marker}.${mime.replace(/^image\//, "").replace("jpeg", "jpg")}`;

const withoutExtension = (path: string): string => path.replace(/(?<=[^/])\.[a-z0-9]{1,5}$/i, "");

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
