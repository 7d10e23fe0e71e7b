import type { Asset, Folder, Scope } from "@gatefold/core";

/** What a scope holds, by name and then id (as texts compare by their bytes), read from the tables by the database itself. */
export interface Places {
  folders(account: string, scope: Scope, page: PlacePage): Promise<Folder[]>;
  assets(account: string, scope: Scope, page: PlacePage): Promise<Asset[]>;
}

export interface PlacePage {
  /** The last one of the page before. */
  readonly after?: { readonly name: string; readonly id: string };
  readonly limit: number;
}
