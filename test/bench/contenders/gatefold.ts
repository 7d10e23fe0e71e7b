import { can, decide } from "@gatefold/core";
import type { Contender } from "./contender.ts";
import { stateOf } from "../world/rows.ts";
import type { Queries } from "../world/queries.ts";
import type { World } from "../world/world.ts";

const now = 1_000;

/** Our own engine: asked with ids for a bare yes or no, and for a decision. */
export function gatefold(world: World, queries: Queries): Contender[] {
  const state = stateOf(world);
  const { userIds, permissionIds, folderIds } = queries;
  return [
    {
      name: "gatefold can",
      form: "ids",
      manner: "can(state, user, permission, folder, now)",
      run: (from, to) => {
        let allowed = 0;
        for (let at = from; at < to; at += 1) {
          const yes = can(
            state,
            userIds[at] as string,
            permissionIds[at] as string,
            folderIds[at] as string,
            now,
          );
          if (yes) allowed += 1;
        }
        return allowed;
      },
    },
    {
      name: "gatefold decide",
      form: "ids",
      manner: "decide(state, query): a decision with its code and revision",
      run: (from, to) => {
        let allowed = 0;
        for (let at = from; at < to; at += 1) {
          const user = userIds[at] as string;
          const permission = permissionIds[at] as string;
          const decision = decide(state, { user, permission, at: folderIds[at] as string, now });
          if (decision.effect === "allow") allowed += 1;
        }
        return allowed;
      },
    },
  ];
}
