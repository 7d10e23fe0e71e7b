import type { Asset, Diff, DiffPlace, DiffRow, Folder, Permission, State } from "@gatefold/core";

/** How a diff is read, one question at a time and as its documentation says: the naive way. */
export interface Asked {
  readonly user: string;
  readonly permission: string;
  readonly at: string | null;
  readonly moment: number;
}

type Sides = { readonly before: State; readonly after: State };

/** What all rows together say of one question; null: no difference. Two rows that say different things are an error. */
export function readingOf(diff: Diff, sides: Sides, asked: Asked): DiffRow["effect"] | null {
  const said = diff.rows.filter(
    ({ users, permissions, from, until, places }) =>
      users.includes(asked.user) &&
      permissions.includes(asked.permission) &&
      from <= asked.moment &&
      (until === null || asked.moment < until) &&
      places.some((place) => covers(sides, place, asked)),
  );
  const effects = new Set(said.map(({ effect }) => effect));
  if (effects.size > 1) throw new Error(`Gains and loses at once: ${JSON.stringify(said)}`);
  return said[0]?.effect ?? null;
}

function covers(sides: Sides, place: DiffPlace, asked: Asked): boolean {
  const { at } = asked;
  if (place.kind === "account") return at === null;
  if (at === null) return false;
  if (place.kind === "asset") return place.asset === at;
  if (place.kind === "workspace") return place.workspace === at;
  if (folderIn(sides, at)) return !isOfWorkspaces(sides, asked) && coversPath(sides, place, at);
  return coversPath(sides, place, at) && gatesLetThrough(sides, asked);
}

function coversPath(sides: Sides, place: Extract<DiffPlace, { kind: "folder" }>, at: string): boolean {
  let walls = 0;
  let here: string | null = at;
  while (here !== null && here !== place.folder) {
    if (place.except.includes(here)) return false;
    const folder: Folder | undefined = folderIn(sides, here);
    if (folder?.restricted) walls += 1;
    here = folder ? folder.parent : (assetIn(sides, here)?.folder ?? null);
  }
  if (here !== place.folder) return false;
  return place.reach === "all" || (place.reach === "open") === (walls === 0);
}

/** Of a workspace's own permissions nothing is said by its folder. */
function isOfWorkspaces({ before, after }: Sides, { permission, at }: Asked): boolean {
  const isWorkspace = [before, after].some((state) => state.get("folder", at ?? "")?.workspace);
  const hangs = (state: State, id: string): boolean => {
    const row = state.get("permission", id);
    if (!row || row.level === "account") return false;
    return row.level === "workspace" || row.needs.some((need) => hangs(state, need));
  };
  return isWorkspace && [before, after].some((state) => hangs(state, permission));
}

function gatesLetThrough(sides: Sides, { permission, at, moment }: Asked): boolean {
  const asset = assetIn(sides, at ?? "");
  return asset !== undefined && opens(sides, asset, permission, moment);
}

function opens(sides: Sides, asset: Asset, permission: string, moment: number): boolean {
  const row: Permission | undefined =
    sides.after.get("permission", permission) ?? sides.before.get("permission", permission);
  if (!row) return false;
  const { id, connector, level, needs } = row;
  if (level === "account") return true;
  const exits =
    connector !== null || id === "asset.share" || id === "placements.manage" || id.startsWith("deliver.");
  if (exits && !asset.approved) return false;
  if ((exits || id === "asset.download") && asset.expires !== null && moment >= asset.expires) return false;
  return needs.every((need) => opens(sides, asset, need, moment));
}

const folderIn = ({ before, after }: Sides, id: string) =>
  after.get("folder", id) ?? before.get("folder", id);
const assetIn = ({ before, after }: Sides, id: string) => after.get("asset", id) ?? before.get("asset", id);
