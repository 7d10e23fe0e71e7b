import type { Command } from "commander";
import type { Io } from "../io.ts";
import { findPorts } from "../serve/ports.ts";
import { readPort } from "../serve/port-option.ts";
import { stopAsked } from "../serve/stop-signals.ts";

const HOST = "127.0.0.1";

export function registerSandbox(program: Command, io: Io): void {
  program
    .command("sandbox")
    .description("the platforms' APIs, faked over HTTP, on their own; it forgets all when it stops")
    .option(
      "--port <PORT>",
      "where to listen; 0: any free port (default: 8090, or the next free one)",
      readPort,
    )
    .addHelpText("after", "\nExamples:\n  $ ./dev sandbox\n  $ ./dev gatefold sandbox --port 9000")
    .action((options: { port?: number }) => sandbox(io, options.port));
}

async function sandbox(io: Io, asked: number | undefined): Promise<void> {
  const wanted = { port: asked ?? 8090, asked: asked !== undefined, what: "the sandbox" };
  const [port] = await findPorts(HOST, [wanted], ({ port: taken }, instead) =>
    io.note(`Port ${taken} is taken; using ${instead}.`),
  );
  const stop = stopAsked(process, io.now, () => process.exit(130));
  const { createSandbox } = await import("@gatefold/sandbox");
  const running = await createSandbox();
  const { url } = await running.listen(port, HOST);
  io.print(`The sandbox is at ${io.style.accent(url)}`);
  for (const { name, accounts } of running.platforms) {
    for (const account of accounts()) io.print(`  ${name} ${account}`);
  }
  io.print(io.style.faint("Ctrl-C stops it."));
  await stop.asked;
  await running.close();
}
