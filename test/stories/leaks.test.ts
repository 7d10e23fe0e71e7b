import { expect, it } from "vitest";
import { leaks } from "./leaks.ts";

const secret = "pk_planted/secret+1";
const around = (text: string | Buffer) => `{"x":"${text.toString()}"}`;

it.each([
  ["plainly", around(secret)],
  ["in an address", `https://example.org/?key=${encodeURIComponent(secret)}`],
  ["in JSON within JSON", around(JSON.stringify(JSON.stringify({ secret })).slice(1, -1))],
  ["in hex", around(Buffer.from(secret).toString("hex"))],
  ["in base64", around(Buffer.from(secret).toString("base64"))],
  ["in base64, in the middle", around(Buffer.from(`{"apiKey":"${secret}"}`).toString("base64"))],
  ["in base64 for addresses", around(Buffer.from(`1${secret}2`).toString("base64url"))],
  ["in bytes", Buffer.concat([Buffer.from([0, 255, 254]), Buffer.from(secret), Buffer.from([0])])],
])("a word is found that stands %s", (_how, place) => {
  expect(leaks({ log: place, clean: "nothing" }, { key: secret, other: "another-word" })).toEqual([
    "key in log",
  ]);
});
