import { type Order, UnsupportedError } from "@gatefold/connector-sdk";
import type { Asset, AssetVersion, Connection, State } from "@gatefold/core";
import type { Blobs, Delivery } from "@gatefold/store";
import type { Links } from "./links.ts";
import { platformPath } from "./path.ts";

export interface OrderParts {
  readonly delivery: Delivery;
  readonly version: AssetVersion;
  /** Undefined where it is gone: the order then still serves to look for what was sent. */
  readonly asset: Asset | undefined;
  readonly connection: Connection;
  readonly state: State;
}

/** What a connector is told to bring in. */
export function orderOf(
  { delivery, version, asset, connection, state }: OrderParts,
  { blobs, links }: { readonly blobs: Pick<Blobs, "read">; readonly links: Links },
): Order {
  const { id: versionId, mime, bytes, sha256 } = version;
  return {
    marker: delivery.marker,
    asset: {
      id: delivery.asset,
      versionId,
      path: asset ? platformPath(state, asset, connection) : delivery.marker,
      filename: asset?.name ?? delivery.marker,
      mime,
      bytes,
      sha256,
      read: () => blobs.read(sha256),
      link: () => links.issue(delivery),
      address: () => Promise.reject(noAddress()),
    },
    person: personOf(delivery, state),
  };
}

/** No connector that registers addresses is loaded by a gateway that has none to give. */
function noAddress(): UnsupportedError {
  return new UnsupportedError(
    "This gateway serves no pictures under lasting addresses; nothing was delivered.",
  );
}

/** A program is nobody whom a platform could book a write on. */
function personOf({ principal }: Delivery, state: State): Order["person"] {
  const user = state.get("user", principal.user);
  return user?.kind === "person" ? { name: user.name, email: user.email } : null;
}
