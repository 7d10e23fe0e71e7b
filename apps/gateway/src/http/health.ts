import type { Express } from "express";
import { stale } from "./problems.ts";
import type { Services } from "../services.ts";

/** The one address that asks for no key: 200 while the store answers, else 503 `STALE`. */
export function mountHealth(app: Express, { store }: Pick<Services, "store">): void {
  app.get("/v1/health", async (_request, response) => {
    await store.queue.nextAt().catch((cause: unknown) => {
      throw stale(cause);
    });
    response.json({ status: "ok" });
  });
}
