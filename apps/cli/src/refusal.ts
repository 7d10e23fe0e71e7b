import { CommandFailed } from "./exit.ts";
import { ProblemAnswered } from "./api.ts";
import { createDirectory } from "./directory.ts";
import { type Causes, causesSchema, fixCommands } from "./explanation.ts";
import { me } from "./people.ts";
import type { Session } from "./session.ts";

/** A decision's refusal, with what can be done about it; any other error as it is. */
export async function withNextSteps(failure: unknown, session: Session): Promise<unknown> {
  if (!(failure instanceof ProblemAnswered) || failure.next.length > 0) return failure;
  const causes = causesSchema.safeParse(failure.problem);
  if (!causes.success) return failure;
  // What is said about a refusal must not hide it.
  const next = await nextSteps(causes.data, session).catch(() => []);
  return new CommandFailed(failure.status, failure.code, failure.message, next, { cause: failure });
}

async function nextSteps(causes: Causes, session: Session): Promise<string[]> {
  const directory = createDirectory(session.api, causes.at);
  const commands = await fixCommands(causes, session, directory);
  if (commands.length > 0) return ["This would allow it:", ...commands];
  const { permissions = [], at = null } = causes.ask ?? {};
  if (permissions.length === 0) return [];
  const { username } = await me(session.api);
  const where = at === null ? "for the account" : `on ${await directory.place(at)}`;
  const place = causes.at === null ? ["--account"] : [await directory.place(causes.at)];
  return [
    `To ask for: ${permissions.join(", ")} ${where}.`,
    "Whoever gives roles there sees how, with:",
    session.anybodysCommand("why", username, causes.permission, ...place),
  ];
}
