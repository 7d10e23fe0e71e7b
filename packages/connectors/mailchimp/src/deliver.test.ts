import nock from "nock";
import { expect, it } from "vitest";

import {
  BYTES,
  connection,
  exact,
  file,
  FILES,
  folderPage,
  FOLDERS,
  guardNetwork,
  hosted,
  MARKER,
  NAME,
  order,
  ORIGIN,
  problem,
} from "../test/platform.ts";

guardNetwork();

const json = { "content-type": "application/json" };
const upload = (body: Record<string, unknown> = {}) =>
  nock(ORIGIN, exact(json)).post(FILES, {
    name: NAME,
    file_data: Buffer.from(BYTES).toString("base64"),
    ...body,
  });

it("uploads the bytes as base64 alone, under a plain name that bears the marker", async () => {
  upload().reply(200, file({ name: "something_else.png" }));
  const { deliver, lines } = hosted();
  expect(await deliver(connection(), order())).toEqual({
    status: "delivered",
    externalId: "7",
    externalUrl: "https://mcusercontent.example/7.png",
  });
  expect(lines).toMatchObject([{ method: "POST", url: ORIGIN + FILES, status: 200 }]);
});

it("uploads into the folder that stands for those above, the oldest where it is there twice", async () => {
  folderPage().reply(200, {
    folders: [
      { id: 41, name: "Summer - Mails" },
      { id: 40, name: "summer / mails" },
      { id: 12, name: "summer" },
    ],
    total_items: 3,
  });
  upload({ folder_id: 40 }).reply(200, file());
  const delivered = await hosted().deliver(connection(), order({ path: "summer/mails/hero.png" }));
  expect(delivered.status).toBe("delivered");
});

it("makes the folder where it is not there, and looks on by as many as came", async () => {
  folderPage().reply(200, { folders: [{ id: 1, name: "a" }], total_items: 3 });
  folderPage(1).reply(200, {
    folders: [
      { id: 2, name: "b" },
      { id: 3, name: "c" },
    ],
    total_items: 3,
  });
  nock(ORIGIN, exact(json)).post(FOLDERS, { name: "été / 🏖️" }).reply(200, { id: 44, name: "t_" });
  upload({ folder_id: 44 }).reply(200, file());
  const delivered = await hosted().deliver(connection(), order({ path: "été/🏖️/hero.png" }));
  expect(delivered.status).toBe("delivered");
});

it("makes a new folder once for many pictures at a time", async () => {
  folderPage().reply(200, { folders: [], total_items: 0 });
  nock(ORIGIN, exact(json)).post(FOLDERS, { name: "new" }).reply(200, { id: 44, name: "new" });
  const { deliver } = hosted();
  const names = ["a", "b", "c"];
  for (const name of names) upload({ name: `${name}-${MARKER}.png`, folder_id: 44 }).reply(200, file());
  const all = names.map((name) => deliver(connection(), order({ path: `new/${name}.png` })));
  expect(await Promise.all(all)).toHaveLength(3);
});

it("takes the folder that another made meanwhile", async () => {
  folderPage().reply(200, { folders: [], total_items: 0 });
  nock(ORIGIN).post(FOLDERS).reply(400, problem(400, "Invalid Resource"));
  folderPage().reply(200, { folders: [{ id: 45, name: "new" }], total_items: 1 });
  upload({ folder_id: 45 }).reply(200, file());
  const delivered = await hosted().deliver(connection(), order({ path: "new/hero.png" }));
  expect(delivered.status).toBe("delivered");
});

it("uploads nothing where the folder can't be made, and where it was deleted meanwhile", async () => {
  folderPage().times(2).reply(200, { folders: [], total_items: 0 });
  nock(ORIGIN).post(FOLDERS).reply(400, problem(400, "Invalid Resource"));
  await expect(hosted().deliver(connection(), order({ path: "new/hero.png" }))).rejects.toMatchObject({
    code: "PLATFORM_REJECTED",
  });
  folderPage().reply(200, { folders: [{ id: 45, name: "new" }], total_items: 1 });
  upload({ folder_id: 45 }).reply(404, problem(404, "Resource Not Found"));
  await expect(hosted().deliver(connection(), order({ path: "new/hero.png" }))).rejects.toMatchObject({
    code: "PLATFORM_UNAVAILABLE",
    next: "later",
    message: expect.stringContaining("folder in Mailchimp was deleted"),
  });
});

it.each([
  ["an answer without an id", { name: NAME }],
  ["an empty answer", ""],
  ["a page of something else", "<html>busy</html>"],
])("does not know what came of it after %s", async (_what, body) => {
  nock(ORIGIN).post(FILES).reply(200, body);
  await expect(hosted().deliver(connection(), order())).rejects.toMatchObject({
    code: "OUTCOME_UNKNOWN",
    next: "after-reconcile",
  });
});

it.each([
  ["too large", order({ bytes: 10_000_001 }), "10000001 bytes and Mailchimp takes at most 10000000"],
  [
    "of another format",
    order({ mime: "image/webp" }),
    "image/webp and Mailchimp takes image/jpeg, image/png, image/gif",
  ],
  ["with a marker that can't be found again", { ...order(), marker: "--------" }, "A marker for Mailchimp"],
])("sends nothing that is %s", async (_what, what, message) => {
  await expect(hosted().deliver(connection(), what)).rejects.toThrow(message);
});
