import type { Names } from "../decisions/sentences.ts";
import type { Grant, Override } from "../model.ts";
import type { State } from "../state/state.ts";
import type { Finding, FindingCode } from "./finding.ts";

/** What is the matter, in one sentence, and what to do about it, in another. */
export interface Description {
  readonly message: string;
  readonly advice: string;
}

/** The same words in API, command line and documents; `names` say what things are called there. */
export function describeFinding(state: State, found: Finding, names: Names): Description {
  const [message, advice] = texts[found.code](subjectsOf(state, found, names));
  return { message, advice };
}

interface Subjects {
  /** The row it is about, beginning with a capital letter. */
  readonly it: string;
  readonly item: string;
  /** What it waits for, or the other row that makes it idle. */
  readonly other: string;
}

type Text = (subjects: Subjects) => readonly [message: string, advice: string];

const end: Text = ({ it }) => [`${it} is over.`, "End it, or leave it as history."];
const backwards: Text = ({ it }) => [
  `${it} ends before it begins, so it is never in force.`,
  "Correct its times, or end it.",
];
const unplanned = "Take it away, or have the feature added to the plan.";
const unconnected = (connector: string) => `Connect ${connector}, or take it away.`;

const texts: Readonly<Record<FindingCode, Text>> = {
  PERMISSION_IMPOSSIBLE: ({ it, item }) => [
    `${it} is asked at the account and needs ${item}, which is not, so nobody can ever be allowed it.`,
    "Take the need away, or ask one of the two elsewhere.",
  ],
  ROLE_VOID: ({ it, other }) => [
    `${it} needs ${other}, which the plan lacks, so it gives nothing.`,
    unplanned,
  ],
  ROLE_NOWHERE: ({ it }) => [
    `${it} has an empty list of folders, so it gives nothing anywhere.`,
    "Name the folders it is meant for, or have it reach everywhere.",
  ],
  ROLE_EMPTY: ({ it }) => [
    `${it} names no permission, so it gives nothing.`,
    "Give it permissions, or delete it.",
  ],
  ROLE_UNHELD: ({ it }) => [
    `Nobody holds ${lowered(it)}.`,
    "Delete it if it is no longer meant for anybody.",
  ],
  TOGGLE_PLAN: ({ it, item, other }) => [
    `${it} names ${item}, which needs ${other}, and the plan lacks that.`,
    unplanned,
  ],
  TOGGLE_CONNECTOR: ({ it, item, other }) => [
    `${it} names ${item}, and ${other} is not connected.`,
    unconnected(other),
  ],
  TOGGLE_NARROWED: ({ it, item }) => [
    `${it} is narrowed to folders, so it can't give ${item}, which is asked at the account.`,
    "Move it to a role that reaches everywhere.",
  ],
  TOGGLE_NEED: ({ it, item, other }) => [
    `${it} names ${item}, which needs ${other}, and nobody who holds the role has that.`,
    `Add ${other} to the role, or take ${item} away.`,
  ],
  TOGGLE_NOTHING: ({ it, item }) => [`${it} names ${item}, which stands for no permission.`, "Take it away."],
  GRANT_WINDOW: backwards,
  GRANT_OVER: end,
  GRANT_LIFELESS: ({ it }) => [
    `${it} gives nothing: it counts only together with another grant, and that is not in force any more.`,
    "End it, or give the other one again.",
  ],
  GRANT_NOWHERE: ({ it }) => [
    `${it} has an empty list of folders, so it gives nothing.`,
    "End it, or name folders.",
  ],
  GRANT_APART: ({ it }) => [
    `${it} gives nothing: the role's folders and the grant's have nothing in common.`,
    "End it, or narrow it to folders that the role reaches.",
  ],
  GRANT_WALLED: ({ it }) => [
    `${it} gives nothing: all that it names lies inside restricted folders.`,
    "Give it on the restricted folders themselves, or end it.",
  ],
  GRANT_EMPTY_COLLECTION: ({ it }) => [
    `${it} gives nothing: there is nothing in the collection.`,
    "Fill the collection, or end the grant.",
  ],
  GRANT_REDUNDANT: ({ it, other }) => [
    `${it} gives nothing that ${lowered(other)} does not give for at least as long.`,
    "End it, or take back both where the right should go.",
  ],
  OVERRIDE_WINDOW: backwards,
  OVERRIDE_OVER: end,
  OVERRIDE_LEVEL: ({ it }) => [
    `${it} has no effect: the permission is asked at the account alone.`,
    "Set it for the account, or end it.",
  ],
  OVERRIDE_REPEATED: ({ it, other }) => [
    `${it} says again what ${lowered(other)} says.`,
    "End one of the two.",
  ],
  ALLOW_DENIED: ({ it, other }) => [
    `${it} has no effect: ${lowered(other)} wins at the same place.`,
    "End the one that is not meant.",
  ],
  ALLOW_WALLED: ({ it }) => [
    `${it} has no effect: every folder is inside a restricted one, where it stops.`,
    "Set it on the restricted folders themselves, or end it.",
  ],
  ALLOW_PLAN: ({ it, other }) => [`${it} has no effect: the plan lacks ${other}.`, unplanned],
  ALLOW_CONNECTOR: ({ it, other }) => [`${it} has no effect: ${other} is not connected.`, unconnected(other)],
  DENY_OF_NOTHING: ({ it }) => [
    `${it} denies what nothing would allow there.`,
    "End it, or keep it as a precaution.",
  ],
  GROUP_EMPTY: ({ it }) => [`${it} has no members.`, "Add some, or delete it."],
  USER_IDLE: ({ it }) => [`${it} may do nothing.`, "Give a role, or suspend the user."],
  USER_SUSPENDED: ({ it }) => [
    `${it} is suspended, and what the user holds comes back when that ends.`,
    "Take it away if the user is not meant to come back.",
  ],
  FOLDER_UNREACHED: ({ it }) => [
    `Nobody may do anything in ${lowered(it)}, nor below.`,
    "Give a role there, or delete what is not needed.",
  ],
};

