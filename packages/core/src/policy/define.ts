import type { z } from "zod";
import type { Catalogue, PermissionPattern } from "../catalogue.ts";
import type { documentSchema } from "./schema.ts";

/** A policy document as it is written: what may be left out is optional. Plain data, so that it can be kept as JSON. */
export type PolicySource = z.input<typeof documentSchema>;

type Row<List extends "roles" | "overrides" | "cases"> = NonNullable<PolicySource[List]>[number];

/** A document in the names of one catalogue, from which its permissions come. */
export interface PolicyOf<Id extends string> extends Omit<
  PolicySource,
  "version" | "permissions" | "roles" | "overrides" | "cases"
> {
  readonly roles?: (Omit<Row<"roles">, "permissions"> & { permissions?: PermissionPattern<Id>[] })[];
  readonly overrides?: (Omit<Row<"overrides">, "permission"> & { permission: Id | "*" })[];
  readonly cases?: (Omit<Row<"cases">, "permission"> & { permission: Id })[];
}

/** A policy document written in TypeScript: a wrong permission does not compile; all else `parsePolicy` checks. */
export function definePolicy<Id extends string>(
  catalogue: Catalogue<Id>,
  document: PolicyOf<NoInfer<Id>>,
): PolicySource {
  const permissions = catalogue.permissions.map(({ needs, aliases, ...rest }) => ({
    ...rest,
    needs: [...needs],
    aliases: [...aliases],
  }));
  return { version: 1, permissions, ...document };
}
