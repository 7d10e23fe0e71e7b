import { ROOT } from "@gatefold/core";
import { z } from "zod";
import { rootOf } from "../account/tree.ts";
import { sightFor } from "../access/access.ts";
import { none } from "../http/fields.ts";
import { nameKey } from "../http/names.ts";
import { operation } from "../http/operation.ts";
import type { View } from "../access/view.ts";
import { notFound } from "../http/problems.ts";

const found = z.object({
  kind: z.enum(["folder", "asset"]),
  id: z.string(),
  name: z.string(),
  /** The folder it is in; null at the top. */
  parent: z.string().nullable(),
});

export const lookup = [
  operation({
    id: "lookup.get",
    method: "GET",
    path: "/v1/lookup",
    summary:
      "What a path of names leads to, e.g. `Aurora/Summer/hero.png`, beginning in the one root (or, with several, at the top). Capitals don't matter.",
    params: none,
    query: z.strictObject({ path: z.string().max(4000) }),
    body: null,
    success: 200,
    response: found,
    handle({ view, query: { path } }) {
      const names = path.split("/").filter((name) => name !== "");
      return { body: follow(view, rootOf(view.state), names) };
    },
  }),
];

/** Step by step among what the caller sees; whatever ends the way, it is the same 404. */
function follow(view: View, start: string | null, names: readonly string[]): z.input<typeof found> {
  const { state } = view;
  const sight = sightFor(view);
  let here = start === null ? undefined : state.get("folder", start);
  if (here && !sight.navigates(here.id)) throw notFound();
  for (const [step, name] of names.entries()) {
    const key = nameKey(name.trim());
    const parent: string = here?.id ?? ROOT;
    const named = ({ name: other }: { name: string }) => nameKey(other) === key;
    const asset = step === names.length - 1 && here ? state.find("assetsIn", parent).find(named) : undefined;
    if (asset && sight.views(asset.id)) return { kind: "asset", id: asset.id, name: asset.name, parent };
    here = state.find("foldersIn", parent).find((folder) => named(folder) && sight.navigates(folder.id));
    if (!here) throw notFound();
  }
  if (!here) throw notFound();
  return { kind: "folder", id: here.id, name: here.name, parent: here.parent };
}
