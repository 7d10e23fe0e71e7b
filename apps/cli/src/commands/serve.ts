import type { Command } from "commander";
import type { Io } from "../io.ts";
import type { ServeOptions } from "../serve/serve.ts";
import { readPort } from "../serve/port-option.ts";

export function registerServe(program: Command, io: Io): void {
  program
    .command("serve")
    .description("run the gateway, with its data in a folder")
    .option("--demo", "with a demo account (made once) and the sandbox of the platforms")
    .option("--port <PORT>", "the gateway's; 0: any free one (default: 8080, or the next free one)", readPort)
    .option("--content-port <PORT>", "where pictures are served from (default: 8081, or the next)", readPort)
    .option("--sandbox-port <PORT>", "the sandbox's (default: 8090, or the next free one)", readPort)
    .option(
      "--database <URL>",
      "keep all but pictures and keys in PostgreSQL (better: $GATEFOLD_DATABASE_URL)",
    )
    .option("--data <DIR>", "the data folder, in place of $GATEFOLD_DATA")
    .addHelpText(
      "after",
      "\nExamples:\n  $ ./dev start\n  $ ./dev gatefold serve --demo --port 9000 --data /tmp/try",
    )
    .action(async (options: ServeOptions) => {
      // Loaded when it is wanted: other commands need no gateway of their own.
      const { serve } = await import("../serve/serve.ts");
      await serve(io, options);
    });
}
