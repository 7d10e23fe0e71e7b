import express, { type Express, type Request } from "express";
import type { Keyv } from "keyv";
import { createDecisions } from "./decisions.ts";
import { createGuard, type GuardDeps, notFound } from "./guard.ts";
import type { Rights } from "./rights.ts";

export interface AppDeps extends Pick<GuardDeps, "userOf" | "clock"> {
  readonly rights: Rights;
  readonly cache: Keyv;
}

/** A small newspaper. Sections are folders; an article is as open as its section. */
export function createApp({ rights, cache, clock, userOf }: AppDeps): Express {
  const allows = createDecisions(rights, cache, clock);
  const requirePermission = createGuard({ rights, allows, clock, userOf });
  const articles = new Map<string, string>();
  const app = express();
  app.use(express.text({ type: () => true }));

  app.get("/:section/:article", requirePermission("article.read", section), ({ path }, response) => {
    const text = articles.get(path);
    if (text === undefined) notFound(response);
    else response.type("text/plain").send(text);
  });

  app.put("/:section/:article", requirePermission("article.edit", section), ({ path, body }, response) => {
    articles.set(path, String(body));
    response.sendStatus(204);
  });

  app.delete(
    "/grants/:id",
    requirePermission<{ id: string }>("grants.end", () => null),
    ({ params: { id } }, response) => {
      if (!rights.state.get("grant", id)) return notFound(response);
      rights.change({ type: "grant.ended", id, reason: "" });
      response.sendStatus(204);
    },
  );

  return app;
}

const section = ({ params }: Request<{ section: string }>) => params.section;
