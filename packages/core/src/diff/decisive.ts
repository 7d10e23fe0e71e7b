import type { Entities, Kind } from "../model.ts";
import type { Change } from "../state/state.ts";

/** What of a row decisions depend on; names, reasons and the like are none of it. A key has no rights of its own. */
const decisive: { readonly [K in Kind]: (row: Entities[K]) => unknown } = {
  account: ({ status, plan }) => [status, [...plan.features].toSorted()],
  permission: ({ level, needs, feature, connector }) => [level, needs, feature, connector],
  folder: ({ parent, restricted, workspace }) => [parent, restricted, workspace],
  asset: ({ folder, approved, expires }) => [folder, approved, expires],
  collection: ({ folder, assets }) => [folder, assets],
  role: ({ permissions, folders, allAccess, feature }) => [permissions, folders, allAccess, feature],
  group: ({ members }) => members,
  user: ({ status }) => status,
  grant: (row) => ({ ...row, reason: "", givenBy: null }),
  override: (row) => ({ ...row, reason: "", givenBy: null }),
  connection: ({ connector, folder }) => [connector, folder],
  key: () => null,
};

/** May any decision come out otherwise for this change? */
export function isDecisive({ kind, before, after }: Change): boolean {
  if (kind === "key") return false;
  const read = decisive[kind] as (row: unknown) => unknown;
  const facts = (row: unknown) => row && read(row);
  return differ(facts(before), facts(after));
}

function differ(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) !== JSON.stringify(other);
}
