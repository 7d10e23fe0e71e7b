import type { Operation } from "../http/operation.ts";
import { accountOperations } from "./account.ts";
import { acts } from "./acts.ts";
import { assets } from "./assets.ts";
import { checkpoints } from "./checkpoints.ts";
import { undoing } from "./changes.ts";
import { collections } from "./collections.ts";
import { connections } from "./connections.ts";
import { decisions } from "./decisions.ts";
import { deliveries } from "./deliveries.ts";
import { findings } from "./findings.ts";
import { folders } from "./folders.ts";
import { grants } from "./grants.ts";
import { groups } from "./groups.ts";
import { jobEvents } from "./job-events.ts";
import { jobs } from "./jobs.ts";
import { journal } from "./journal.ts";
import { keys } from "./keys.ts";
import { looks } from "./looks.ts";
import { lookup } from "./lookup.ts";
import { me } from "./me.ts";
import { overrides } from "./overrides.ts";
import { previews } from "./previews.ts";
import { roles } from "./roles.ts";
import { scopes } from "./scopes.ts";
import { uploads } from "./uploads.ts";
import { users } from "./users.ts";

/** All that the API can do, each resource in a file of its own. */
export const operations: readonly Operation[] = [
  ...me,
  ...accountOperations,
  ...users,
  ...groups,
  ...roles,
  ...grants,
  ...overrides,
  ...folders,
  ...assets,
  ...uploads,
  ...collections,
  ...connections,
  ...deliveries,
  ...jobs,
  ...jobEvents,
  ...lookup,
  ...decisions,
  ...findings,
  ...previews,
  ...scopes,
  ...keys,
  ...acts,
  ...undoing,
  ...looks,
  ...journal,
  ...checkpoints,
];
