import { invalid, Refusal } from "./refusal.ts";

/**
 * Revisions that answer as themselves on the day of the description (2026-07-15): a year stable, a year deprecated, and the
 * beta. A fixed list, not the clock's: the sandbox's clock may be set to any year.
 */
const KNOWN: ReadonlySet<string> = new Set([
  "2024-10-15",
  "2025-01-15",
  "2025-04-15",
  "2025-07-15",
  "2025-10-15",
  "2026-01-15",
  "2026-04-15",
  "2026-07-15",
  "2026-07-15.pre",
]);
const NEWEST = "2026-07-15";
const OPT_OUT = "x-klaviyo-revision-fall-forward-opt-out";

/**
 * The revision that answers. One that is retired or unknown falls forward silently, which is what Klaviyo does, unless the
 * caller opted out.
 */
export function revisionOf(headers: ReadonlyMap<string, string>): string {
  const asked = headers.get("revision");
  const optOut = headers.get(OPT_OUT);
  if (asked === undefined) throw invalid("The revision header is required.", { parameter: "revision" });
  if (!/^\d{4}-\d{2}-\d{2}(\.[a-z]+)?$/.test(asked))
    throw invalid("The revision header must have the format YYYY-MM-DD[.suffix].", { parameter: "revision" });
  if (optOut !== undefined && optOut !== "1")
    throw invalid("The only value of this header is 1.", { parameter: OPT_OUT });
  if (KNOWN.has(asked)) return asked;
  if (optOut === "1")
    throw new Refusal(410, [{ detail: `Revision ${asked} is retired.`, source: { parameter: "revision" } }]);
  return NEWEST;
}
