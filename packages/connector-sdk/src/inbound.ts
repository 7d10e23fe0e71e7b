import { readConnection } from "./calls.ts";
import type { HostedConnection } from "./calls.ts";
import type { Connector, Pulled, PullAnswer, PullRequest, PullResponse } from "./contract.ts";
import { InboundAuthError } from "./errors.ts";

/** What a platform asks of us. Whether a request is used a second time is for whoever keeps replay keys. */
export interface Inbound {
  /** Milliseconds within which the platform wants its answer. */
  readonly within: number;
  /** Throws `InboundAuthError` for all that does not prove itself, whatever the reason. */
  authenticate(connection: HostedConnection, request: PullRequest): Promise<Pulled>;
  render(answer: PullAnswer): PullResponse;
}

const refused = (why: string) => new InboundAuthError(`The request is not authentic: ${why}.`);

export const createInbound = (connector: Connector, clock: () => number): Inbound | undefined => {
  const { pull } = connector;
  if (!pull) return undefined;
  return {
    within: pull.within,
    async authenticate(connection, request) {
      if (request.body.byteLength > pull.maxBytes) throw refused("it is too large");
      const { settings, secrets } = readConnection(connector, connection);
      const now = clock();
      const pulled = await pull.authenticate({ settings, secrets }, request, now).catch((error: unknown) => {
        // Fails closed: what can't be read is not believed, and its own words go nowhere.
        throw error instanceof InboundAuthError ? error : refused("it can't be read");
      });
      if (pull.maxSkew !== null) {
        if (pulled.issuedAt === null) throw refused("it does not say when it was made");
        if (Math.abs(now - pulled.issuedAt) > pull.maxSkew) throw refused("it is not of this time");
      }
      return pulled;
    },
    render: (answer) => pull.render(answer),
  };
};
