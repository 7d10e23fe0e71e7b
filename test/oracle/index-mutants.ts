import { inFile, type Mutant } from "./mutants.ts";

const walk = inFile("index/walk.ts");
const rights = inFile("index/rights.ts");
const tables = inFile("index/tables.ts");
const roles = inFile("index/roles.ts");
const gates = inFile("index/gates.ts");
const permissions = inFile("index/permissions.ts");
const connectors = inFile("index/connectors.ts");
const places = inFile("index/places.ts");
const people = inFile("index/people.ts");
const index = inFile("index/compiled-index.ts");

/** Mistakes in the compiled index that wrong some answer about a world that stands still. */
export const indexMutants: readonly Mutant[] = [
  walk("the short path forgets denies", "((words[fields + head.deny] as number) & wanted) !== 0", "false"),
  walk("the short path forgets all access and collections", "(special & BESIDE_ROWS) !== 0 ||", ""),
  walk("the short path enters restricted folders", "if (node & RESTRICTED) return NO;", ""),
  walk("the short path ends below the account", "if (!(special & EVERYWHERE)) return NO;", "return NO;"),
  walk("one that is found is all that are wanted", "if (missing === 0) return YES;", "return YES;"),
  walk("overrides are not why", "(overridden & bit) === 0 &&", ""),
  walk("a deny further up undoes an allow", "open &= ~(deny | allow);", "open &= ~deny;"),
  walk("a deny further up undoes a deny", "open &= ~(deny | allow);", "open &= ~allow;"),
  walk("an allow beats a deny of its folder", "& open & ~deny;", "& open;"),
  walk("allows enter restricted folders", "allowed |= allow;", ""),
  walk("denies are forgotten", "denied |= deny;", ""),
  walk("restricted folders stop nothing", "walled = true;", ""),
  walk(
    "the search ends with what is had",
    "if (isHad && (open & contested) === 0) break;",
    "if (isHad) break;",
  ),
  walk("all access is beneath a role", "!(causes && mayBeAll) &&", ""),
  walk(
    "the search ends at a restricted folder",
    "if (!mayBeAll && (open & contested) === 0) break;",
    "break;",
  ),
  walk("denies do not bind all access", "(byRoles & ~this.denied)", "byRoles"),
  walk("collections give all assets", '!this.#state.lists("collectionsWith", id, collection)', "false"),
  walk("a role's list does not narrow collections", "if (role.folders && !role", "if (false && !role"),
  walk("collections enter restricted folders", "return wall === ACCOUNT ||", "return true ||"),
  rights("all grants count", "|| !isLive(held.grant, now)", ""),
  rights("void roles count", "!role?.live ||", "!role ||"),
  rights("all overrides count", "overrides.filter((override) => isLive(override, now))", "overrides"),
  rights("what ends is known for good", "else until = Math.min(until, edge);", ""),
  rights("what begins was always known", "from = Math.max(from, edge);", "from += 0;"),
  rights("a grant widens its role", "if (role.folders === null) return ofGrant;", "return ofGrant;"),
  rights("a star is a permission", 'if (permission === "*")', 'if (permission === "**")'),
  rights("nothing is known of all access", "this.#set(table + head.special, ALL_ACCESS);", ""),
  rights("nothing is known of everywhere", "this.#set(table + head.special, EVERYWHERE);", ""),
  rights("nothing is marked", "this.#places.mark(place);", ""),
  rights("second words are first words in rows", "at + row.role + 3 * word", "at + row.role"),
  rights("second words are first words in heads", "table + head.role + 3 * word", "table + head.role"),
  rights("overrides are of the first word", "at + row[effect] + 3 * word", "at + row[effect]"),
  tables("a place is not sought beyond its first slot", "if (found === 0) return NO_ROW;", "return NO_ROW;"),
  tables("a place is any place", "if (found === place + 1) return words", "if (found !== 0) return words"),
  tables(
    "what one place has, all have that share a role's row",
    "if (shared !== 0 && words[shared + row.place] === place + 1) return shared;",
    "if (shared !== 0) return shared;",
  ),
  tables(
    "a place that gets a row of its own loses its role",
    "words.copyWithin(own, shared, shared + this.rowLength);",
    ";",
  ),
  rights(
    "the second role of a place is lost",
    "if (!this.tables.share(table, place, shared)) this",
    "if (!this.tables.share(table, place, shared) && false) this",
  ),
  roles("a void role lives", "role.feature === null ||", "true ||"),
  roles(
    "an empty list is everywhere",
    'role.folders === "all" ? null',
    'role.folders === "all" || role.folders.length === 0 ? null',
  ),
  gates("needs are asked anywhere", "(!closure.ofWorkspace || this.#isWorkspace(place)) &&", ""),
  gates("needs need no connection", "this.#serve(closure.here, place, connection) &&", ""),
  gates(
    "needs of the account need no connection",
    "this.#serve(closure.atAccount, ACCOUNT, connection) &&",
    "",
  ),
  gates("needs pass the asset", "this.#shutAtAsset(closure.conditions, place, now) === undefined", "true"),
  gates("an asset ends a moment late", "!(now < end)", "!(now <= end)"),
  gates("what is not approved leaves", "return approved && !(node & APPROVED)", "return false"),
  permissions(
    "a need's plan is not asked",
    "planned: all.every(({ planned }) => planned),",
    "planned: true,",
  ),
  permissions("an account-level permission asks at places", "? undefined : need;", "? need : need;"),
  permissions("a permission is its first need", "found.add(need);", "found.add(need); break;"),
  permissions("a suspended account is open", 'account?.status === "active"', "account !== undefined"),
  permissions("gates are passed by", "const isSimple = isPlain &&", "const isSimple ="),
  permissions("what is asked at the account is passed by", " && atAccount.masks.length === 0;", ";"),
  connectors("any connection is the one", "if (named === undefined)", "if (true)"),
  connectors("a connection is nowhere", "served.everywhere ||", ""),
  connectors(
    "a named connection is everywhere",
    "folder === ACCOUNT || this.#places.isWithin(place, folder)",
    "true",
  ),
  places("a workspace is none", "(folder.workspace ? WORKSPACE : 0)", "0"),
  places("an asset has no end", "else this.#expires.set(place, asset.expires);", ""),
  people("the suspended act", 'user.status === "active" ? ACTIVE : SUSPENDED', "ACTIVE"),
  index("needs are met", "compiled.needs.length === 0) return own;", "true) return own;"),
  index("what is asked at the account is met", "&& this.#holds(user, table, ACCOUNT, closure.atAccount)", ""),
];

