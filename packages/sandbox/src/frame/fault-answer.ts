import type { Fault } from "./faults.ts";
import type { Answer } from "./platform.ts";

/** What a fault says in the platform's place; null where the platform's own answer goes out, if any does. */
export function answerOf(fault: Fault): Answer | null {
  if (fault.kind === "status") return statusAnswer(fault.status, fault.headers, fault.body);
  if (fault.kind === "garbage")
    return { status: fault.status, headers: { "content-type": "application/json" }, body: GARBAGE };
  if (fault.kind === "html")
    return { status: fault.status, headers: { "content-type": "text/html; charset=utf-8" }, body: HTML };
  if (fault.kind === "redirect")
    return { status: fault.status, headers: { location: fault.location }, body: "" };
  return null;
}

/** Says it is JSON, and is not even text. */
const GARBAGE = Uint8Array.of(0x7b, 0x22, 0x00, 0xff, 0xfe, 0x25, 0x5d, 0x80);

/** What the proxies in front of a platform send when it is down. */
const HTML = "<html><head><title>Bad gateway</title></head><body><h1>Bad gateway</h1></body></html>";

function statusAnswer(status: number, given: Record<string, string>, body: unknown): Answer {
  const text = typeof body === "string";
  const type = text ? "text/plain; charset=utf-8" : "application/json";
  return { status, headers: { "content-type": type, ...given }, body: text ? body : JSON.stringify(body) };
}
