import { ConnectorError, type Delivered } from "@gatefold/connector-sdk";
import type { AssetVersion } from "@gatefold/core";
import type { Delivery } from "@gatefold/store";
import type { View } from "../access/view.ts";
import type { Services } from "../services.ts";

/** What the platform shows; `canLook`: whether it could be asked at all. */
export type Look =
  | { readonly canLook: boolean; readonly found?: Delivered | undefined }
  | { readonly failure: ConnectorError };

const LOOK_MS = 20_000;

/** Is it there, by its marker? */
export async function looked({ dispatch }: Services, { state }: View, delivery: Delivery): Promise<Look> {
  const { version } = state.get("asset", delivery.asset) ?? {};
  const way = await dispatch.open(delivery, version?.id === delivery.version ? version : replaced(delivery));
  if ("refused" in way || !way.canLook) return { canLook: false };
  try {
    return { canLook: true, found: await way.look(AbortSignal.timeout(LOOK_MS)) };
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error;
    return error.code === "PLATFORM_UNSUPPORTED" ? { canLook: false } : { failure: error };
  }
}

/** A version that the asset has no more: enough to be looked for by its marker. */
function replaced({ version }: Delivery): AssetVersion {
  return { id: version, sha256: "", bytes: 0, mime: "", width: 0, height: 0 };
}
