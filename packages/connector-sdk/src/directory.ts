import type { z } from "zod";

import type { Context } from "./context.ts";

/** A person as a platform knows them. Uncertain is never taken for certain: `unknown` is a value of its own. */
export interface ExternalUser {
  readonly id: string;
  readonly name: string | null;
  readonly email: string | null;
  readonly emailVerified: boolean | "unknown";
  readonly status: "active" | "invited" | "suspended" | "deactivated" | "unknown";
  readonly kind: "member" | "guest" | "external" | "service";
  /** Ids; their names are in `ExternalGroup`s. */
  readonly teams: readonly string[];
  readonly roles: readonly string[];
}

/** A role or a team of a platform. */
export interface ExternalGroup {
  readonly id: string;
  readonly name: string;
}

/** `next`: where the following page begins; null: this was the last. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly next: string | null;
}

/** A platform's people. What it can't do is left out, and never an empty answer. */
export interface Directory<Settings extends z.ZodObject, Secrets extends z.ZodObject> {
  /** Whom `find` finds. Undefined: nobody, or not surely one. */
  readonly finds: readonly ("id" | "email")[];
  find(
    context: Context<z.output<Settings>, z.output<Secrets>>,
    by: { readonly id: string } | { readonly email: string },
  ): Promise<ExternalUser | undefined>;
  /** Everybody, deactivated people too, a page at a time. */
  list?(
    context: Context<z.output<Settings>, z.output<Secrets>>,
    cursor: string | null,
  ): Promise<Page<ExternalUser>>;
  roles?(context: Context<z.output<Settings>, z.output<Secrets>>): Promise<readonly ExternalGroup[]>;
  teams?(context: Context<z.output<Settings>, z.output<Secrets>>): Promise<readonly ExternalGroup[]>;
}
