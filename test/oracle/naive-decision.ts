import type { Answer, Folder, Grant, Permission, Question, Role, Window, World } from "./world.ts";

/**
 * The rules of a decision once more, as plainly as they can be said: slow, without an index, and with nothing of core.
 * What core decides is held against this.
 */

export function naiveDecision(world: World, question: Question): Answer {
  const permission = world.permissions.find(
    ({ id, aliases }) => id === question.permission || aliases.includes(question.permission),
  );
  const code = permission ? ownCode(world, permission, question) : "UNKNOWN";
  if (!permission || !["ROLE", "ALL_ACCESS", "OVERRIDE_ALLOW"].includes(code))
    return { effect: "deny", code };
  for (const id of permission.needs) {
    const level = world.permissions.find((other) => other.id === id)?.level;
    const at = level === "account" ? null : question.at;
    const answer = naiveDecision(world, { ...question, permission: id, at });
    if (answer.effect === "deny") {
      return { effect: "deny", code: "NEEDS", need: answer.need ?? { permission: id, code: answer.code } };
    }
  }
  return { effect: "allow", code };
}

/** Rules 1 to 7, without the needs. */
function ownCode(world: World, permission: Permission, question: Question): string {
  const { at, now } = question;
  const user = world.users.find(({ id }) => id === question.user);
  const asset = world.assets.find(({ id }) => id === at);
  const path = at === null ? [] : pathUp(world, asset ? asset.folder : at);
  const known =
    at === null ? permission.level === "account" : path.length > 0 && permission.level !== "account";
  const misplaced = permission.level === "workspace" && (asset || !path[0]?.workspace);
  if (!user || !known || misplaced) return "UNKNOWN";

  if (user.status === "suspended") return "USER_SUSPENDED";
  if (world.account.status === "suspended") return "ACCOUNT_SUSPENDED";
  if (permission.feature && !world.plan.features.includes(permission.feature)) return "PLAN_FEATURE_MISSING";
  if (permission.connector) {
    const connections = world.connections.filter(({ connector }) => connector === permission.connector);
    if (connections.length === 0) return "CONNECTOR_OFF";
    const usable = connections
      .filter(({ id }) => question.connection === undefined || id === question.connection)
      .filter(({ folder }) => at === null || folder === null || path.some(({ id }) => id === folder));
    if (usable.length === 0) return "CONNECTION_ELSEWHERE";
  }
  const exit = permission.connector || /^(deliver\..*|asset\.share|placements\.manage)$/s.test(permission.id);
  const expired = asset && asset.expires !== null && asset.expires <= now;
  if (expired && (exit || permission.id === "asset.download")) return "ASSET_EXPIRED";
  if (asset && !asset.approved && exit) return "ASSET_NOT_APPROVED";

  const override = nearestOverride(world, permission, question, path);
  if (override) return override;
  const roles = world.grants
    .filter((grant) => counts(world, grant, user.id, now))
    .map((grant) => ({ grant, role: world.roles.find(({ id }) => id === grant.role) as Role }))
    .filter(({ role }) => role.feature === null || world.plan.features.includes(role.feature))
    .filter(({ grant, role }) => reaches(world, grant, role, permission, at, path))
    .map(({ role }) => role);
  if (roles.some(({ allAccess }) => allAccess)) return "ALL_ACCESS";
  return roles.some((role) => names(role, permission)) ? "ROLE" : "NO_GRANT";
}

function nearestOverride(
  world: World,
  permission: Permission,
  asked: Question,
  path: Folder[],
): string | undefined {
  const live = world.overrides.filter(
    (override) =>
      override.user === asked.user &&
      isLive(override, asked.now) &&
      (override.permission === "*" || override.permission === permission.id),
  );
  for (const [height, level] of [...path.map(({ id }) => id), null].entries()) {
    const here = live.filter(({ folder }) => folder === level);
    if (here.some(({ effect }) => effect === "deny")) return "OVERRIDE_DENY";
    if (here.length > 0) return path.slice(0, height).some(isRestricted) ? undefined : "OVERRIDE_ALLOW";
  }
  return undefined;
}

function reaches(
  world: World,
  grant: Grant,
  role: Role,
  permission: Permission,
  at: string | null,
  path: Folder[],
) {
  const narrowed =
    role.folders !== "all" || grant.folders || grant.asset !== null || grant.collection !== null;
  if (permission.level === "account") return !narrowed;
  const underRole = role.folders === "all" ? [null] : role.folders;
  if (grant.asset !== null || grant.collection !== null) {
    if (!underRole.some((folder) => folder === null || path.some(({ id }) => id === folder))) return false;
    if (grant.asset !== null) return grant.asset === at;
    const collection = world.collections.find(({ id }) => id === grant.collection);
    const home = collection ? pathUp(world, collection.folder) : [];
    const walls = path.filter(isRestricted);
    return at !== null && collection?.assets.includes(at) && walls.every((wall) => home.includes(wall));
  }
  // Every pair of a folder of the role's with one of the grant's: both above the place, the deeper is the anchor.
  const height = (anchor: string | null) =>
    anchor === null ? path.length : path.findIndex(({ id }) => id === anchor);
  return underRole.some((one) =>
    (grant.folders ?? [null]).some((other) => {
      if (height(one) < 0 || height(other) < 0) return false;
      const below = path.slice(0, Math.min(height(one), height(other)));
      return role.allAccess || !below.some(isRestricted);
    }),
  );
}

function names(role: Role, { id, level }: Permission): boolean {
  const [resource] = id.split(".");
  return role.permissions.some((entry) => entry === id || (level === "folder" && entry === `${resource}.*`));
}
/** Held, live, and so is what it lives by. */
function counts(world: World, grant: Grant, user: string, now: number): boolean {
  const by = world.grants.find(({ id }) => id === grant.livesBy);
  const lives = by ? counts(world, by, user, now) : !grant.livesBy;
  return lives && holds(world, grant, user) && isLive(grant, now);
}
function holds(world: World, grant: Grant, user: string): boolean {
  return (
    grant.user === user ||
    world.groups.some(({ id, members }) => id === grant.group && members.includes(user))
  );
}
function isLive({ from, until }: Window, now: number): boolean {
  return (from === null || from <= now) && (until === null || now < until);
}
function isRestricted(folder: Folder): boolean {
  return folder.restricted;
}
function pathUp(world: World, id: string | null): Folder[] {
  const folder = world.folders.find((other) => other.id === id);
  return folder ? [folder, ...pathUp(world, folder.parent)] : [];
}
