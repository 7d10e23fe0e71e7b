import { expect, test } from "vitest";
import { testFolder } from "../../test/folder.ts";
import { takeLock } from "./lock.ts";
import { findServer, writeServer } from "./server-file.ts";

const addresses = {
  pid: 1,
  gateway: "http://127.0.0.1:8080",
  content: "http://127.0.0.1:8081",
  sandbox: null,
};

test("a server is found while it runs, and not believed once it is dead", async () => {
  const folder = await testFolder();
  const lock = takeLock(folder);
  await writeServer(folder, addresses);
  expect(await findServer(folder)).toEqual(addresses);
  lock?.release();
  expect(await findServer(folder)).toBeUndefined();
});
