/** One command of a document's console block, and what it is said to print (standard output and error together). */
export interface Step {
  readonly command: string;
  readonly expected: string;
}

/** The steps of all ```console blocks, in order: lines that begin with "$ " and the output below each. */
export function stepsOf(markdown: string): Step[] {
  return Array.from(markdown.matchAll(/^```console\n([\s\S]*?)^```/gm), (block) => block[1] ?? "").flatMap(
    (block) =>
      block
        .split(/^\$ /m)
        .slice(1)
        .map((part) => {
          const [command = "", ...output] = part.split("\n");
          return { command, expected: output.join("\n").trimEnd() };
        }),
  );
}

/** The lines of all ```sh blocks: commands without output. */
export function commandsOf(markdown: string): string[] {
  return Array.from(markdown.matchAll(/^```sh\n([\s\S]*?)^```/gm), (block) => block[1] ?? "").flatMap(
    (block) =>
      block
        .split("\n")
        .map((line) => line.replace(/\s+#.*$/, "").trim())
        .filter((line) => line !== ""),
  );
}

/** Whether an output is what a document shows: "…" stands for anything in a line, alone on a line for any lines. */
export function matches(output: string, expected: string): boolean {
  const lines = expected.split("\n").map((line) => (line.trim() === "…" ? "[\\s\\S]*?" : pattern(line)));
  return new RegExp(`^${lines.join("\\n")}$`).test(
    output
      .split("\n")
      .map((line) => line.trimEnd())
      .join("\n")
      .trim(),
  );
}

function pattern(line: string): string {
  return line
    .trimEnd()
    .split("…")
    .map((text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"))
    .join("[^\\n]*?");
}
