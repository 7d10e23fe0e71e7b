import fc from "fast-check";
import { expect, test } from "vitest";
import { firstInOrder } from "./order.ts";

const rows = fc.uniqueArray(
  fc.record({ id: fc.string({ maxLength: 2 }), name: fc.constantFrom("a", "b", "B", "ä") }),
  { selector: ({ id }) => id, maxLength: 40 },
);

const keyOf = ({ name }: { name: string }) => name;

test("the first in order are those that sorting all of them would put first", () => {
  fc.assert(
    fc.property(rows, fc.nat(12), fc.boolean(), (all, most, later) => {
      const order = all.toSorted((one, other) =>
        one.name === other.name ? (one.id < other.id ? -1 : 1) : one.name < other.name ? -1 : 1,
      );
      const [start] = later ? order.slice(2) : [];
      const after = start && { key: start.name, id: start.id };
      const asked: string[] = [];
      const keep = ({ id }: { id: string }) => asked.push(id) > 0 && !id.startsWith("a");
      const expected = order
        .slice(start ? 3 : 0)
        .filter(({ id }) => !id.startsWith("a"))
        .slice(0, most);
      expect(firstInOrder(all, { most, keyOf, after, keep })).toEqual(expected);
      expect(new Set(asked).size).toBe(asked.length);
    }),
  );
});
