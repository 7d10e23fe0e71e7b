/** A deliberate mistake in core: this text of this file, which must be there exactly once, becomes that one. */
export interface Mutant {
  readonly name: string;
  readonly file: string;
  readonly find: string;
  readonly replace: string;
}

export const inFile =
  (file: string) =>
  (name: string, find: string, replace: string): Mutant => ({ name, file, find, replace });

const holdings = inFile("decisions/holdings.ts");
const reach = inFile("decisions/reach.ts");
const overrides = inFile("decisions/overrides.ts");
const gates = inFile("decisions/gates.ts");
const judge = inFile("decisions/judge.ts");
const inquiry = inFile("decisions/inquiry.ts");
const place = inFile("decisions/place.ts");

export const mutants: readonly Mutant[] = [
  holdings("a window still holds at its end", "!(now < window.until)", "!(now <= window.until)"),
  holdings("a window begins a moment late", "now >= window.from", "now > window.from"),
  holdings("groups give nothing", '...state.find("groupsOf", user)', "...[]"),
  holdings("a grant outlasts what it lives by", "return { ...grant, from, until };", "return grant;"),
  holdings(
    "a grant begins before what it lives by",
    "return { ...grant, from, until };",
    "return { ...grant, until };",
  ),
  holdings("only the nearest that a grant lives by counts", "livesBy = by.livesBy;", "livesBy = undefined;"),
  holdings("wildcards name permissions of every level", 'permission.level === "folder" &&', ""),
  holdings("wildcards name nothing", 'pattern.endsWith(".*") &&', "false &&"),

  reach("a role is not void without its plan feature", "if (role.feature !== null &&", "if (false &&"),
  reach(
    "a role narrowed by its list gives rights over the account",
    'role.folders === "all" && isUnnarrowed',
    "isUnnarrowed",
  ),
  reach("a narrowed grant gives rights over the account", '"all" && isUnnarrowed(grant)', '"all"'),
  reach(
    "an empty list of a role is everywhere",
    'const ofRole = role.folders === "all"',
    'const ofRole = role.folders.length === 0 || role.folders === "all"',
  ),
  reach(
    "an empty list of a grant is everywhere",
    "return grant.folders === null ?",
    "return !grant.folders?.length ?",
  ),
  reach("the role's folders do not narrow", "if (ofRole === undefined || ofGrant", "if (ofGrant"),
  reach("the higher of two folders is the anchor", "Math.min(ofRole, ofGrant)", "Math.max(ofRole, ofGrant)"),
  reach("roles enter restricted folders", "height > place.barrier &&", "false &&"),
  reach(
    "a grant on the restricted folder itself is stopped",
    "height > place.barrier &&",
    "height >= place.barrier &&",
  ),
  reach("restricted folders stop all access", " && !role.allAccess", ""),
  reach("a grant on one asset is one on all", "grant.asset === place.asset?.id", "place.asset"),
  reach("a collection gives what is not in it", "?.assets.includes(place.asset.id)", ""),
  reach("a collection opens restricted folders", "if (grant.collection !== null &&", "if (false &&"),
  reach(
    "a collection of all access opens restricted folders",
    "if (grant.collection !== null &&",
    "if (grant.collection !== null && !role.allAccess &&",
  ),
  reach(
    "a collection inside a restricted folder is stopped there",
    "!isWithin(state, home, wall.id)",
    "true",
  ),

  overrides("the furthest override decides", "one.height - other.height", "other.height - one.height"),
  overrides(
    "an allow beats a deny on the same folder",
    "layers[0].denies.length > 0",
    "layers[0].allows.length === 0",
  ),
  overrides("an allow enters restricted folders", "if (layer.height > place.barrier) break;", ""),
  overrides(
    "an allow at the restricted folder itself is stopped",
    "layer.height > place.barrier",
    "layer.height >= place.barrier",
  ),
  overrides(
    "an allow from outside does not end the search for a deny",
    "place.barrier) break;",
    "place.barrier) continue;",
  ),
  overrides("a star is no permission", ' || override.permission === "*"', ""),
  overrides("overrides outlast their window", " || !isLive(override, inquiry.now)", ""),
  overrides(
    "an override at a folder holds everywhere",
    "place.heights.get(override.folder)",
    "(place.heights.get(override.folder) ?? place.path.length)",
  ),

  gates("a suspended user goes on", 'user.status !== "active"', "false"),
  gates("a suspended account goes on", 'account.status !== "active"', "false"),
  gates("the plan is not asked", "!account.plan.features.includes(permission.feature)", "false"),
  gates(
    "a connector that is off lets through",
    'return { code: "CONNECTOR_OFF", wants: connector }',
    "return undefined",
  ),
  gates("a connection serves every folder", "place.heights.has(connection.folder)", "true"),
  gates("a connection serves nothing at the account", "place.at === null || ", ""),
  gates("the named connection does not matter", "(named === undefined || connection.id === named)", "true"),
  gates("an asset expires a moment late", "until: asset.expires }, now)", "until: asset.expires + 1 }, now)"),
  gates("an expired asset is downloaded", ' || permission.id === "asset.download"', ""),
  gates("an asset that is not approved is shared", 'permission.id === "asset.share" ||', ""),
  gates("an asset that is not approved is placed", 'permission.id === "placements.manage"', "false"),
  gates("only deliveries are exits to a platform", "permission.connector !== null ||", ""),

  judge(
    "roles come before all access",
    "[...allAccess, ...reasons",
    '[...reasons.filter(({ kind }) => kind === "role"), ...allAccess, ...reasons',
  ),
  judge(
    "needs of needs are not asked",
    "judgeWithNeeds(inquiry, need, there, met)",
    "judgeOwn(inquiry, need, there)",
  ),
  judge("only the first need is asked", "met.add(id);", "break;"),
  judge("a need that was met elsewhere is not asked again", "if (there && met.has(id))", "if (met.has(id))"),
  judge("the nearest failing need is reported", "failed.need ?? {", "{"),
  judge(
    "a permission is given by what it needs",
    'if (own.effect === "deny") return own;',
    'if (own.effect === "deny" && permission.needs.length === 0) return own;',
  ),
  judge(
    "an allow from outside a restricted folder hides the roles inside",
    "const by = rolesCount ?",
    "const by = rolesCount && allows.length > 0 ?",
  ),

  inquiry(
    "account-level needs are asked at the place",
    'need.level === "account" ? accountPlace : place',
    "place",
  ),
  inquiry("workspace-level permissions are asked at any folder", "place.path[0]?.workspace === true", "true"),
  inquiry(
    "account-level permissions are asked anywhere",
    'if (level === "account") return place.at === null',
    'if (level === "account") return true',
  ),
  inquiry("aliases are not known", "return others.length === 0 ? only : undefined", "return undefined"),

  place(
    "the root is not reached",
    "folder.parent === null ?",
    'state.get("folder", folder.parent ?? "")?.parent === null ?',
  ),
  place("the furthest restricted folder counts, not the nearest", "path.findIndex", "path.findLastIndex"),
  place("the highest of several folders counts, not the deepest", "here < height", "here > height"),
];
