import type { Kysely, Transaction } from "kysely";
import type { EntityRow, EntityTableName } from "./entities.ts";

/**
 * What the tables hold. Times are milliseconds, flags 0 or 1, lists and records canonical JSON, so that any SQL
 * database can hold them. Columns bear the names of the properties they keep.
 */
export type Tables = OwnTables & Record<EntityTableName, EntityRow>;

export type Database = Kysely<Tables>;
export type Writes = Transaction<Tables>;

interface OwnTables {
  heads: { account: string; seq: number; hash: string };
  entries: EntryRow;
  texts: TextRow;
  mentions: MentionRow;
  looks: LookRow;
  sweeps: { name: string; at: number };
  sealedSecrets: SealedRow;
  keySecrets: KeySecretRow;
  deliveries: DeliveryRow;
  deliveryJobs: DeliveryJobRow;
  deliveryJobItems: DeliveryJobItemRow;
  fetchLinks: FetchLinkRow;
  jobs: JobRow;
  actHeads: { account: string; seq: number };
  acts: ActRow;
  keptAnswers: KeptAnswerRow;
  /** Retired: 1; it opens, and seals nothing. */
  masterKeys: { id: string; retired: number };
  checkpoints: CheckpointRow;
}

/** An entry as the chain has it: `event` with hashes where its texts were. */
export interface EntryRow {
  account: string;
  seq: number;
  at: number;
  change: string;
  principal: string;
  origin: string;
  event: string;
  previous: string;
  hash: string;
}

/** One text of an entry: JSON of its value, and the salt of its hash; both null once erased. */
export interface TextRow {
  account: string;
  seq: number;
  path: string;
  salt: string | null;
  text: string | null;
}

/** A signed head; `text` is all of it, signed. */
export interface CheckpointRow {
  account: string;
  seq: number;
  hash: string;
  at: number;
  kid: string;
  text: string;
}

export interface LookRow {
  account: string;
  minute: number;
  user: string;
  permission: string;
  place: string;
  code: string;
  count: number;
}

/** That an entry is by somebody, about something, at a place, or of a type: by which it is found. */
export interface MentionRow {
  account: string;
  role: "by" | "about" | "place" | "type";
  id: string;
  seq: number;
}

/** Bytes in base64; `sealed` ends with the 16 bytes of GCM's tag. */
export interface SealedRow {
  account: string;
  connection: string;
  masterKey: string;
  nonce: string;
  sealed: string;
}

export interface DeliveryRow {
  account: string;
  id: string;
  connection: string;
  asset: string;
  version: string;
  target: string;
  marker: string;
  user: string;
  principal: string;
  state: string;
  attempts: number;
  externalId: string | null;
  externalUrl: string | null;
  code: string | null;
  message: string | null;
  requestedAt: number;
  updatedAt: number;
  nextAt: number | null;
  tryingSince: number | null;
  leftAt: number | null;
}

export interface DeliveryJobRow {
  account: string;
  id: string;
  user: string;
  principal: string;
  asked: string;
  items: number;
  requestedAt: number;
  cancelledAt: number | null;
}

/** Either `delivery`, or why there is none: `code` and `message`. */
export interface DeliveryJobItemRow {
  account: string;
  job: string;
  number: number;
  asset: string;
  connection: string | null;
  delivery: string | null;
  existing: number;
  code: string | null;
  message: string | null;
}

interface KeySecretRow {
  key: string;
  account: string;
  hash: string;
  previousHash: string | null;
  previousUntil: number | null;
  lastUsed: number | null;
}

interface FetchLinkRow {
  hash: string;
  account: string;
  delivery: string;
  version: string;
  expires: number;
  left: number;
}

export interface JobRow {
  id: string;
  account: string;
  kind: string;
  lane: string | null;
  body: string;
  runAt: number;
  turn: number;
  attempts: number;
  leasedUntil: number | null;
}

export interface ActRow {
  account: string;
  seq: number;
  at: number;
  user: string;
  principal: string;
  act: string;
  permission: string;
  place: string;
  version: string | null;
  connection: string | null;
  effect: string;
  code: string;
  revision: number;
  request: string;
}

/** Three are null until there is an answer, bytes in base64; `doneAt` is a revision, from a change's commit to its answer. */
export interface KeptAnswerRow {
  account: string;
  credential: string;
  name: string;
  until: number;
  masterKey: string | null;
  nonce: string | null;
  sealed: string | null;
  doneAt: number | null;
}
