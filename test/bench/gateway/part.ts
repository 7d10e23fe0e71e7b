import { fork } from "node:child_process";
import { once } from "node:events";

/** A process of the bench: asked one thing after another, and ended at the end. */
export function part(file: string, nodeOptions: readonly string[] = []) {
  const child = fork(new URL(file, import.meta.url), [], {
    execArgv: [...nodeOptions],
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  const gone = once(child, "exit").then(() => undefined);
  return {
    async ask<Answer>(message: object): Promise<Answer> {
      const answered = once(child, "message").then(([answer]) => ({ answer: answer as Answer }));
      child.send(message);
      const first = await Promise.race([answered, gone]);
      if (!first) throw new Error(`${file} ended without an answer; what it said stands above.`);
      return first.answer;
    },
    async end(): Promise<void> {
      if (child.connected) child.disconnect();
      await gone;
    },
  };
}

export type Part = ReturnType<typeof part>;
