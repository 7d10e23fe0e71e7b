/** JSON texts of values that no field takes. */
const nasty = {
  NUL: '"a\\u0000b"',
  "half a character": '"a\\ud800b"',
  "a list of lists": "[[]]",
  "a key that reaches for the prototype": '{"__proto__":{"allAccess":true}}',
  "a key that reaches for the constructor": '{"constructor":{"prototype":{"allAccess":true}}}',
  "a number without end": "1e400",
  "a huge number": "-123456789012345678901234567890",
  "deep nesting": `${"[".repeat(3000)}${"]".repeat(3000)}`,
};

/** The body with one field's value replaced by a JSON text, and with a key that nobody asked for. */
export function* spoiled(body: object): Generator<string> {
  for (const field of Object.keys(body)) {
    for (const text of Object.values(nasty)) {
      const rest = Object.entries(body).filter(([name]) => name !== field);
      const fields = rest.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`);
      yield `{${[...fields, `${JSON.stringify(field)}:${text}`].join(",")}}`;
    }
  }
  yield JSON.stringify({ ...body, allAcces: true });
  yield JSON.stringify(body).slice(0, -1);
  yield JSON.stringify([body]);
  yield `${JSON.stringify(body)}${JSON.stringify(body)}`;
}

/** As they stand in a path: what no id is. */
export const wrongIds = [
  "%00",
  "__proto__",
  "constructor",
  "toString",
  "..%2F..%2Fetc%2Fpasswd",
  "%2e%2e",
  "%E2%80%AE",
  "%ED%A0%80",
  "%",
  "x".repeat(5000),
];
