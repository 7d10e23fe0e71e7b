import { decideFor } from "../access/access.ts";
import type { EarlyNo, Enforcement } from "../enforce.ts";
import { problems, Refusal } from "../http/problems.ts";
import type { View } from "../access/view.ts";
import { deliverPermission } from "./hosts.ts";

/** What somebody tried, as far as it can be told. */
export interface Attempt {
  readonly purpose: EarlyNo["purpose"];
  /** Where it is decided: an asset, or the folder that answers for it. */
  readonly place: string;
  readonly version: string | null;
  /** Undefined where it did not come to a platform. */
  readonly connector: string | undefined;
  /** The connection it was to go through, as it was named: there may be none of that id. */
  readonly connection: string | undefined;
}

/**
 * Answers what `look` answers. Where it says no, the no is committed as an act before it is told: with the decision's
 * code, also where the caller only reads that nothing is there. `attempt` undefined: what was asked about is nothing of
 * this account's.
 */
export async function orRecorded<Found>(
  view: View,
  enforcement: Pick<Enforcement, "refused">,
  attempt: () => Attempt | undefined,
  look: () => Found,
): Promise<Found> {
  try {
    return look();
  } catch (error) {
    const no = earlyNo(view, attempt, error);
    if (no) await enforcement.refused(no);
    throw error;
  }
}

/** The no that an error is, to be committed before it is told; undefined where it is none, or about nothing of this account's. */
export function earlyNo(view: View, attempt: () => Attempt | undefined, error: unknown): EarlyNo | undefined {
  const tried = isNo(error) ? attempt() : undefined;
  return tried && isNo(error) ? { view, ...saidOf(view, tried, error) } : undefined;
}

/** A request that was not understood, or came at the wrong time, was not refused. */
function isNo(error: unknown): error is Refusal {
  return error instanceof Refusal && (error.code === "NOT_FOUND" || problems[error.code].status === 403);
}

function saidOf(
  view: View,
  { connector, connection: named, ...tried }: Attempt,
  told: Refusal,
): Omit<EarlyNo, "view"> {
  const { purpose, place, version } = tried;
  // What nobody made is a text of the caller's: it is not kept.
  const connection = named !== undefined && view.state.get("connection", named) ? named : null;
  const where = { purpose, place, version, connection };
  // Where the right is there, what is missing is the way to the platform.
  const otherwise = told.code === "NOT_FOUND" ? "CONNECTION_ELSEWHERE" : told.code;
  if (connector === undefined) return { ...where, permission: "deliver.*", code: otherwise };
  const permission = deliverPermission(connector);
  const { effect, code } = decideFor(view, { permission, at: place, connection: named });
  return { ...where, permission, code: effect === "deny" ? code : otherwise };
}
