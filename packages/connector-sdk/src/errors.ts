import { GatefoldError } from "@gatefold/core";

/** What happens next, by the error's class. */
export type NextStep = "never" | "after-reconnect" | "later" | "after-reconcile";

/**
 * What went wrong at a platform. `message` says what to do; `details` may hold the platform's status, code and title,
 * never a body, a header or a secret.
 */
export abstract class ConnectorError extends GatefoldError {
  abstract readonly next: NextStep;
  /** With `later`: not before so many milliseconds. */
  readonly retryAfter: number | undefined;

  constructor(
    code: string,
    message: string,
    details: Record<string, unknown> & { retryAfter?: number | undefined } = {},
    options?: ErrorOptions,
  ) {
    super(code, message, details, options);
    this.retryAfter = details.retryAfter;
  }
}

const errorClass = (name: string, code: string, next: NextStep) =>
  class extends ConnectorError {
    override readonly name = name;
    override readonly next = next;
    constructor(
      message: string,
      details: Record<string, unknown> & { retryAfter?: number | undefined } = {},
      options?: ErrorOptions,
    ) {
      super(code, message, details, options);
    }
  };

/** Settings or the order itself can't work: too big, wrong format, an undeclared host. */
export class ConfigError extends errorClass("ConfigError", "CONNECTOR_CONFIG", "never") {}
/** The platform understood and said no. */
export class RejectedError extends errorClass("RejectedError", "PLATFORM_REJECTED", "never") {}
export class NotFoundError extends errorClass("NotFoundError", "PLATFORM_NOT_FOUND", "never") {}
/** The platform's API has no such thing. */
export class UnsupportedError extends errorClass("UnsupportedError", "PLATFORM_UNSUPPORTED", "never") {}
export class AuthError extends errorClass("AuthError", "PLATFORM_AUTH", "after-reconnect") {}
export class MissingScopeError extends errorClass("MissingScopeError", "PLATFORM_SCOPE", "after-reconnect") {}
export class RateLimitedError extends errorClass("RateLimitedError", "PLATFORM_RATE_LIMITED", "later") {}
/** The platform's daily number is used up. */
export class DailyQuotaError extends errorClass("DailyQuotaError", "PLATFORM_DAILY_QUOTA", "later") {}
/** Surely not processed: refused, unreachable, or a safe request that failed. */
export class TransientError extends errorClass("TransientError", "PLATFORM_UNAVAILABLE", "later") {}
/** It answered, but not in a form this connector knows: its API changed, or something between answered for it. */
export class UnreadableError extends errorClass("UnreadableError", "PLATFORM_UNREADABLE", "later") {}
export class CancelledError extends errorClass("CancelledError", "CANCELLED", "later") {}
/** It may have been stored, or not: look before sending again. */
export class OutcomeUnknownError extends errorClass(
  "OutcomeUnknownError",
  "OUTCOME_UNKNOWN",
  "after-reconcile",
) {}
/** An inbound request that does not prove what it must: wrong, changed, too old, from the future, used before. */
export class InboundAuthError extends errorClass("InboundAuthError", "PULL_NOT_AUTHENTIC", "never") {}
