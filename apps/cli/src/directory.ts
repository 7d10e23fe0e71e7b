import { z } from "zod";
import { type Api, pathOf } from "./api.ts";
import { CommandFailed } from "./exit.ts";
import { allOf } from "./pages.ts";
import { findPlace } from "./places.ts";

/** Names for ids, looked up once each. What the person may not read, or is gone, is named by its id. */
export interface Directory {
  person(id: string): Promise<{ readonly username: string; readonly name: string }>;
  role(id: string): Promise<string>;
  /** A path of names, as it can be typed; the one root goes without saying. */
  place(id: string): Promise<string>;
  connection(id: string): Promise<string>;
}

const person = z.object({ username: z.string(), name: z.string() });
const named = z.object({ id: z.string(), name: z.string() });

/** `at`: the place where the person may know of people and roles; null: the account. */
export function createDirectory(api: Api, at: string | null): Directory {
  const query = { at: at ?? undefined };
  const ask = remembering();
  const nameOf = (collection: string, id: string) =>
    ask(`${collection}/${id}`, id, async () => {
      return (await api.call({ path: pathOf(collection, id), query }, named)).name;
    });
  const rootsAreOne = () =>
    ask("roots", true, async () => (await allOf(api, { path: pathOf("folders") }, named)).length < 2);
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
      ask(`person/${id}`, { username: id, name: id }, () => {
        return api.call({ path: pathOf("users", id), query }, person);
      }),
    role: (id) => nameOf("roles", id),
    connection: (id) =>
      ask(`connection/${id}`, id, async () => {
        return (await api.call({ path: pathOf("connections", id) }, named)).name;
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
