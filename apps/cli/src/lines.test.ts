import { describe, expect, test } from "vitest";
import { batchesOfLines, type Line, tooLong } from "./lines.ts";

async function* streamOf(...chunks: (string | Uint8Array)[]) {
  yield* chunks;
}

async function linesOf(...chunks: (string | Uint8Array)[]): Promise<Line[]> {
  const lines: Line[] = [];
  for await (const batch of batchesOfLines(streamOf(...chunks))) lines.push(...batch);
  return lines;
}

describe("the lines of a stream", () => {
  test("are put together across chunks, whatever their ends, the last one without its own too", async () => {
    expect(await linesOf("a\nb", "c\r", "\n", "\nd")).toEqual(["a", "bc", "", "d"]);
    expect(await linesOf("a\n")).toEqual(["a"]);
    expect(await linesOf()).toEqual([]);
  });

  test("are read as UTF-8, also where a letter is cut in two, and without a byte order mark", async () => {
    const bytes = new TextEncoder().encode("\uFEFFä\nö");
    expect(await linesOf(bytes.slice(0, 4), bytes.slice(4, 7), bytes.slice(7))).toEqual(["ä", "ö"]);
  });

  test("come as they are written, not at the end", async () => {
    const batches = batchesOfLines(streamOf("a\nb\nc", "d\n"));
    expect((await batches.next()).value).toEqual(["a", "b"]);
  });

  test("that are too long are not kept, and those after them are read", async () => {
    const long = "x".repeat(600_000);
    expect(await linesOf("a\n", long, long, long, "end\nb\n", `${long}${long}\nc`)).toEqual([
      "a",
      tooLong,
      "b",
      tooLong,
      "c",
    ]);
    expect(await linesOf(long, long)).toEqual([tooLong]);
  });
});
