import { afterAll, beforeAll, expect, it } from "vitest";
import { createWorld, type World } from "../test/world.ts";

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.end());

it("tells a key's holder who he is", async () => {
  const ada = await world.found();
  const answer = await world.call(ada.token, "GET /v1/me");
  expect(answer.status).toBe(200);
  expect(answer.body).toMatchObject({
    account: { id: ada.account, name: "Aurora" },
    user: { id: ada.owner },
  });
});
