import { openBench } from "./bench.ts";
import type { Bench } from "./bench.ts";
import { accessChecks } from "./checks/access.ts";
import { declarationChecks } from "./checks/declaration.ts";
import { deliveryChecks } from "./checks/delivery.ts";
import { directoryChecks } from "./checks/directory.ts";
import { inboundChecks } from "./checks/inbound.ts";
import { operationChecks } from "./checks/operations.ts";
import { permitChecks } from "./checks/permits.ts";
import { retryChecks } from "./checks/retries.ts";
import type { Plan } from "./plan.ts";
import type { Target } from "./target.ts";
import { CheckFailed, named } from "./verdicts.ts";
import type { Result } from "./verdicts.ts";

/** One of the thirty, for one connector. */
export interface Check {
  readonly number: number;
  /** A sentence of what a connector does. */
  readonly name: string;
  readonly group: string;
  /** Whether a written reason can stand in for it. */
  readonly skippable: boolean;
  /** Why it is skipped; null: it is made. */
  readonly skipped: string | null;
  /** Never throws. With a bench of its own, which is closed again, where none is given. */
  run(bench?: Bench): Promise<Result>;
}

const plans: readonly Plan[] = [
  ...declarationChecks,
  ...accessChecks,
  ...directoryChecks,
  ...deliveryChecks,
  ...retryChecks,
  ...permitChecks,
  ...inboundChecks,
  ...operationChecks,
].toSorted((a, b) => a.number - b.number);

/** The thirty checks of a connector, in order. Nothing is started before one is run. */
export const connectorChecks = (target: Target): readonly Check[] =>
  plans.map((plan) => {
    const { number, name, group, skippable } = plan;
    const skipped = skipOf(plan, target);
    return {
      number,
      name,
      group,
      skippable,
      skipped,
      run: async (bench) =>
        skipped === null ? made(plan, target, bench) : { outcome: "skip", reason: skipped },
    };
  });

const skipOf = ({ number, skippable, absent }: Plan, target: Target): string | null => {
  if (!skippable) return null;
  const reason = target.skips?.[number]?.trim() ?? "";
  return absent?.(target) ?? (reason === "" ? null : reason);
};

const made = async (plan: Plan, target: Target, shared?: Bench): Promise<Result> => {
  let bench: Bench | undefined;
  try {
    if (target.skips?.[plan.number] !== undefined && !plan.skippable) return notSkippable(plan);
    bench = shared ?? (await openBench(target));
    bench.fresh();
    return { outcome: "pass", note: (await plan.run(bench)) ?? null };
  } catch (error) {
    return { outcome: "fail", ...(error instanceof CheckFailed ? error.finding : surprise(error)) };
  } finally {
    if (bench !== shared) await bench?.close();
  }
};

const notSkippable = ({ number }: Plan): Result => ({
  outcome: "fail",
  expected: "no reason to skip it: permits, roles, secrets and what is sent twice are for every connector",
  seen: `the target's \`skips\` names ${number}`,
  mend: "take it out of `skips`, and mend the connector",
});

const surprise = (error: unknown) => ({
  expected: "every step of the check to answer",
  seen: `one threw ${named(error)}`,
  mend: "mend what the error says; if the fake platform refused an honest request, compare it with the vendor's description",
});
