import Keyv from "keyv";
import QuickLRU from "quick-lru";
import { createApp } from "./app.ts";
import { policy } from "./policy.ts";
import { createRights } from "./rights.ts";

// Bounded, since what is no longer asked for stays until its time is up. For several processes: a Redis adapter instead.
const cache = new Keyv({ store: new QuickLRU({ maxSize: 10_000 }), ttl: 60_000 });
// A cache that is down answers nothing, and every question is decided anew.
cache.on("error", (error: unknown) => console.error("cache:", error));

// Stands in for your own sign-in: the name alone is no proof of anything.
const app = createApp({
  rights: createRights(policy),
  cache,
  clock: Date.now,
  userOf: (headers) => headers["x-user"]?.toString(),
});
const server = app.listen(Number(process.argv[2] ?? 3000), "127.0.0.1", () => {
  const address = server.address();
  const port = typeof address === "object" ? address?.port : address;
  console.log(`The paper is on http://127.0.0.1:${port}`);
});
