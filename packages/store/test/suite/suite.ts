import { describe } from "vitest";
import { actsSuite } from "./acts.ts";
import { checkpointsSuite } from "./checkpoints.ts";
import { deliveriesSuite } from "./deliveries.ts";
import { deliveryJobsSuite } from "./delivery-jobs.ts";
import { erasureSuite } from "./erasure.ts";
import { fetchLinksSuite } from "./fetch-links.ts";
import type { OpenHarness } from "./harness.ts";
import { journalSuite } from "./journal.ts";
import { keptAnswersSuite } from "./kept-answers.ts";
import { looksSuite } from "./looks.ts";
import { placesSuite } from "./places.ts";
import { propertiesSuite } from "./properties.ts";
import { queueSuite } from "./queue.ts";
import { retentionSuite } from "./retention.ts";
import { secretsSuite } from "./secrets.ts";
import { surveySuite } from "./survey.ts";
import { masterKeysSuite } from "./master-keys.ts";
import { verifySuite } from "./verify.ts";

const suites: Record<string, (open: OpenHarness) => void> = {
  journal: journalSuite,
  verify: verifySuite,
  "signed heads": checkpointsSuite,
  properties: propertiesSuite,
  places: placesSuite,
  deliveries: deliveriesSuite,
  "delivery jobs": deliveryJobsSuite,
  "links to fetch by": fetchLinksSuite,
  queue: queueSuite,
  acts: actsSuite,
  looks: looksSuite,
  erasure: erasureSuite,
  retention: retentionSuite,
  "kept answers": keptAnswersSuite,
  secrets: secretsSuite,
  "master keys": masterKeysSuite,
  survey: surveySuite,
};

/** What every store must do, whatever database is behind it. */
export function storeSuite(name: string, open: OpenHarness): void {
  describe.each(Object.entries(suites))(`${name}: %s`, (_part, suite) => {
    suite(open);
  });
}
