export {
  type Answer,
  type AnswerOf,
  type Client,
  createClient,
  type EventOf,
  type InputOf,
  type ItemOf,
  type ListId,
  type OperationId,
  type StreamId,
} from "./client.ts";
export { GatefoldApiError, GatefoldConnectionError, type Problem } from "./errors.ts";
export type * from "./operations.ts";
export type { CallOptions, ClientSettings } from "./settings.ts";
