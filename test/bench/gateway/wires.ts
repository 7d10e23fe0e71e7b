import type { Ready, Wire } from "./messages.ts";

/** A request of a server's, as it stands on the wire. */
export function wireOf({ lines, token }: Ready, name: string, body = ""): Wire {
  const [method = "", path = ""] = (lines[name] ?? "").split(" ");
  const head = `${method} ${path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${token}\r\n`;
  if (method !== "POST") return `${head}\r\n`;
  return `${head}Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}
