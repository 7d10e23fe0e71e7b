/** Where something came out: what it is called, and all of it. */
export type Places = Readonly<Record<string, string | Uint8Array>>;

/** Words that must stay in, by what they are. */
export type Words = Readonly<Record<string, string>>;

/** Every place in which a word stands, plainly or in one of the ways in which programs write words down. */
export function leaks(places: Places, words: Words): string[] {
  const forms = Object.entries(words).map(([what, word]) => [what, formsOf(word)] as const);
  return Object.entries(places).flatMap(([place, content]) => {
    const bytes = Buffer.from(content);
    const found = forms.filter(([, all]) => all.some((form) => bytes.includes(form)));
    return found.map(([what]) => `${what} in ${place}`);
  });
}

function formsOf(word: string): string[] {
  if (word.length < 8) throw new Error(`"${word}" is too short to be known again.`);
  const bytes = Buffer.from(word);
  const hex = bytes.toString("hex");
  const plain = [word, encodeURIComponent(word), encodeURI(word), JSON.stringify(word).slice(1, -1)];
  return [...plain, hex, hex.toUpperCase(), ...base64Of(bytes, "base64"), ...base64Of(bytes, "base64url")];
}

/** What of a word shows in base64 wherever it begins in the text: three ways, without what its neighbours mix into. */
function base64Of(bytes: Buffer, encoding: "base64" | "base64url"): string[] {
  return [0, 1, 2].map((shift) => {
    const text = Buffer.concat([Buffer.alloc(shift), bytes])
      .toString(encoding)
      .replaceAll("=", "");
    return text.slice(shift === 0 ? 0 : 4, -3);
  });
}
