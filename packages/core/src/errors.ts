/** Base of every error Gatefold throws on purpose: a stable code, a sentence that says what to do, facts for programs. */
export class GatefoldError extends Error {
  override readonly name: string = "GatefoldError";
  readonly code: string;
  /** Facts for programs: ids, limits, paths. Never a secret, a body or a header. */
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: string, message: string, details: Record<string, unknown> = {}, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.details = details;
  }
}

/**
 * Something named is not there · is there already · would run in a circle · is not empty · is in use · makes no sense · was
 * changed again since it was done · is not undone by any event.
 */
export type RefusalCode =
  | "UNKNOWN_ID"
  | "DUPLICATE_ID"
  | "CYCLE"
  | "NOT_EMPTY"
  | "IN_USE"
  | "INVALID"
  | "OVERTAKEN"
  | "NOT_UNDOABLE";

/** An event that may not happen in this state. Nothing was changed. */
export class EventRefused extends GatefoldError {
  override readonly name = "EventRefused";
  declare readonly code: RefusalCode;

  constructor(code: RefusalCode, message: string, details: Record<string, unknown> = {}) {
    super(code, message, details);
  }
}
