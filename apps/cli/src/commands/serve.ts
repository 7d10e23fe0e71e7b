import type { Command } from "commander";
import { withSettings } from "../configuration/options.ts";
import type { Io } from "../io.ts";
import type { ServeOptions } from "../serve/serve.ts";

export function registerServe(program: Command, io: Io): void {
  const command = program
    .command("serve")
    .description("run the gateway, with its data in a folder")
    .option("--demo", "with a demo account (made once) and the sandbox of the platforms");
  withSettings(command)
    .addHelpText(
      "after",
      "\nEach is also a variable, and a line in a file: docs/reference/configuration.md.\n\nExamples:\n  $ ./dev start\n  $ ./dev gatefold serve --demo --port 9000 --data /tmp/try\n  $ ./dev gatefold serve --config /etc/gatefold.yaml",
    )
    .action(async (options: ServeOptions) => {
      // Loaded when it is wanted: other commands need no gateway of their own.
      const { serve } = await import("../serve/serve.ts");
      await serve(io, options);
    });
}
