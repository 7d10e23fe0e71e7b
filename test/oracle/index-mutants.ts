import { inFile, type Mutant } from "./mutants.ts";

const walk = inFile("index/walk.ts");
const shortPath = inFile("index/short-path.ts");
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
  shortPath(
    "the short path forgets overrides",
    "if (((heads[masks + overridden] as number) & wanted) !== 0) return unsure;",
    "",
  ),
  shortPath(
    "the short path forgets all access and collections",
    "if (((heads[at + traits] as number) & besideRows) !== 0) return unsure;",
    "",
  ),
  shortPath(
    "the short path enters restricted folders",
    "if (node & restricted) return no;",
    "if (place === 0) return no;",
  ),
  shortPath(
    "the short path ends below the account",
    "place = target(link);",
    "place = target(link);\n    if (place === 0) return no;",
  ),
  shortPath("one that is found is all that are wanted", "if (missing === 0) return yes;", "return yes;"),
  shortPath(
    "a place is not sought beyond its first slot",
    "if (found === 0) return notHere;",
    "return notHere;",
  ),
  shortPath("a place is any place", "if (found === place + 1) return here;", "if (found !== 0) return here;"),
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
  rights("nothing is known of all access", "tables.set(at + head.traits, ALL_ACCESS);", ""),
  rights("nothing is marked", "this.#places.mark(place);", ""),
  rights("second words are first words in rows", "at + row.role + 3 * word", "at + row.role"),
  rights("second words are first words in heads", "at + head.given + 2 * word", "at + head.given"),
  rights("second words are first words in slots", "found + slot.given + word", "found + slot.given"),
  rights("overrides are of the first word", "own + row[effect] + 3 * word", "own + row[effect]"),
  rights("overrides are known of the first word", "at + head.overridden + 2 * word", "at + head.overridden"),
  tables("a head knows one of its places", "1 << bitOf(spread));", "1);"),
  tables(
    "what one place has, all have that share a role's row",
    "if (shared !== 0 && words[shared + row.place] === words[found]) return shared;",
    "if (shared !== 0) return shared;",
  ),
  tables(
    "a place that gets a row of its own loses its role",
    "words.copyWithin(own, shared, shared + this.rowLength);",
    ";",
  ),
  rights("the second role of a place is lost", "else this.#addRole(tables.rowFor(at, found), role);", ""),
  places("links pass restricted folders", "const STOP = RESTRICTED | MARKED;", "const STOP = MARKED;"),
  places("links pass what is marked", "const STOP = RESTRICTED | MARKED;", "const STOP = RESTRICTED;"),
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
  tables("no table is timed", "this.set(at + head.traits, TIMED);", ";"),
  index("grants stay", "if (grant?.user) this.#rights.forget(grant.user);", ""),
  index("grants to groups stay", "if (grant?.group) this.#staleGroups.add(grant.group);", ""),
  places("a thing that is gone is there", "this.#set(place, (ACCOUNT << FLAG_BITS) | kept);", ""),
  places("what was marked is not", "| flags | (was & (MARKED | KEPT)));", "| flags);"),
  places(
    "a new end is the old one",
    "if (asset.expires === null) this.#expires.delete(place);\n    else",
    "if (asset.expires !== null)",
  ),
  rights("nobody leans", "this.#leaning.add(user);", ""),
  rights("tables are good for ever", "this.tables.isLive(at, now) ? at", "this.tables.heads[at] ? at"),
  tables(
    "two users have one table",
    "if (free !== undefined) return free;",
    "if (free !== undefined) { this.#free.get(length)?.push(free); return free; }",
  ),
  places("a new mark is passed by", "isMoved || (node & STOP) !== 0", "isMoved"),
  places("those below stay where they were", "isMoved || (node & STOP) !== 0", "(node & STOP) !== 0"),
  places("what is marked stays where it was", "else if (isMoved) this.nodes[2 * place + 1] = 0;", ""),
  shortPath("old links hold", "if (!isOfAge(link, now)) return unsure;", "if (link === 0) return unsure;"),
];
