import type { Folder, Grant, Level } from "../model.ts";
import { ROOT } from "../state/state.ts";
import { type Finding, finding } from "./finding.ts";
import type { Survey } from "./survey.ts";

/** Permissions of the account that need what is asked at a folder: nobody can ever be allowed them. */
export function impossiblePermissions({ state }: Survey): Finding[] {
  const levelOf = (id: string): Level | undefined => state.get("permission", id)?.level;
  return [...state.all("permission")]
    .filter(({ level }) => level === "account")
    .flatMap(({ id, needs }) =>
      needs
        .filter((need) => levelOf(need) !== "account")
        .map((item) => finding("PERMISSION_IMPOSSIBLE", "permission", id, { item })),
    );
}

/** Where rights take hold: those that restricted folders stop, and those of all access, which go on. */
interface Holds {
  readonly stopped: Set<string>;
  readonly through: Set<string>;
}

/**
 * The folders in which, and below which, nobody who is active may do anything, now or later; of each such part the top.
 * What might reach counts as reaching: denies and needs are left out, and one asset opens its folder.
 */
export function unreachedFolders(survey: Survey): Finding[] {
  const { state } = survey;
  if (state.count("user") === 0) return [];
  const holds = holdsOf(survey);
  // As in every account that somebody owns: no folder need be looked at.
  if (holds.through.has(ROOT)) return [];
  const visits = visitsOf(state, holds);
  const reached = new Set<string>();
  for (const { folder, isReached } of visits.toReversed()) {
    if (isReached || reached.has(folder.id)) reached.add(folder.id).add(folder.parent ?? ROOT);
  }
  return visits
    .filter(({ folder }) => !reached.has(folder.id) && (folder.parent === null || reached.has(folder.parent)))
    .map(({ folder }) => finding("FOLDER_UNREACHED", "folder", folder.id));
}

interface Visit {
  readonly folder: Folder;
  readonly byStopped: boolean;
  readonly byThrough: boolean;
  readonly isReached: boolean;
}

/** Every folder, each after the one it is in. */
function visitsOf(state: Survey["state"], { stopped, through }: Holds): Visit[] {
  const visit = (folder: Folder, above: Pick<Visit, "byStopped" | "byThrough">): Visit => {
    const byStopped = stopped.has(folder.id) || (above.byStopped && !folder.restricted);
    const byThrough = through.has(folder.id) || above.byThrough;
    return { folder, byStopped, byThrough, isReached: byStopped || byThrough };
  };
  const top = { byStopped: stopped.has(ROOT), byThrough: through.has(ROOT) };
  const visits = state.find("foldersIn", ROOT).map((folder) => visit(folder, top));
  // The list grows while it is walked.
  for (const above of visits) {
    if (state.tally("foldersIn", above.folder.id) === 0) continue;
    for (const folder of state.find("foldersIn", above.folder.id)) visits.push(visit(folder, above));
  }
  return visits;
}

function holdsOf(survey: Survey): Holds {
  const { state, idleGrants, idleOverrides, giftOf, reachOf } = survey;
  const holds: Holds = { stopped: new Set(), through: new Set() };
  const isActive = (user: string) => state.get("user", user)?.status === "active";
  for (const grant of state.all("grant")) {
    const role = state.get("role", grant.role);
    if (!role || idleGrants.has(grant.id) || !holdersOf(survey, grant).some(isActive)) continue;
    const into = giftOf(role).allAccess ? holds.through : holds.stopped;
    const reach = reachOf({ grant, role });
    if (reach.kind === "everywhere") into.add(ROOT);
    else if (reach.kind === "folders") for (const folder of reach.folders) into.add(folder);
    else for (const home of homesOf(survey, reach)) into.add(home);
  }
  for (const override of state.all("override")) {
    const counts = override.effect === "allow" && !idleOverrides.has(override.id) && isActive(override.user);
    if (counts) holds.stopped.add(override.folder ?? ROOT);
  }
  return holds;
}

function holdersOf({ state }: Survey, { user, group }: Grant): readonly string[] {
  return user === null ? (state.get("group", group ?? "")?.members ?? []) : [user];
}

function homesOf({ state }: Survey, { kind, id }: { readonly kind: string; readonly id: string }): string[] {
  const assets = kind === "asset" ? [id] : (state.get("collection", id)?.assets ?? []);
  return assets.flatMap((asset) => state.get("asset", asset)?.folder ?? []);
}
