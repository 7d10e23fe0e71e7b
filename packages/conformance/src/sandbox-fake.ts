import type { Fake, Stored, Which } from "./target.ts";

/** As much of `@gatefold/sandbox` as is needed here; this package does not import it. */
export interface SandboxLike {
  readonly clock: {
    now(): number;
    set(time: number): void;
    advance(milliseconds: number): void;
    freeze(): void;
  };
  origins(): Record<string, string>;
  listen(): Promise<unknown>;
  close(): Promise<void>;
}

const START = Date.UTC(2026, 7, 1, 12);

/**
 * A target's `fake` from the sandbox: `sandboxFake(createSandbox, (sandbox, account) => …)`, where the function says which pictures
 * the first or the second account shows.
 */
export const sandboxFake =
  <Sandbox extends SandboxLike>(
    create: () => Promise<Sandbox>,
    pictures: (sandbox: Sandbox, account: Which) => readonly Stored[] | Promise<readonly Stored[]>,
  ): (() => Promise<Fake>) =>
  async () => {
    const sandbox = await create();
    sandbox.clock.freeze();
    sandbox.clock.set(START);
    await sandbox.listen();
    return {
      origins: sandbox.origins(),
      clock: sandbox.clock,
      pictures: async (account) => pictures(sandbox, account),
      close: () => sandbox.close(),
    };
  };
