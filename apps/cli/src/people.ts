import { z } from "zod";
import { type Api, pathOf } from "./api.ts";
import { CommandFailed, exit } from "./exit.ts";
import { didYouMean } from "./near.ts";
import { allOf } from "./pages.ts";

const person = z.object({ id: z.string(), username: z.string(), name: z.string() });
export type Person = z.output<typeof person>;

const role = z.object({ id: z.string(), name: z.string() });
export type Role = z.output<typeof role>;

const mine = z.object({ user: person });

export async function me(api: Api): Promise<Person> {
  return (await api.call({ path: pathOf("me") }, mine)).user;
}

/** A person by user name or id, as far as the caller may know at a place (null: in the account). */
export async function findPerson(api: Api, text: string, at: string | null): Promise<Person> {
  const self = await me(api);
  const wanted = text.toLowerCase();
  if (self.username === wanted || self.id === text) return self;
  const list = { path: pathOf("users"), query: { at: at ?? undefined } };
  if (text.startsWith("usr_")) return api.call({ ...list, path: pathOf("users", text) }, person);
  const [found] = await allOf(api, { ...list, query: { ...list.query, username: wanted } }, person);
  if (found) return found;
  const names = (await allOf(api, list, person)).map(({ username }) => username);
  throw unknown("UNKNOWN_PERSON", `Nobody here is called "${text}".`, wanted, names, "People");
}

/** A role by name or id, as far as the caller may know at a place (null: in the account). */
export async function findRole(api: Api, text: string, at: string | null): Promise<Role> {
  const roles = await allOf(api, { path: pathOf("roles"), query: { at: at ?? undefined } }, role);
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
