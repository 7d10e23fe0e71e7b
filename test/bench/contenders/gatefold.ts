import { can, type CompiledIndex, decide, indexOf, isAllow } from "@gatefold/core";
import type { Contender, Form } from "./contender.ts";
import type { Queries } from "../world/queries.ts";
import { stateOf } from "../world/rows.ts";
import type { World } from "../world/world.ts";

const now = 1_000;

/** Our own engine: for a bare yes or no and for a decision, with ids and with handles. */
export function gatefold(world: World, queries: Queries): Contender[] {
  const state = stateOf(world);
  return [...withHandles(indexOf(state), queries), ...withIds(state, queries)];
}

function withHandles(index: CompiledIndex, { userIds, permissionIds, folderIds }: Queries): Contender[] {
  const users = handles(userIds, (id) => index.user(id));
  const permissions = handles(permissionIds, (id) => index.permission(id));
  const folders = handles(folderIds, (id) => index.place(id));
  return [
    contender("gatefold can", "handles", "index.can(user, permission, place, now)", (from, to) => {
      let allowed = 0;
      for (let at = from; at < to; at += 1) {
        if (index.can(users[at] as number, permissions[at] as number, folders[at] as number, now))
          allowed += 1;
      }
      return allowed;
    }),
    contender("gatefold decide", "handles", "index.decide(…), which answers a code", (from, to) => {
      let allowed = 0;
      for (let at = from; at < to; at += 1) {
        const code = index.decide(users[at] as number, permissions[at] as number, folders[at] as number, now);
        if (isAllow(code)) allowed += 1;
      }
      return allowed;
    }),
  ];
}

function withIds(
  state: ReturnType<typeof stateOf>,
  { userIds, permissionIds, folderIds }: Queries,
): Contender[] {
  return [
    contender("gatefold can", "ids", "can(state, user, permission, folder, now)", (from, to) => {
      let allowed = 0;
      for (let at = from; at < to; at += 1) {
        const user = userIds[at] as string;
        if (can(state, user, permissionIds[at] as string, folderIds[at] as string, now)) allowed += 1;
      }
      return allowed;
    }),
    contender("gatefold decide", "ids", "decide(state, query), which makes a decision", (from, to) => {
      let allowed = 0;
      for (let at = from; at < to; at += 1) {
        const user = userIds[at] as string;
        const permission = permissionIds[at] as string;
        const decision = decide(state, { user, permission, at: folderIds[at] as string, now });
        if (decision.effect === "allow") allowed += 1;
      }
      return allowed;
    }),
  ];
}

/** An id that names nothing has a handle that names nothing either. */
function handles(ids: readonly string[], handleOf: (id: string) => number | undefined): Int32Array {
  return Int32Array.from(ids, (id) => handleOf(id) ?? -1);
}

function contender(name: string, form: Form, manner: string, run: Contender["run"]): Contender {
  return { name, form, manner, run };
}
