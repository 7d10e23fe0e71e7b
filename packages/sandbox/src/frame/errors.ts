/**
 * What the sandbox itself refuses: a damaged folder, a setting that can't work. Not a `GatefoldError`: the fake imports
 * nothing of Gatefold, so that it can't share Gatefold's mistakes.
 */
export class SandboxError extends Error {
  override readonly name = "SandboxError";
  readonly code: "SANDBOX_STATE" | "SANDBOX_SETTINGS" | "SANDBOX_LISTEN";

  constructor(code: SandboxError["code"], message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
