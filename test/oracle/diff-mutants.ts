import type { Mutant } from "./mutants.ts";

const inFile =
  (file: string) =>
  (name: string, find: string, replace: string): Mutant => ({ name, file: `diff/${file}`, find, replace });

const touches = inFile("touches.ts");
const holders = inFile("holders.ts");
const land = inFile("land.ts");
const cuts = inFile("cuts.ts");
const probes = inFile("probes.ts");
const places = inFile("places.ts");
const spans = inFile("spans.ts");
const subjects = inFile("subjects.ts");
const decisive = inFile("decisive.ts");
const whole = inFile("diff.ts");

const allOfConnection = "for (const row of [before, after]) if (row) touches.everybody.add(row.folder);";

/** A reader left out, or something that people's answers turn at. */
export const diffMutants: readonly Mutant[] = [
  touches(
    "the account is not read",
    "account: ({ touches }) => touches.everybody.add(null)",
    "account: () => {}",
  ),
  touches(
    "permissions are not read",
    "permission: ({ touches }) => touches.everybody.add(null)",
    "permission: () => {}",
  ),
  touches("connections are not read", allOfConnection, ""),
  touches("what a connection opens for the account is not read", "touches.everybody.add(ACCOUNT);", ""),
  touches("users are not read", "user: (look, { id }) => touch(look, [id], null)", "user: () => {}"),
  touches("groups are not read", "touchGrant(look, grant, members);", ";"),
  touches(
    "roles are not read",
    'for (const grant of look.state.find("grantsOfRole", id)) touchGrant(look, grant);',
    "",
  ),
  touches("grants are not read", "if (grant) touchGrant(look, grant);", ""),
  touches("what lives by a grant is not read", "touchGrant(look, living, undefined, seen);", ";"),
  touches(
    "overrides are not read",
    "for (const row of [before, after]) if (row) touch(look, [row.user], row.folder);",
    "",
  ),
  touches("collections are not read", "touchCollection(look, id, assets);\n  },", "},"),
  touches(
    "a flag of a folder is not read",
    "after?.restricted && before?.workspace === after?.workspace",
    "after?.restricted || before?.parent === after?.parent",
  ),
  touches(
    "an asset's approval and expiry are not read",
    "before?.approved === after?.approved && before?.expires === after?.expires",
    "before?.folder === after?.folder",
  ),
  touches("those above a moved folder are not read", "touch(look, look.holders.at(folder), id);", ";"),
  touches(
    "walls above a moved folder are not read",
    "const walled = [...above].some(restricts);",
    "const walled = false;",
  ),
  touches("collections behind a moved wall are not read", "if (walled) touchCollectionsIn(look, id);", ""),
  touches(
    "connections above a moved folder are not read",
    "folder !== null && above.has(folder))",
    "folder === undefined)",
  ),
  touches("what comes and goes is not read", "return isIn(old) === isIn(young);", "return false;"),

  holders("folders of roles hold nobody", 'if (folders !== "all") for', "if (false) for"),
  holders("folders of grants hold nobody", "of grant.folders ?? []", "of []"),
  holders("overrides hold nobody", "if (folder !== null) add(", "if (false) add("),

  land(
    "connections are no turns",
    'for (const { folder } of state.all("connection")) if (folder !== null) turns.add(folder);',
    "",
  ),
  land("what changed is no turn", "turns.add(change.id);", ";"),
  land("an asset that is approved speaks for itself no more", "regated.add(id);\n  }", ";\n  }"),
  land("what a permission asks of assets never changes", "if (isGated(asset)) regated.add(asset.id);", ";"),
  land("what was restricted is forgotten", 'if (kind === "folder" && before?.[flag]) marked.add(id);', ";"),
  land("an asset's end is no moment", "side.asset(asset)?.expires ?? null", "null"),

  cuts("what people hold is no cut", "...regions, ...marks, ...land", "...regions, ...land"),
  cuts(
    "nobody asks behind walls",
    "isAsset ? null : (land.restrictedUnder(id).find(isIts(true)) ?? null)",
    "null",
  ),
  cuts("a restricted cut is not walled", "above.isWalled || restricted }", "above.isWalled }"),

  probes("workspaces are not asked", "of workspacesIn(subject, cuts, land)", "of [] as string[][]"),
  probes("what workspaces have goes down", "of.cut.isAsset || !ofThisSide", "true || !ofThisSide"),
  probes("a workspace of its own answers like its siblings", 'workspace ? "itself" : layer', "0 ? 0 : layer"),

  places("nothing is excepted", "from.place?.except.push(cut.id);", ";"),
  places("an asset with gates of its own goes without saying", " && !cut.standsAlone", ""),
  places("what is behind walls counts as open", "above?.isWalled ? of.walled : of.open", "of.open"),

  spans("a loss is nothing", 'for (const permission of old) differences.set(permission, "loses");', ""),
  spans("nothing ends", "if (differences.get(permission) !== effect) end(permission, from);", ";"),

  subjects("what was held has no end", "...old.windows, ...young.windows", "...young.windows"),
  subjects("everybody is like the first", "${old.signature} ${young.signature}", "all"),

  decisive("a status is not decisive", "user: ({ status }) => status", "user: () => 0"),
  decisive(
    "the end of a right is not decisive",
    '{ ...row, reason: "", givenBy: null }),\n  override',
    "0),\n  override",
  ),
  whole("needs at the account are not read", "if (leans && touches", "if (false && touches"),
];
