import type { BuiltInPermission, PermissionPart } from "@gatefold/core";
import { expectTypeOf, test } from "vitest";
import { type Asked, demand, may } from "./access.ts";
import { demandEverywhere, demandThroughout, mayEverywhere, mayThroughout } from "./everywhere.ts";

test("a check that names a permission that there is not does not compile", () => {
  expectTypeOf(may).parameter(1).toEqualTypeOf<Asked>();
  expectTypeOf(demand).parameter(1).toEqualTypeOf<Asked>();
  expectTypeOf(mayEverywhere).parameter(1).toEqualTypeOf<BuiltInPermission>();
  expectTypeOf(mayThroughout).parameter(1).toEqualTypeOf<BuiltInPermission>();
  expectTypeOf(demandEverywhere).parameter(1).toEqualTypeOf<BuiltInPermission>();
  expectTypeOf(demandThroughout).parameter(1).toEqualTypeOf<BuiltInPermission>();
  expectTypeOf<Asked>().toEqualTypeOf<BuiltInPermission | PermissionPart>();
  expectTypeOf<"asset.veiw">().not.toExtend<Asked>();
});
