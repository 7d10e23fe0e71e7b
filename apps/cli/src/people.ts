import type { Group, Role } from "@gatefold/client";
import type { Api } from "./api.ts";
import { CommandFailed, exit } from "./exit.ts";
import { didYouMean } from "./near.ts";
import { allOf } from "./pages.ts";

export interface Person {
  readonly id: string;
  readonly username: string;
  readonly name: string;
}

export async function me(api: Api): Promise<Person> {
  return (await api.call("me.get")).user;
}

/** A person by user name or id, as far as the caller may know at a place (null: in the account). */
export async function findPerson(api: Api, text: string, at: string | null): Promise<Person> {
  const self = await me(api);
  const wanted = text.toLowerCase();
  if (self.username === wanted || self.id === text) return self;
  const query = { at: at ?? undefined };
  if (text.startsWith("usr_")) return api.call("users.get", { path: { user: text }, query });
  const [found] = await allOf(api.items("users.list", { query: { ...query, username: wanted } }));
  if (found) return found;
  const names = (await allOf(api.items("users.list", { query }))).map(({ username }) => username);
  throw unknown("UNKNOWN_PERSON", `Nobody here is called "${text}".`, wanted, names, "People");
}

/** A group by name or id, for who runs the account's people. */
export async function findGroup(api: Api, text: string): Promise<Pick<Group, "id" | "name">> {
  const groups = await allOf(api.items("groups.list"));
  const key = text.normalize("NFC").toLowerCase();
  const found = groups.find(({ id, name }) => id === text || name.toLowerCase() === key);
  if (found) return found;
  const names = groups.map(({ name }) => name);
  throw unknown("UNKNOWN_GROUP", `There is no group "${text}".`, text, names, "Groups");
}

/** Who may hold a grant: a person, or with an @ before its name a group. */
export async function findHolder(api: Api, text: string, at: string | null) {
  if (!text.startsWith("@")) {
    const { id, name } = await findPerson(api, text, at);
    return { name, holder: { user: id } };
  }
  const { id, name } = await findGroup(api, text.slice(1));
  return { name, holder: { group: id } };
}

/** A role by name or id, as far as the caller may know at a place (null: in the account). */
export async function findRole(api: Api, text: string, at: string | null): Promise<Role> {
  const roles = await allOf(api.items("roles.list", { query: { at: at ?? undefined } }));
  const key = text.normalize("NFC").toLowerCase();
  const found = roles.find(({ id, name }) => id === text || name.toLowerCase() === key);
  if (found) return found;
  const names = roles.map(({ name }) => name);
  throw unknown("UNKNOWN_ROLE", `There is no role "${text}".`, text, names, "Roles");
}

/** Names that stand in a hint; more would be a list. */
const SHOWN = 12;

function unknown(code: string, sentence: string, typed: string, names: readonly string[], what: string) {
  const near = didYouMean(typed, names);
  const list = names.length <= SHOWN ? [`${what}: ${names.join(", ")}.`] : [];
  return new CommandFailed(exit.notFound, code, sentence, near.length > 0 ? near : list);
}
