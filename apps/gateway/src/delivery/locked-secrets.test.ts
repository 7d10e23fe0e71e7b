import { GatefoldError } from "@gatefold/core";
import { expect, test } from "vitest";
import { withoutLocked } from "./locked-secrets.ts";

const refusing = (code: string) => ({ open: () => Promise.reject(new GatefoldError(code, "no")) });

test("Credentials that no key opens are as if there were none, and the operator is told which", async () => {
  const told: string[] = [];
  const onLocked = (connection: string, { code }: GatefoldError) => told.push(`${connection} ${code}`);
  for (const code of ["MASTER_KEY_WRONG", "SECRETS_CHANGED"]) {
    expect(await withoutLocked(refusing(code), onLocked).open("acme", "con_1")).toBeUndefined();
  }
  expect(told).toEqual(["con_1 MASTER_KEY_WRONG", "con_1 SECRETS_CHANGED"]);
  const away = withoutLocked(refusing("STORE_UNAVAILABLE"), onLocked).open("acme", "con_1");
  await expect(away).rejects.toMatchObject({ code: "STORE_UNAVAILABLE" });
});
