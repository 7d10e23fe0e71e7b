import type { Command } from "commander";
import { dataFolderOf } from "../data-folder/place.ts";
import { foundDemo } from "../demo/founding.ts";
import { demoPictures } from "../demo/pictures/index.ts";
import type { Io } from "../io.ts";
import { createProgress } from "../progress.ts";
import type { Composition } from "../serve/composition.ts";
import { readPort } from "../serve/port-option.ts";
import { findPorts } from "../serve/ports.ts";
import { startScreen } from "../serve/start-screen.ts";
import { startServer } from "../serve/server.ts";
import { stopAsked } from "../serve/stop-signals.ts";

interface ServeOptions {
  readonly demo?: boolean;
  readonly port?: number;
  readonly contentPort?: number;
  readonly sandboxPort?: number;
  readonly data?: string;
}

const HOST = "127.0.0.1";

export function registerServe(program: Command, io: Io): void {
  program
    .command("serve")
    .description("run the gateway, with its data in a folder")
    .option("--demo", "with a demo account (made once) and the sandbox of the platforms")
    .option("--port <PORT>", "the gateway's; 0: any free one (default: 8080, or the next free one)", readPort)
    .option("--content-port <PORT>", "where pictures are served from (default: 8081, or the next)", readPort)
    .option("--sandbox-port <PORT>", "the sandbox's (default: 8090, or the next free one)", readPort)
    .option("--data <DIR>", "the data folder, in place of $GATEFOLD_DATA")
    .addHelpText(
      "after",
      "\nExamples:\n  $ ./dev start\n  $ ./dev gatefold serve --demo --port 9000 --data /tmp/try",
    )
    .action((options: ServeOptions) => serve(io, options));
}

async function serve(io: Io, options: ServeOptions): Promise<void> {
  const dataFolder = dataFolderOf(io, options);
  const stopped = stopAsked(process, io.now, () => process.exit(130));
  const ports = await portsOf(io, options);
  const demo = options.demo ?? false;
  const running = await startServer({
    dataFolder,
    host: HOST,
    ports,
    demo,
    clock: io.now,
    found: (composition) => found(io, composition, dataFolder),
  });
  const { style, settings } = io;
  io.print(startScreen(running.addresses, { style, program: settings.program, dataFolder }));
  await stopped;
  io.note("Stopping.");
  await running.close();
}

async function found(io: Io, composition: Composition, dataFolder: string): Promise<void> {
  const progress = createProgress(io, "Making the demo", demoPictures.length);
  try {
    await foundDemo(composition, dataFolder, { onPicture: (path) => progress.step(path) });
  } finally {
    progress.done();
  }
}

/** An explicit port 0 means any free ones for all. */
async function portsOf(io: Io, { port, contentPort, sandboxPort, demo }: ServeOptions) {
  const want = (asked: number | undefined, liked: number, what: string) => ({
    port: asked ?? (port === 0 ? 0 : liked),
    asked: asked !== undefined || port === 0,
    what,
  });
  const wanted = [
    want(port, 8080, "the gateway"),
    want(contentPort, 8081, "pictures"),
    ...(demo ? [want(sandboxPort, 8090, "the sandbox")] : []),
  ];
  const free = await findPorts(HOST, wanted, ({ port: taken, what }, instead) =>
    io.note(`Port ${taken} is taken; ${what} will be at ${instead}.`),
  );
  const [gateway = 0, content = 0, sandbox = 0] = free;
  return { gateway, content, sandbox };
}
