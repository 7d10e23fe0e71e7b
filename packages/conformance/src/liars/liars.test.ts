import { describe, expect, it } from "vitest";

import { runConformance } from "../report.ts";
import { honest, liars } from "./index.ts";

const caught = async (target: ReturnType<typeof honest>) =>
  (await runConformance(target)).checks.flatMap(({ number, result }) =>
    result.outcome === "pass" ? [] : [{ number, ...result }],
  );

describe("every liar is caught by its own check, and by no other", () => {
  it("but nobody catches an honest connector", async () => {
    expect(await caught(honest())).toEqual([]);
  });

  it.each(liars.map((liar) => ({ ...liar })))("$caughtBy catches one that $lie", async (liar) => {
    const failed = await caught(liar.target());
    expect(failed).toMatchObject([{ number: liar.caughtBy, outcome: "fail" }]);
  });

  it("and there is one for each of the thirty", () => {
    expect(liars.map(({ caughtBy }) => caughtBy)).toEqual(Array.from({ length: 30 }, (_, at) => at + 1));
  });
});
