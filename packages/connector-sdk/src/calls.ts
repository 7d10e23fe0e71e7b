import { GatefoldError } from "@gatefold/core";
import { ZodError } from "zod";

import type { Connector, Context } from "./contract.ts";
import { parseSecrets, parseSettings } from "./credentials.ts";
import { OutcomeUnknownError, RejectedError, UnreadableError } from "./errors.ts";
import { createHttp } from "./http.ts";
import type { Call, HttpDeps } from "./http.ts";
import type { Turn } from "./limits.ts";
import { createScrub, scrubbed } from "./secrecy.ts";

/** A connection as the gateway keeps it: settings as stored, secrets just unsealed. */
export interface HostedConnection {
  readonly id: string;
  readonly settings: unknown;
  readonly secrets: unknown;
}

type AnyContext = Context<Record<string, unknown>, Record<string, unknown>>;

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
    act: (context: AnyContext) => Promise<T>,
  ): Promise<T>;
}

/** Gives a verb its context, and makes of whatever it throws an error that is safe to show and says what comes next. */
export const createCalls = (deps: HttpDeps): Calls => {
  const run = async <T>(
    connection: HostedConnection,
    turn: Turn | null,
    signal: AbortSignal,
    act: (context: AnyContext) => Promise<T>,
  ): Promise<T> => {
    const settings = parseSettings(deps.connector, connection.settings);
    const secrets = parseSecrets(deps.connector, connection.secrets);
    const scrub = createScrub(secrets);
    const call: Call = {
      connection: connection.id,
      signal,
      scrub,
      permitted: turn !== null,
      turn,
      change: "none",
      changes: 0,
      thrown: new WeakSet(),
    };
    try {
      return await act({ settings, secrets, http: createHttp(deps, call), signal, now: deps.clock });
    } catch (error) {
      throw scrubbed(settled(error, deps.connector, call), scrub);
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
