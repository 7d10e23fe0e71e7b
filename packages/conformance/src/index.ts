export { connectorChecks } from "./checks.ts";
export type { Check } from "./checks.ts";
export { reportTable, runConformance } from "./report.ts";
export type { Report } from "./report.ts";
export { sandboxFake } from "./sandbox-fake.ts";
export type { SandboxLike } from "./sandbox-fake.ts";
export { testConnector } from "./suite.ts";
export type { TestFunction } from "./suite.ts";
export type {
  AskedPull,
  Credentials,
  Fake,
  KnownPeople,
  PullTarget,
  Stored,
  Target,
  Which,
} from "./target.ts";
export type { Finding, Result } from "./verdicts.ts";
