import { GatefoldError } from "@gatefold/core";
import { ZodError } from "zod";

import type { Connector, Context } from "./contract.ts";
import { parseSecrets, parseSettings } from "./credentials.ts";
import { OutcomeUnknownError, RejectedError, TransientError, UnreadableError } from "./errors.ts";
import { createHttp } from "./http.ts";
import type { Call, HttpDeps } from "./http.ts";
import type { Turn } from "./limits.ts";
import { createScrub, scrubbed } from "./secrecy.ts";
import type { TokenShelf } from "./tokens.ts";

/** A connection as the gateway keeps it: settings as stored, secrets just unsealed. */
export interface HostedConnection {
  readonly id: string;
  readonly settings: unknown;
  readonly secrets: unknown;
}

type AnyContext = Context<Record<string, unknown>, Record<string, unknown>>;

/** Makes places before the change: what is sent by this work delivers nothing. */
export type Prepare = (work: () => Promise<void>) => Promise<void>;

export interface Calls {
  /** Runs a verb that changes nothing. */
  read<T>(
    connection: HostedConnection,
    signal: AbortSignal,
    act: (context: AnyContext) => Promise<T>,
  ): Promise<T>;
  /** Runs a verb that may make one change, whose place is `turn`; given back where it was not needed. */
  change<T>(
    connection: HostedConnection,
    turn: Turn,
    signal: AbortSignal,
    act: (context: AnyContext, prepare: Prepare) => Promise<T>,
  ): Promise<T>;
}

/** What is asked of a platform once its settings and secrets are read. */
export interface Reading {
  readonly settings: Record<string, unknown>;
  readonly secrets: Record<string, unknown>;
  /** Whose limits it counts against. */
  readonly quotaOwner: string;
}

/** A connection's settings and secrets, parsed; throws `ConfigError` where they don't fit. */
export const readConnection = (connector: Connector, connection: HostedConnection): Reading => {
  const settings = parseSettings(connector, connection.settings);
  const secrets = parseSecrets(connector, connection.secrets);
  const quotaOwner = connector.quotaOf?.({ settings, secrets }) ?? connection.id;
  return { settings, secrets, quotaOwner };
};

/** Gives a verb its context, and makes of whatever it throws an error that is safe to show and says what comes next. */
export const createCalls = (deps: HttpDeps & { readonly shelf: TokenShelf }): Calls => {
  const { connector } = deps;
  const run = async <T>(
    connection: HostedConnection,
    turn: Turn | null,
    signal: AbortSignal,
    act: (context: AnyContext, prepare: Prepare) => Promise<T>,
  ): Promise<T> => {
    const { settings, secrets, quotaOwner } = readConnection(connector, connection);
    const tokens: string[] = [];
    const scrub = (text: string) => createScrub([secrets, tokens])(text);
    const call: Call = {
      connection: connection.id,
      quotaOwner,
      origins: connector.originsOf?.({ settings, secrets }),
      signal,
      scrub,
      permitted: turn !== null,
      turn,
      preparing: false,
      change: "none",
      changes: 0,
      thrown: new WeakSet(),
    };
    const http = createHttp(deps, call);
    const shelf = deps.shelf.of({ connection: connection.id, settings, secrets }, (token) =>
      tokens.push(token),
    );
    try {
      const context = { settings, secrets, http, tokens: shelf, signal, now: deps.clock };
      return await act(context, (work) => prepared(call, work));
    } catch (error) {
      throw scrubbed(settled(error, connector, call), scrub);
    }
  };
  return {
    read: (connection, signal, act) => run(connection, null, signal, act),
    async change(connection, turn, signal, act) {
      try {
        return await run(connection, turn, signal, act);
      } finally {
        turn.release();
      }
    },
  };
};

/** A place whose making is uncertain is no delivery that is: it is looked for at the next try. */
const prepared = async (call: Call, work: () => Promise<void>): Promise<void> => {
  call.preparing = true;
  try {
    await work();
  } catch (error) {
    if (!(error instanceof OutcomeUnknownError)) throw error;
    throw new TransientError(
      "The place for it on the platform may be there or not, and nothing was delivered; try again later.",
      { afterwards: error.code },
    );
  } finally {
    call.preparing = false;
  }
};

/**
 * Fails closed: once a change went out, whatever comes after leaves its outcome unknown, but for the connector's own word
 * that the platform refused it (some answer 200 and say no in the body).
 */
const settled = (error: unknown, { meta }: Connector, call: Call): GatefoldError => {
  const refused = error instanceof RejectedError && !call.thrown.has(error);
  if (
    error instanceof OutcomeUnknownError ||
    (error instanceof GatefoldError && (call.change === "none" || refused))
  ) {
    return error;
  }
  const details = factsOf(error);
  return call.change === "sent"
    ? new OutcomeUnknownError(
        `${meta.name} has the request, but what came of it can't be seen; look there before sending it again.`,
        details,
      )
    : new UnreadableError(
        `${meta.name} answered in a form this connector does not know; nothing was changed. Try again later.`,
        details,
      );
};

/** An error that is not ours may hold a piece of an answer in its message: only its kind and place are kept. */
const factsOf = (error: unknown): Record<string, unknown> =>
  error instanceof GatefoldError
    ? { afterwards: error.code }
    : { fault: error instanceof Error ? error.name : typeof error, at: placeOf(error) };

/** The fields a schema missed, or the line of code: never a message. */
const placeOf = (error: unknown): string[] => {
  if (error instanceof ZodError) return error.issues.map(({ path, code }) => `${path.join(".")}: ${code}`);
  const stack = error instanceof Error ? (error.stack ?? "") : "";
  return stack
    .split("\n")
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 3)
    .map((line) => line.trim());
};
