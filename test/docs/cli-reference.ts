import { Writable } from "node:stream";
import type { Io } from "../../apps/cli/src/io.ts";
import { createProgram } from "../../apps/cli/src/program.ts";
import { createStyle } from "../../apps/cli/src/style.ts";

type Program = ReturnType<typeof createProgram>;

/** `docs/reference/cli.md` as each command's own `--help` says it. */
export function cliReference(): string {
  const pages: string[] = [];
  const program = createProgram(silentIo());
  const walk = (command: Program, words: readonly string[]): void => {
    pages.push(`## ${words.join(" ")}\n\n\`\`\`text\n${helpOf(command)}\n\`\`\``);
    for (const inner of command.commands) walk(inner, [...words, inner.name()]);
  };
  walk(program, ["gatefold"]);
  return `${introduction}\n\n${pages.join("\n\n")}\n`;
}

const introduction = `# The command line

<!-- Made from each command's own help; \`./dev docs\` writes it anew. -->

In a checkout, write \`./dev gatefold …\` where a page says \`gatefold …\`.

| variable | what it is |
| --- | --- |
| \`GATEFOLD_DATA\` | the data folder; else \`.gatefold\` in the checkout. \`--data\` wins over it |
| \`GATEFOLD_CONFIG\` | a file of settings, which may name the data folder too |
| \`GATEFOLD_KEY\`  | the API key to ask with, where there is no \`--as\` |
| \`GATEFOLD_URL\`  | the gateway to ask; else the one that runs on the data folder |
| \`NO_COLOR\`      | any value: no colours. There are none either where the output is not a terminal |

With \`serve\`, [each setting](configuration.md) is an option, a variable and a line in a file.`;

/** As a terminal of 80 columns shows it. */
function helpOf(command: Program): string {
  const parts: string[] = [];
  command.configureOutput({ writeOut: (text) => void parts.push(text), getOutHelpWidth: () => 80 });
  command.outputHelp();
  return parts.join("").trim();
}

/** Nothing is run, so nothing is read or written. */
function silentIo(): Io {
  const nowhere = new Writable() as NodeJS.WriteStream;
  return {
    settings: {
      variables: new Map(),
      usualDataFolder: "/",
      url: null,
      key: null,
      standing: "/",
      program: "./dev gatefold",
      colours: false,
    },
    stdin: process.stdin,
    stdout: nowhere,
    stderr: nowhere,
    style: createStyle(false),
    errorStyle: createStyle(false),
    print: () => {},
    note: () => {},
    leaveWith: () => {},
    status: () => 0,
    now: () => 0,
  };
}
