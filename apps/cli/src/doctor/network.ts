import type { Values } from "../configuration/declaration.ts";
import type { ServerAddresses } from "../data-folder/server-file.ts";
import { isFree } from "../serve/ports.ts";
import { type Finding, ok, warning, wrong } from "./finding.ts";

const PATIENCE_MS = 5000;

/** Where nothing runs: whether it could listen. Where a gateway runs: whether it is reached where it says it is. */
export async function lookAtNetwork(
  values: Values,
  server: ServerAddresses | undefined,
  ask: typeof fetch,
): Promise<Finding[]> {
  if (!server) return await lookAtPorts(values);
  const running = ok("ports", `Process ${server.pid} serves this data folder.`);
  return [running, await reached(`${server.gateway}/readyz`, ask), await reached(server.content, ask)];
}

async function lookAtPorts(values: Values): Promise<Finding[]> {
  const wanted = (["api.port", "content.port", "metrics.port"] as const).flatMap((key) => {
    const port = values[key];
    return port === null || port === 0 ? [] : [{ key, port }];
  });
  const findings: Finding[] = [];
  for (const { key, port } of wanted) {
    const host = key === "metrics.port" ? values["metrics.host"] : values.host;
    if (await isFree(host, port)) continue;
    const mend = `Find who holds it (ss -ltnp 'sport = :${port}'), or set ${key}.`;
    findings.push(wrong("ports", `Port ${port} of ${host}, for ${key}, is taken.`, mend));
  }
  if (findings.length > 0) return findings;
  return [ok("ports", "No gateway runs on this data folder; what ports were named are free.")];
}

async function reached(url: string, ask: typeof fetch): Promise<Finding> {
  try {
    const response = await ask(url, { signal: AbortSignal.timeout(PATIENCE_MS), redirect: "manual" });
    if (!response.headers.get("x-request-id")?.startsWith("req_")) {
      return wrong(
        "addresses",
        `${url} is answered by something else.`,
        "Mend the proxy, or api.url and content.url.",
      );
    }
    if (response.status !== 503) return ok("addresses", `${url} reaches the gateway.`);
    const { detail } = (await response.json()) as { detail?: unknown };
    return wrong("addresses", `${url}: ${String(detail)}`, "gateway.log says more.");
  } catch {
    return warning("addresses", `${url} can't be reached from here.`, "Mend name, proxy or firewall.");
  }
}
