import express from "express";
import type { ErrorRequestHandler, Express, RequestHandler } from "express";
import { ICON } from "../page/icon.ts";
import { page } from "../page/page.ts";
import { SCRIPT } from "../page/script.ts";
import { STYLES } from "../page/styles.ts";
import { createControl } from "./control.ts";
import type { ControlDependencies } from "./control.ts";
import { createAssetDoor, createDoor } from "./door.ts";
import { localOnly } from "./hosts.ts";
import { problem } from "./problem.ts";

export interface AppDependencies extends ControlDependencies {
  readonly wait: (milliseconds: number) => Promise<void>;
  readonly url: () => string;
}

/** Above what any platform takes, so that a platform's own refusal is seen. */
const LARGEST_BODY = "16mb";

/** The page at `/` and `/<platform>`, the controls at `/_sandbox`, each platform below its id. */
export function createApp(dependencies: AppDependencies): Express {
  const { platforms, url } = dependencies;
  const local = localOnly(() => [new URL(url()).host]);
  const app = express();
  app.disable("x-powered-by");
  app.set("etag", false);
  app.get("/", local, pageHeaders, (_req, res) => void res.type("html").send(page(dependencies)));
  app.get("/_sandbox/page.css", (_req, res) => void res.type("css").send(STYLES));
  app.get("/_sandbox/page.js", (_req, res) => void res.type("js").send(SCRIPT));
  app.get("/_sandbox/icon.svg", (_req, res) => void res.type("svg").send(ICON));
  app.use("/_sandbox", local, createControl(dependencies));
  for (const platform of platforms) {
    app.get(
      `/${platform.id}`,
      local,
      pageHeaders,
      (_req, res) => void res.type("html").send(page(dependencies, platform)),
    );
    app.use(`/${platform.id}/cdn`, createAssetDoor(platform));
    app.use(
      `/${platform.id}`,
      express.raw({ type: () => true, limit: LARGEST_BODY }),
      createDoor({ ...dependencies, platform }),
    );
  }
  app.use((_req, res) => problem(res, 404, "NOT_FOUND", "The page is at /, the controls at /_sandbox."));
  app.use(onError);
  return app;
}

/** The page runs its own style and script, shows its own images and is shown in no other page. */
const pageHeaders: RequestHandler = (_req, res, next) => {
  res.set({
    "content-security-policy":
      "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cache-control": "no-store",
  });
  next();
};

const onError: ErrorRequestHandler = (error: unknown, _req, res, next) => {
  if (res.headersSent) {
    next(error);
    return;
  }
  const status = error instanceof Error && "status" in error ? Number(error.status) : 500;
  if (status >= 400 && status < 500)
    problem(res, status, "BAD_REQUEST", "The body can't be read: too large, cut short or not JSON.");
  else problem(res, 500, "SANDBOX_FAILED", "The sandbox itself failed; this is no answer of the platform's.");
};