function subjectsOf(state: State, { kind, id, item = "", because = "" }: Finding, names: Names): Subjects {
  const other =
    kind === "grant" || kind === "override" ? (rowNamed(state, kind, because, names) ?? because) : because;
  return { it: rowNamed(state, kind, id, names) ?? id, item, other };
}

function rowNamed(state: State, kind: Finding["kind"], id: string, names: Names): string | undefined {
  if (kind === "grant") {
    const grant = state.get("grant", id);
    return grant && grantNamed(state, grant, names);
  }
  if (kind === "override") {
    const override = state.get("override", id);
    return override && overrideNamed(override, names);
  }
  if (kind === "permission") return id;
  if (kind === "group") return `The group "${state.get("group", id)?.name || id}"`;
  if (kind === "role") return `The role "${names("role", id)}"`;
  return kind === "folder" ? `The folder "${names("place", id)}"` : names("user", id);
}

function grantNamed(
  state: State,
  { user, group, role, folders, asset, collection }: Grant,
  names: Names,
): string {
  const whom =
    user === null ? `the group "${state.get("group", group ?? "")?.name || group}"` : names("user", user);
  const places = asset === null ? (folders ?? []) : [asset];
  const named = places.slice(0, MOST_PLACES).map((place) => `"${names("place", place)}"`);
  const more = places.length > MOST_PLACES ? ` and ${places.length - MOST_PLACES} more` : "";
  const within =
    collection === null
      ? ""
      : ` on the collection "${state.get("collection", collection)?.name || collection}"`;
  const where = named.length === 0 ? within : ` on ${named.join(", ")}${more}`;
  return `The grant of "${names("role", role)}" to ${whom}${where}`;
}

const MOST_PLACES = 3;

function overrideNamed({ user, effect, permission, folder }: Override, names: Names): string {
  const what = permission === "*" ? "every permission" : permission;
  const where = folder === null ? "everywhere" : `on "${names("place", folder)}"`;
  return `The override that ${effect === "allow" ? "allows" : "denies"} ${names("user", user)} ${what} ${where}`;
}

/** In the middle of a sentence. */
function lowered(subject: string): string {
  return subject.startsWith("The ") ? `t${subject.slice(1)}` : subject;
}
