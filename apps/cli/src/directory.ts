import type { Api } from "./api.ts";
import { CommandFailed } from "./exit.ts";
import { allOf } from "./pages.ts";
import { findPlace } from "./places.ts";

/** Names for ids, looked up once each. What the person may not read, or is gone, is named by its id. */
export interface Directory {
  readonly person: (id: string) => Promise<{ readonly username: string; readonly name: string }>;
  readonly role: (id: string) => Promise<string>;
  /** A path of names, as it can be typed; the one root goes without saying. */
  readonly place: (id: string) => Promise<string>;
  readonly connection: (id: string) => Promise<string>;
}

/** `at`: the place where the person may know of people and roles; null: the account. */
export function createDirectory(api: Api, at: string | null): Directory {
  const query = { at: at ?? undefined };
  const ask = remembering();
  const rootsAreOne = () =>
    ask(
      "roots",
      true,
      async () => (await allOf(api.items("folders.list", { query: { limit: 2 } }), 2)).length < 2,
    );
  const place = (id: string): Promise<string> =>
    ask(`place/${id}`, id, async () => {
      const { parent, name } = await findPlace(api, id);
      if (parent === null) return (await rootsAreOne()) ? "/" : name;
      const above = await place(parent);
      return above === "/" ? name : `${above}/${name}`;
    });
  return {
    place,
    person: (id) =>
      ask<{ username: string; name: string }>(`person/${id}`, { username: id, name: id }, () => {
        return api.call("users.get", { path: { user: id }, query });
      }),
    role: (id) =>
      ask(`role/${id}`, id, async () => (await api.call("roles.get", { path: { role: id }, query })).name),
    connection: (id) =>
      ask(`connection/${id}`, id, async () => {
        return (await api.call("connections.get", { path: { connection: id } })).name;
      }),
  };
}

/** Each question is asked once; one that is refused has this answer instead. */
function remembering() {
  const answers = new Map<string, Promise<unknown>>();
  return <Answer>(question: string, otherwise: Answer, ask: () => Promise<Answer>): Promise<Answer> => {
    const known = answers.get(question) as Promise<Answer> | undefined;
    if (known) return known;
    const answer = ask().catch((error: unknown) => {
      if (error instanceof CommandFailed) return otherwise;
      throw error;
    });
    answers.set(question, answer);
    return answer;
  };
}
