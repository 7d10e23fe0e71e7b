import { expect } from "vitest";
import type { Founded } from "../src/account/founding.ts";
import { samplePicture } from "./sample-pictures.ts";
import { upload } from "./uploads.ts";
import { type Answer, must, type Person, type World } from "./world.ts";

/** Somebody's rights: permissions, and the folders he has them in; left out: everywhere. */
export type Rights = readonly [permissions: readonly string[], folders?: readonly string[]];

/** Moments of the week in which `world.clock` stands, a Sunday. */
export const friday = "2026-03-06T18:00:00Z";
export const monday = "2026-03-09T09:00:00Z";

/**
 * What ways to more than one's own rights are tried with: people who hold just what they are given, and answers that must be
 * refusals and change nothing.
 */
export function createStage(world: World, ada: Founded) {
  let count = 0;
  const named = (what: string) => `${what}-${(count += 1)}`;
  const made = async (line: string, body: object, token = ada.token) =>
    must(await world.call<{ id: string }>(token, `POST /v1/${line}`, body), 201).id;

  const stage = {
    made,
    /** A new folder, so that no test meets another's. */
    folder: (parent = ada.root, flags: object = {}) => world.folder(ada, named("folder"), parent, flags),
    picture: async (folder: string) =>
      (await upload(world, ada.token, folder, `${named("picture")}.png`, await samplePicture())).id,
    role: (permissions: readonly string[], more: object = {}) =>
      made("roles", { name: named("role"), permissions, ...more }),
    group: (...members: readonly Person[]) =>
      made("groups", { name: named("group"), members: members.map(({ id }) => id) }),
    give: (body: object) => made("grants", body),
    deny: (body: object) => made("overrides", { effect: "deny", ...body }),
    /** Somebody with a key of his own, and these rights. */
    async person(...rights: readonly Rights[]): Promise<Person> {
      const person = await world.person(ada, named("person"));
      for (const [permissions, folders] of rights) {
        await stage.give({ user: person.id, role: await stage.role(permissions), folders: folders ?? null });
      }
      return person;
    },
    /** May he, now? */
    async may(person: Pick<Person, "id">, permission: string, at: string | null): Promise<boolean> {
      const question = { user: person.id, permission, at };
      const answer = await world.call<{ effect: string }>(ada.token, "POST /v1/decisions", question);
      return must(answer, 200).effect === "allow";
    },
    /** Refused with this code, and nothing written. */
    async refused<Body>(code: string, attempt: () => Promise<Answer<Body>>): Promise<Body> {
      const before = await world.store.journal.head(ada.account);
      const { status, body } = await attempt();
      expect(body).toMatchObject({ code });
      expect(status).toBeGreaterThanOrEqual(400);
      expect(await world.store.journal.head(ada.account)).toEqual(before);
      return body;
    },
    /** Done, since nobody gets by it what its maker lacks. */
    async done<Body>(answer: Promise<Answer<Body>>): Promise<Body> {
      const { status, text, body } = await answer;
      if (status >= 400) throw new Error(`refused with ${status}: ${text}`);
      return body;
    },
    post: (by: { readonly token: string }, path: string, body: object) =>
      world.call<{ id: string }>(by.token, `POST /v1/${path}`, body),
    patch: (by: { readonly token: string }, path: string, body: object) =>
      world.call(by.token, `PATCH /v1/${path}`, body),
    /** A key of his, cut down. */
    async keyOf(by: { readonly token: string }, scope: object) {
      const answer = await world.call<{ token: string; key: { id: string } }>(by.token, "POST /v1/keys", {
        name: named("key"),
        ...scope,
      });
      const { token, key } = must(answer, 201);
      return { token, id: key.id };
    },
  };
  return stage;
}

export type Stage = ReturnType<typeof createStage>;
