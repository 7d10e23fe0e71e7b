import type { RequestListener } from "node:http";
import { createHash, timingSafeEqual } from "node:crypto";
import type { Report } from "./report.ts";

/** Where metrics are served: on a port of their own, never beside the API. */
export interface MetricsSettings {
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  /** Asked for as `Authorization: Bearer …`; null: whoever reaches the port may read. */
  readonly token: string | null;
}

/** Answers `GET /metrics` alone. Without the token where one is set: 401, and no word more. */
export function metricsListener(report: Pick<Report, "text">, token: string | null): RequestListener {
  return (request, response) => {
    const answer = (status: number, text: string, headers: Record<string, string> = {}) => {
      response.writeHead(status, { "Content-Type": "text/plain; charset=utf-8", ...headers });
      response.end(text);
    };
    if (token !== null && !isShown(token, request.headers.authorization)) {
      return answer(401, "Show the token.\n", { "WWW-Authenticate": "Bearer" });
    }
    if (request.url?.split("?")[0] !== "/metrics") return answer(404, "Metrics are at /metrics.\n");
    if (request.method !== "GET") return answer(405, "Metrics are read.\n", { Allow: "GET" });
    report.text().then(
      (text) => answer(200, text, { "Content-Type": "text/plain; version=0.0.4; charset=utf-8" }),
      () => answer(500, "Metrics could not be gathered.\n"),
    );
  };
}

/** Of hashes, so that neither the time it takes nor a length tells anything. */
function isShown(token: string, header: string | undefined): boolean {
  const shown = /^Bearer (\S+)$/i.exec(header ?? "")?.[1] ?? "";
  return timingSafeEqual(hashOf(shown), hashOf(token));
}

const hashOf = (text: string) => createHash("sha256").update(text).digest();
