import { IncomingMessage, ServerResponse } from "node:http";
import type { Express } from "express";

/** The kinds of request and response that a server makes. */
export interface Messages {
  readonly IncomingMessage: typeof IncomingMessage;
  readonly ServerResponse: typeof ServerResponse<InstanceType<typeof IncomingMessage>>;
  /**
   * From now on they are born as what this app makes of them: Express gives each another prototype otherwise, and an object whose
   * prototype was changed is slow for whoever touches it after.
   */
  bornFor(app: Express): void;
}

export function createMessages(): Messages {
  class Incoming extends IncomingMessage {}
  class Outgoing extends ServerResponse {}
  return {
    IncomingMessage: Incoming,
    ServerResponse: Outgoing,
    bornFor(app) {
      app.request = Object.setPrototypeOf(Incoming.prototype, app.request) as Express["request"];
      app.response = Object.setPrototypeOf(Outgoing.prototype, app.response) as Express["response"];
    },
  };
}
