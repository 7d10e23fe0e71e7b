/** A line longer than this is not kept, so that a stream without line ends can't fill the memory. */
const longest = 1_000_000;

/** Stands for a line that was too long to be kept. */
export const tooLong = Symbol("a line that is too long");

export type Line = string | typeof tooLong;

/** The lines of a stream of UTF-8, in batches as they come in; line ends are taken away, the last may lack its own. */
export async function* batchesOfLines(stream: AsyncIterable<Uint8Array | string>): AsyncGenerator<Line[]> {
  const decoder = new TextDecoder();
  let rest = "";
  let skipping = false;
  const finish = (end: string): Line => {
    const line = skipping || rest.length + end.length > longest ? tooLong : (rest + end).replace(/\r$/, "");
    rest = "";
    skipping = false;
    return line;
  };
  for await (const chunk of stream) {
    const text = typeof chunk === "string" ? chunk : decoder.decode(chunk, { stream: true });
    const parts = text.split("\n");
    const last = parts.pop() ?? "";
    const lines = parts.map(finish);
    rest += last;
    if (rest.length > longest) {
      rest = "";
      skipping = true;
    }
    if (lines.length > 0) yield lines;
  }
  if (rest !== "" || skipping) yield [finish("")];
}
