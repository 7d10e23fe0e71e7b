import type { BuiltInPermission } from "../catalogue.ts";
import { decide } from "./decide.ts";
import { holdingsOf, isLive } from "./holdings.ts";
import { permissionNamed } from "./inquiry.ts";
import type { Folder, Millis, Permission } from "../model.ts";
import { ROOT, type State } from "../state/state.ts";

/** What a person sees of the tree at one moment. */
export interface Sight {
  /** May he view this folder or asset? */
  views(place: string): boolean;
  /** May he view this folder or one below it, so that its name may be shown to lead there? */
  navigates(folder: string): boolean;
}

const VIEW: BuiltInPermission = "asset.view";

/** For many look-ups about one person; the single ones below are made of it. */
export function sightOf(state: State, user: string, now: Millis): Sight {
  let leading: Set<string> | undefined;
  const views = (place: string) =>
    decide(state, { user, permission: VIEW, at: place, now }).effect === "allow";
  const navigates = (folder: string) => {
    if (!state.get("folder", folder)) return false;
    return (
      views(folder) ||
      (leading ??= foldersLeadingTo(state, openings(state, user, now).filter(views))).has(folder)
    );
  };
  return { views, navigates };
}

/** Some folder at or below this one is visible, so its name may be shown. */
export function canNavigate(state: State, user: string, folder: string, now: Millis): boolean {
  return sightOf(state, user, now).navigates(folder);
}

/** May he know that it is there? A folder may be seen to lead on; above a singly shared asset nothing is. */
export function canSee(state: State, user: string, place: string, now: Millis): boolean {
  const sight = sightOf(state, user, now);
  return state.get("folder", place) ? sight.navigates(place) : sight.views(place);
}

/** The folders under this one (null: at the top) that a person sees. Hidden subtrees are not walked. */
export function visibleFolders(state: State, user: string, parent: string | null, now: Millis): Folder[] {
  const sight = sightOf(state, user, now);
  return state.find("foldersIn", parent ?? ROOT).filter(({ id }) => sight.navigates(id));
}

/**
 * The folders at which a view can begin. On the way down nothing is gained but where something is anchored, so the
 * folder that opens a way is one of these: where a grant, its role or an allow is anchored, a connection that viewing
 * would wait for lives, or a workspace begins.
 */
function openings(state: State, user: string, now: Millis): string[] {
  const { grants, overrides } = holdingsOf(state, user);
  const live = grants.filter(({ grant }) => isLive(grant, now));
  const given = live.flatMap(({ grant }) => grant.folders ?? []);
  const ofRoles = live.flatMap(({ role }) => (role.folders === "all" ? [] : role.folders));
  const allows = overrides.flatMap(({ effect, folder }) => (effect === "allow" && folder) || []);
  return [...new Set([...given, ...ofRoles, ...allows, ...gatesOfViewing(state)])];
}

/** Where a gate of viewing, or of what it needs, first stands open. */
function gatesOfViewing(state: State): string[] {
  const asked = withNeeds(state, permissionNamed(state, VIEW));
  const connections = asked.flatMap(({ connector }) =>
    connector === null ? [] : state.find("connectionsOf", connector),
  );
  const workspaces = asked.some(({ level }) => level === "workspace")
    ? [...state.all("folder")].filter(({ workspace }) => workspace)
    : [];
  return connections.flatMap(({ folder }) => folder ?? []).concat(workspaces.map(({ id }) => id));
}

function withNeeds(state: State, first: Permission | undefined): Permission[] {
  const found = new Set(first ? [first] : []);
  for (const permission of found) {
    for (const id of permission.needs) {
      const need = state.get("permission", id);
      if (need) found.add(need);
    }
  }
  return [...found];
}

function foldersLeadingTo(state: State, folders: readonly string[]): Set<string> {
  const leading = new Set<string>();
  for (const visible of folders) {
    let at = state.get("folder", visible);
    while (at && !leading.has(at.id)) {
      leading.add(at.id);
      at = at.parent === null ? undefined : state.get("folder", at.parent);
    }
  }
  return leading;
}
