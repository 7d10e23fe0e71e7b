import type { Command } from "commander";
import { asPerson } from "../as-person.ts";
import { mustBeDeliveryId, printOutcome } from "../deliveries.ts";
import { usage } from "../exit.ts";
import type { Io } from "../io.ts";
import { type Session, type SessionOptions, withSession } from "../session.ts";

interface SettleOptions extends SessionOptions {
  readonly there?: boolean;
  readonly id?: string;
  readonly sendAgain?: boolean;
  readonly leave?: boolean;
}

const examples = `
Look on the platform first: \`deliveries --needs-a-look\` says what to look for. What you say is kept in the log of acts. Nothing
is sent again where the platform shows that it is there.

Examples:
  $ ./dev gatefold settle dlv_0123456789abcdefghjk --there --as bea
  $ ./dev gatefold settle dlv_0123456789abcdefghjk --there --id 5512345 --as bea
  $ ./dev gatefold settle dlv_0123456789abcdefghjk --send-again --as bea`;

export function registerSettle(program: Command, io: Io): void {
  const command = program
    .command("settle")
    .description("say what became of a delivery that nobody knows to have arrived")
    .argument("<delivery>", "its id, as `deliveries --needs-a-look` shows it")
    .option("--there", "it is there")
    .option("--id <ID>", "with --there, where the platform can't be asked: what it calls the picture")
    .option("--send-again", "it is not there: send it again")
    .option("--leave", "leave it as it is")
    .addHelpText("after", examples);
  withSession(command).action((id: string, options: SettleOptions) =>
    asPerson(io, options, (session) => settle(io, session, id, options)),
  );
}

async function settle(io: Io, { api }: Session, id: string, options: SettleOptions): Promise<void> {
  mustBeDeliveryId(id);
  const { value, text } = await api.answer("deliveries.settle", {
    path: { delivery: id },
    body: bodyOf(options),
  });
  if (options.json) return io.print(text);
  if (options.leave) io.note("It is left as it is, and asks for no more looking.");
  await printOutcome(io, api, value);
}

function bodyOf({ there, sendAgain, leave, id }: SettleOptions) {
  if ([there, sendAgain, leave].filter(Boolean).length !== 1) {
    throw usage("Say one of --there, --send-again and --leave.");
  }
  if (there) return { say: "there", externalId: id } as const;
  if (id !== undefined) throw usage("--id goes with --there.");
  return { say: sendAgain ? "not-there" : "leave" } as const;
}
