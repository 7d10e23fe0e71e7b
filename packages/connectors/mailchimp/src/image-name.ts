/**
 * Mailchimp's folders are flat, so a folder's name carries those above it: `summer / mails`. It advises against spaces and special
 * characters in a file's name, and corrects a wrong extension: `hero-gf-k3wq7d2mzr5tbx4a.png`. It states no longest name; the
 * marker is never cut.
 */
const LONGEST_READABLE = 60;
const LONGEST_FOLDER = 100;

const EXTENSIONS: ReadonlyMap<string, string> = new Map([
  ["image/jpeg", "jpg"],
  ["image/png", "png"],
  ["image/gif", "gif"],
]);

/** The file's name: what can be read of ours in plain letters, then the marker. */
export const imageNameOf = (path: string, mime: string, marker: string): string => {
  const own = path.split("/").at(-1) ?? "";
  const readable = own
    .replace(/(?<=.)\.[a-z0-9]{1,5}$/i, "")
    .normalize("NFKD")
    .replaceAll(/\p{M}+/gu, "")
    .replaceAll(/[^A-Za-z0-9_]+/g, "-")
    .slice(0, LONGEST_READABLE)
    .replaceAll(/^-+|-+$/g, "");
  return `${readable === "" ? "" : `${readable}-`}${marker}.${EXTENSIONS.get(mime) ?? "bin"}`;
};

/** The folder's name, from the folders above the picture; undefined where there are none. The last ones stay where it gets long. */
export const folderNameOf = (path: string): string | undefined => {
  let parts = path
    .split("/")
    .slice(0, -1)
    .map(tidied)
    .filter((part) => part !== "");
  while (parts.length > 1 && bytesOf(parts.join(SEPARATOR)) > LONGEST_FOLDER) parts = parts.slice(1);
  const name = cut(parts.join(SEPARATOR));
  return name === "" ? undefined : name;
};

const SEPARATOR = " / ";

/**
 * Whether Mailchimp's name is ours, in whatever way it changed signs and spaces: the letters and digits are the same, in their order. A
 * name without any must be the same sign by sign.
 */
export const isSameName = (theirs: string, ours: string): boolean =>
  theirs.normalize("NFC") === ours || (plain(ours) !== "" && plain(theirs) === plain(ours));

/** Whether the marker is in a name, in whatever way its signs were changed. */
export const bears = (name: string, marker: string): boolean => plain(name).includes(plain(marker));

const plain = (text: string): string =>
  text
    .normalize("NFC")
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, "");

/** Composed accents, no control or direction characters, single spaces. */
const tidied = (text: string): string =>
  text
    .toWellFormed()
    .normalize("NFC")
    .replaceAll(/[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu, " ")
    .replaceAll(/\s+/g, " ")
    .trim();

/** Whole characters as people see them, as many as there is room for. */
const cut = (text: string): string => {
  let kept = "";
  for (const { segment } of new Intl.Segmenter("en", { granularity: "grapheme" }).segment(text)) {
    if (bytesOf(kept + segment) > LONGEST_FOLDER) break;
    kept += segment;
  }
  return kept.trim();
};

const bytesOf = (text: string): number => new TextEncoder().encode(text).length;
