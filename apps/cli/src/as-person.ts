import { ProblemAnswered } from "./api.ts";
import { CommandFailed } from "./exit.ts";
import type { Io } from "./io.ts";
import { withNextSteps } from "./refusal.ts";
import { openSession, type Session, type SessionOptions } from "./session.ts";

/** Does a command's work as the person it names. With `--json`, what went wrong is told as JSON too. */
export async function asPerson(
  io: Io,
  options: SessionOptions,
  work: (session: Session) => Promise<void>,
): Promise<void> {
  try {
    const session = await openSession(io, options);
    await work(session).catch(async (error: unknown) => {
      throw options.json ? error : await withNextSteps(error, session);
    });
  } catch (error) {
    if (!options.json || !(error instanceof CommandFailed)) throw error;
    const { code, message: detail } = error;
    io.note(error instanceof ProblemAnswered ? error.text : JSON.stringify({ code, detail }));
    io.leaveWith(error.status);
  }
}