/** Mistakes in following what happens, which show in a world that changes. */
export const changeMutants: readonly Mutant[] = [
  index("the plan stays", "account: () => this.#renewCatalogue(),", ""),
  index("the catalogue stays", "permission: () => this.#renewCatalogue(),", ""),
  index("folders stay", "if (this.#places.putFolder(id, after)) this.#rights.forgetLeaning();", ""),
  index("assets stay", "if (this.#places.putAsset(id, after)) this.#rights.forgetLeaning();", ""),
  index("roles stay", "role: ({ id }) => this.#rights.forgetRole(id),", ""),
  rights("who has a role keeps it as it was", "this.tables.drop(user);\n    this.#roles", "this.#roles"),
  index(
    "overrides stay",
    "for (const override of [before, after]) if",
    "for (const override of [] as never[]) if",
  ),
  index("connections stay", "for (const connection of [before, after])", "for (const connection of [])"),
  index("groups stay", "group: ({ before, after }) => this.#forgetMembers(before, after),", ""),
  index("who leaves a group keeps what it gives", "if (!now.has(member)) this.#rights.forget(member);", ""),
  people("users stay", "this.#statuses[number] = user", "this.#statuses[number] ||= user"),
  index("who is suspended keeps what was made", "this.#rights.forget(id);", ""),
  rights("who may not act has a table", "!this.#people.isActive(user) ||", ""),
  rights("no table is timed", "this.#set(table + head.special, TIMED);", ""),
  index("grants stay", "if (grant?.user) this.#rights.forget(grant.user);", ""),
  index("grants to groups stay", "if (grant?.group) this.#staleGroups.add(grant.group);", ""),
  places("a thing that is gone is there", "this.nodes[place] = (ACCOUNT << FLAG_BITS) | kept;", ""),
  places("what was marked is not", "| flags | (before & (MARKED | KEPT));", "| flags;"),
  places(
    "a new end is the old one",
    "if (asset.expires === null) this.#expires.delete(place);\n    else",
    "if (asset.expires !== null)",
  ),
  rights("nobody leans", "this.#leaning.add(user);", ""),
  rights("tables are good for ever", "this.tables.isLive(start, now) ? start", "start !== 0 ? start"),
  tables(
    "two users have one table",
    "if (free !== undefined) return free;",
    "if (free !== undefined) { this.#free.get(length)?.push(free); return free; }",
  ),
];
