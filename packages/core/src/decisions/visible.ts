import { decideAs } from "../authority/decide-as.ts";
import type { BuiltInPermission } from "../catalogue.ts";
import { can } from "./decide.ts";
import { permissionNamed } from "./inquiry.ts";
import type { Asset, Folder, Millis } from "../model.ts";
import type { Principal } from "../principal.ts";
import { type Asking, askingAs, askingOne, withNeeds } from "../scopes/asking.ts";
import { type Ways, waysTo } from "../scopes/ways.ts";
import { ROOT, type State } from "../state/state.ts";

/** What a person sees of the tree at one moment. */
export interface Sight {
  /** May he view this folder or asset? */
  readonly views: (place: string) => boolean;
  /** May he view this folder or one below it, so that its name may be shown to lead there? */
  readonly navigates: (folder: string) => boolean;
  /** The folders in this one (null: at the top) that he views or navigates. Where he sees few, few are looked at. */
  readonly foldersIn: (parent: string | null) => Folder[];
  /** The assets in this folder that he views. */
  readonly assetsIn: (folder: string) => Asset[];
}

const VIEW: BuiltInPermission = "asset.view";

/** For many look-ups about one person; the single ones below are made of it. */
export function sightOf(state: State, user: string, now: Millis): Sight {
  const permission = permissionNamed(state, VIEW);
  if (!permission) return blind;
  const views = (place: string) => can(state, user, VIEW, place, now);
  return sightBy(views, askingOne(state, user, permission, now));
}

/** What a principal's credential lets him see, which can be less than its owner sees. */
export function sightAs(state: State, principal: Principal, now: Millis): Sight {
  const permission = permissionNamed(state, VIEW);
  if (!permission) return blind;
  const query = { user: principal.user, permission: VIEW, now };
  const views = (at: string) => decideAs(state, principal, { ...query, at }).effect === "allow";
  return sightBy(views, askingAs(state, principal, [permission], now));
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
  return sightOf(state, user, now).foldersIn(parent);
}

const blind: Sight = {
  views: () => false,
  navigates: () => false,
  foldersIn: () => [],
  assetsIn: () => [],
};

/**
 * On the way down nothing is gained but at a mark, so what can be seen begins at one, and its names lead there; and
 * nothing is lost but at a mark or a restriction.
 */
function sightBy(views: (place: string) => boolean, asking: Asking): Sight {
  const { state } = asking;
  let known: Marked | undefined;
  const marked = () => (known ??= markedBy(views, asking));
  const navigates = (folder: string) =>
    state.get("folder", folder) !== undefined && (views(folder) || marked().ways.has(folder));
  const isSeen = ({ id, restricted }: Folder) => (!restricted && !marked().marks.has(id)) || navigates(id);
  return {
    views,
    navigates,
    foldersIn(parent) {
      if (parent === null) return state.find("foldersIn", ROOT).filter(({ id }) => navigates(id));
      if (!views(parent) || marked().isByWorkspace) return [...marked().ways.from(parent)];
      return state.find("foldersIn", parent).filter(isSeen);
    },
    assetsIn(folder) {
      const rows = views(folder) ? state.find("assetsIn", folder) : (marked().assetsIn.get(folder) ?? []);
      return rows.filter(({ id }) => views(id));
    },
  };
}

interface Marked {
  readonly marks: ReadonlySet<string>;
  /** To the folders at which what he views begins. */
  readonly ways: Ways;
  /** What he views alone, by the folder it is in. */
  readonly assetsIn: ReadonlyMap<string, readonly Asset[]>;
  /** Viewing needs what is asked at workspaces: then only those can be viewed. */
  readonly isByWorkspace: boolean;
}

function markedBy(views: (place: string) => boolean, asking: Asking): Marked {
  const { state, permissions } = asking;
  const marks = asking.marks();
  const isByWorkspace = withNeeds(state, permissions).some(({ level }) => level === "workspace");
  const workspaces = isByWorkspace ? state.find("foldersMarked", "workspace").map(({ id }) => id) : [];
  const viewed = [...marks, ...workspaces].filter(views);
  const assets = viewed.flatMap((id) => state.get("asset", id) ?? []);
  const assetsIn = Map.groupBy(assets, ({ folder }) => folder);
  return { marks, ways: waysTo(state, viewed), assetsIn, isByWorkspace };
}
