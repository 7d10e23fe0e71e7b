import nock from "nock";
import { afterEach, beforeEach } from "vitest";

/** No request leaves the machine, and what a test says will be sent must have been sent when it ends. */
export const guardNetwork = (): void => {
  beforeEach(() => {
    nock.disableNetConnect();
    nock.enableNetConnect("127.0.0.1");
  });
  afterEach(() => {
    const pending = nock.pendingMocks();
    nock.cleanAll();
    nock.enableNetConnect();
    if (pending.length > 0) throw new Error(`never sent: ${pending.join(", ")}`);
  });
};
