import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { examples, operations } from "@gatefold/gateway";
import { expect, test } from "vitest";
import { z } from "zod";
import { references } from "./references.ts";

test.each(references.map(({ file, text }) => ({ name: basename(file), file, text })))(
  "$name says what the code says; if not, run ./dev docs and look at what changed",
  ({ file, text }) => {
    expect(readFileSync(file, "utf8")).toBe(text());
  },
);

const exampled = [...examples].map(([id, example]) => ({ id, example }));

test.each(exampled)("the example of $id is one its operation takes and gives", ({ id, example }) => {
  const operation = operations.find((each) => each.id === id);
  const { body, response } = operation ?? {};
  const takes = body instanceof z.ZodType ? body : z.undefined();
  expect(takes.safeParse(example.body)).toMatchObject({ success: true });
  if (!(response instanceof z.ZodType)) throw new Error(`${id} answers no JSON`);
  expect(response.parse(example.answer)).toEqual(example.answer);
});
