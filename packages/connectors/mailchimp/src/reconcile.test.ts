import { expect, it } from "vitest";

import { connection, file, filePage, guardNetwork, hosted, MARKER, order } from "../test/platform.ts";

guardNetwork();

const reconcile = () => hosted().host.reconcile(connection(), order());
const others = (count: number, from = 100) =>
  Array.from({ length: count }, (_, place) => ({ id: from + place, name: `other-${place}.png` }));

it.each([`hero-${MARKER}.png`, `hero_${MARKER.replace("-", "_").toUpperCase()}_1.jpg`])(
  "finds the picture by its marker in %s, among the newest",
  async (name) => {
    filePage().reply(200, { files: [...others(2), file({ name })], total_items: 900 });
    expect(await reconcile()).toEqual({
      status: "already-present",
      externalId: "7",
      externalUrl: "https://mcusercontent.example/7.png",
    });
  },
);

it("looks on by as many as came, to the end, and finds nothing only there", async () => {
  filePage().reply(200, { files: others(3), total_items: 5 });
  filePage(3).reply(200, { files: others(1, 200), total_items: 5 });
  filePage(4).reply(200, { files: others(1, 300), total_items: 5 });
  expect(await reconcile()).toBeUndefined();
  filePage().reply(200, { files: [], total_items: 0 });
  expect(await reconcile()).toBeUndefined();
});

it.each([
  ["files were deleted while it looked", "PLATFORM_UNAVAILABLE", { files: others(1, 200), total_items: 4 }],
  ["the list breaks off", "PLATFORM_UNREADABLE", { files: [], total_items: 5 }],
  ["the answer is another", "PLATFORM_UNREADABLE", { files: others(1, 200) }],
  ["something between answers", "PLATFORM_UNREADABLE", "<html>maintenance</html>"],
])("does not take it for missing where %s", async (_what, code, second) => {
  filePage().reply(200, { files: others(3), total_items: 5 });
  filePage(3).reply(200, second);
  await expect(reconcile()).rejects.toMatchObject({ code, next: "later" });
});

it("gives up, and says so, in a library that is no end of", async () => {
  for (let page = 0; page < 40; page += 1)
    filePage(page * 500).reply(200, { files: others(500, 1000 * (page + 1)), total_items: 30_000 });
  await expect(reconcile()).rejects.toThrow("more than 20000 entries");
});
