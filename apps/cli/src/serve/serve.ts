import type { Configuration } from "../configuration/configuration.ts";
import type { Values } from "../configuration/declaration.ts";
import { configurationOf, type SettingsOptions } from "../configuration/options.ts";
import { usage } from "../exit.ts";
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

export interface ServeOptions extends SettingsOptions {
  readonly demo?: boolean;
}

/** Runs everything until it is asked to stop. */
export async function serve(io: Io, options: ServeOptions): Promise<void> {
  const { demo = false } = options;
  const configuration = await configurationOf(io, options);
  const { values } = configuration;
  const dataFolder = values.data ?? io.settings.usualDataFolder;
  const stop = stopAsked(process, io.now, () => process.exit(130));
  const ports = await portsOf(io, values, demo);
  const running = await startServer({
    dataFolder,
    ...placesOf(configuration, demo),
    values,
    ports,
    demo,
    clock: io.now,
    found: (composition) =>
      demo ? makeDemo(io, composition, dataFolder) : foundFirst(composition.parts, dataFolder),
  });
  const { style, settings } = io;
  const isUsual = dataFolder === settings.usualDataFolder;
  const screen = { demo, style, program: settings.program, dataFolder, isUsual };
  if (!stop.wasAsked() && values["log.to"] === "file") io.print(startScreen(running.addresses, screen));
  await stop.asked;
  io.note("Stopping.");
  await running.close();
}

/** The demo lives in its folder, so that throwing it away throws nothing else away. */
function placesOf({ values, sources }: Configuration, demo: boolean) {
  const { blobs, masterKeyFile, "database.url": databaseUrl } = values;
  if (!demo) return { blobs, masterKeyFile, databaseUrl };
  if (sources.get("database.url")?.from === "option") {
    throw usage("The demo has its own database.", "Leave --demo or --database away.");
  }
  return { blobs: null, masterKeyFile: null, databaseUrl: null };
}

async function makeDemo(io: Io, composition: Composition, dataFolder: string): Promise<void> {
  const progress = createProgress(io, "Making the demo", demoPictures.length);
  try {
    await foundDemo(composition, dataFolder, { onPicture: (path) => progress.step(path) });
  } finally {
    progress.done();
  }
}

/** An explicit port 0 of the gateway means any free ones for all. */
async function portsOf(io: Io, values: Values, demo: boolean) {
  const { host, "api.port": port } = values;
  const want = (asked: number | null, liked: number, what: string) => ({
    port: asked ?? (port === 0 ? 0 : liked),
    asked: asked !== null || port === 0,
    what,
  });
  const wanted = [
    want(port, 8080, "the gateway"),
    want(values["content.port"], 8081, "pictures"),
    ...(demo ? [want(values["sandbox.port"], 8090, "the sandbox")] : []),
  ];
  const free = await findPorts(host, wanted, ({ port: taken, what }, instead) =>
    io.note(`Port ${taken} is taken; ${what} will be at ${instead}.`),
  );
  const [gateway = 0, content = 0, sandbox = 0] = free;
  return { gateway, content, sandbox };
}
