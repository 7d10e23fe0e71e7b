import { usage } from "../exit.ts";
import { dataFolderOf } from "../data-folder/place.ts";
import { foundDemo } from "../demo/founding.ts";
import { demoPictures } from "../demo/pictures/index.ts";
import type { Io } from "../io.ts";
import { createProgress } from "../progress.ts";
import type { Composition } from "./composition.ts";
import { foundFirst } from "./first-account.ts";
import { findPorts } from "./ports.ts";
import { startServer } from "./server.ts";
import { startScreen } from "./start-screen.ts";
import { stopAsked } from "./stop-signals.ts";

export interface ServeOptions {
  readonly demo?: boolean;
  readonly port?: number;
  readonly contentPort?: number;
  readonly sandboxPort?: number;
  readonly database?: string;
  readonly data?: string;
}

const HOST = "127.0.0.1";

/** Runs everything until it is asked to stop. */
export async function serve(io: Io, options: ServeOptions): Promise<void> {
  const dataFolder = dataFolderOf(io, options);
  const databaseUrl = databaseOf(io, options);
  const stop = stopAsked(process, io.now, () => process.exit(130));
  const ports = await portsOf(io, options);
  const demo = options.demo ?? false;
  const { blobs, masterKeyFile } = io.settings;
  const running = await startServer({
    dataFolder,
    databaseUrl,
    blobs,
    masterKeyFile,
    host: HOST,
    ports,
    demo,
    clock: io.now,
    found: (composition) =>
      demo ? makeDemo(io, composition, dataFolder) : foundFirst(composition.parts, dataFolder),
  });
  const { style, settings } = io;
  const isUsual = dataFolder === settings.usualDataFolder;
  const screen = { demo, style, program: settings.program, dataFolder, isUsual };
  if (!stop.wasAsked()) io.print(startScreen(running.addresses, screen));
  await stop.asked;
  io.note("Stopping.");
  await running.close();
}

/** The demo lives in its folder, so that throwing it away throws nothing else away. */
function databaseOf(io: Io, { demo, database }: ServeOptions): string | null {
  if (!demo) return database ?? io.settings.databaseUrl;
  if (database === undefined) return null;
  throw usage("The demo has its own database.", "Leave --demo or --database away.");
}

async function makeDemo(io: Io, composition: Composition, dataFolder: string): Promise<void> {
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
