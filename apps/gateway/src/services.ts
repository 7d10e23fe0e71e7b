import type { Counts } from "./metrics/counts.ts";
import type { KeyUses } from "./access/key-uses.ts";
import type { LookCounts } from "./audit/looks.ts";
import type { RequestLimits } from "./access/request-limits.ts";
import type { Proofs } from "./access/proofs.ts";
import type { HotBytes } from "./content/hot-bytes.ts";
import type { Permits } from "@gatefold/core";
import type { Dependencies } from "./dependencies.ts";
import type { Dispatch } from "./delivery/dispatch.ts";
import type { Watch } from "./delivery/watching.ts";
import type { Streams } from "./http/event-stream.ts";
import type { Desk } from "./account/desk.ts";
import type { Pasts } from "./account/pasts.ts";
import type { Enforcement } from "./enforce.ts";
import type { Lanes } from "./pictures/lanes.ts";
import type { Thumbnails } from "./pictures/thumbnails.ts";

/** What operations work with. */
export interface Services extends Dependencies {
  readonly counts: Counts;
  readonly desk: Desk;
  readonly limits: RequestLimits;
  readonly proofs: Proofs;
  readonly keyUses: KeyUses;
  readonly looks: LookCounts;
  readonly pasts: Pasts;
  readonly enforcement: Enforcement;
  readonly dispatch: Dispatch;
  readonly streams: Streams;
  readonly watch: Watch;
  readonly thumbnails: Thumbnails;
  readonly hotBytes: HotBytes;
  /** In which pictures that come in are looked at. */
  readonly intake: Lanes;
  /** Without `mint`: only `enforce` gives permits out. */
  readonly permits: Pick<Permits, "redeem">;
}
