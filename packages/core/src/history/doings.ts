import type { Explanation, Reason } from "../decisions/decision.ts";
import type { Names } from "../decisions/sentences.ts";
import { type Place, placeOf } from "../decisions/place.ts";
import type { Millis } from "../model.ts";
import type { Credential } from "../principal.ts";
import type { Event, EventType } from "../state/events.ts";
import type { State } from "../state/state.ts";
import type { Happening, Past } from "./past.ts";
import { memberKey } from "./trail.ts";
import { wordsOf } from "./words.ts";

/** What somebody did that an answer rests on. */
export interface Doing {
  /** The entry's number in the journal. */
  readonly seq: number;
  readonly at: Millis;
  /** Who did it, by which credential; `founding` and `gatefold` are nobody's. */
  readonly user: string;
  readonly credential: Credential;
  readonly did: EventType;
  /** The reason that was given for it; empty where none was. */
  readonly reason: string;
  /** All of that but the time, in one English sentence. */
  readonly sentence: string;
}

/** By whose doing this is the answer: each entry once, in their order. Empty where nothing was done for it. */
export function doingsBehind(
  past: Past,
  answer: Pick<Explanation, "user" | "at" | "by" | "gate">,
  names: Names,
): Doing[] {
  const place = placeOf(past.state, answer.at);
  const keys = [
    ...answer.by.flatMap((reason) => keysOfReason(answer.user, reason)),
    ...answer.by.flatMap((reason) => (place ? keysOfWay(place, reason) : [])),
    ...keysOfGate(answer),
  ];
  const found = new Map<number, Happening>();
  for (const key of keys) {
    const happening = past.lastTouch(key);
    if (happening) found.set(happening.seq, happening);
  }
  return [...found.values()]
    .toSorted((one, other) => one.seq - other.seq)
    .map((happening) => doingOf(past.state, happening, names));
}

function keysOfReason(user: string, reason: Reason): string[] {
  if ("override" in reason) return [`override/${reason.override}`];
  const { grant, role, group } = reason;
  return [`grant/${grant}`, `role/${role}`, ...(group === null ? [] : [memberKey(group, user)])];
}

/** How the place came to lie where a right reaches it: what was moved under its anchor, and walls that came or went. */
function keysOfWay(place: Place, { kind, anchor }: Reason): string[] {
  if (anchor === place.asset?.id) return [];
  const height = anchor === null ? place.path.length : (place.heights.get(anchor) ?? 0);
  const below = place.path.slice(0, height).map(({ id }) => id);
  const walls = kind === "override-deny" ? [] : below.map((id) => `restriction/${id}`);
  // What is held everywhere holds wherever a thing is moved.
  const moves =
    anchor === null ? [] : [...(place.asset ? [place.asset.id] : []), ...below].map((id) => `moved/${id}`);
  return [...moves, ...walls];
}

function keysOfGate({ user, at, gate }: Pick<Explanation, "user" | "at" | "gate">): string[] {
  if (!gate) return [];
  const keys: Readonly<Record<typeof gate.code, string>> = {
    USER_SUSPENDED: `status/${user}`,
    ACCOUNT_SUSPENDED: "account",
    PLAN_FEATURE_MISSING: "plan",
    CONNECTOR_OFF: `connector/${gate.wants ?? ""}`,
    CONNECTION_ELSEWHERE: `connector/${gate.wants ?? ""}`,
    ASSET_EXPIRED: `expiry/${at ?? ""}`,
    ASSET_NOT_APPROVED: `approval/${at ?? ""}`,
  };
  return [keys[gate.code]];
}

function doingOf(state: State, { seq, at, principal, event }: Happening, names: Names): Doing {
  const { user, credential } = principal;
  const reason = reasonOf(event);
  const told = reason === "" ? "" : ` ("${reason}")`;
  const who = credential.kind === "gatefold" ? "Gatefold" : names("user", user);
  const sentence = `${who} ${wordsOf(event, state, names)}${told}.`;
  return { seq, at, user, credential, did: event.type, reason, sentence };
}

function reasonOf(event: Event): string {
  if (event.type === "grant.given") return event.grant.reason;
  return event.type === "override.set" ? event.override.reason : "";
}
