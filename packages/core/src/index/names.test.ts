import { expect, test } from "vitest";
import { Names } from "./names.ts";

const odd = [
  "",
  "__proto__",
  "constructor",
  "toString",
  "0",
  "00",
  "-0",
  "1e3",
  "4294967295",
  "é",
  "\u{1F5BC}",
];

test("any string names what it was given, and no other does", () => {
  const names = new Names();
  for (const id of odd) expect(names.find(id)).toBeUndefined();
  for (const [number, id] of odd.entries()) names.set(id, number);
  expect(odd.map((id) => names.find(id))).toEqual([...odd.keys()]);
  names.delete("__proto__");
  expect(odd.map((id) => names.find(id))).toEqual([0, undefined, ...[...odd.keys()].slice(2)]);
  expect(names.find("hasOwnProperty")).toBeUndefined();
});

test("what is no string names nothing", () => {
  const names = new Names();
  for (const id of ["undefined", "null", "7"]) names.set(id, 1);
  for (const id of [undefined, null, 7]) expect(names.find(id as never)).toBeUndefined();
});
