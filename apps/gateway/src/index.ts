export { foundAccount, type Founded, type Founding } from "./account/founding.ts";
export { createGateway, type Gateway } from "./gateway.ts";
export { createIds, type Ids, type Random } from "./ids.ts";
export { createLogFile, type LogFile } from "./log-file.ts";
export { operations } from "./operations/index.ts";
export { problems } from "./http/problems.ts";
export { createDocument } from "./openapi/document.ts";
export {
  endsOf,
  entriesOf,
  type Entry,
  isStream,
  objectOf,
  pageItem,
  parametersIn,
} from "./openapi/entries.ts";
export { examples } from "./openapi/examples.ts";
export { type Field, fieldsOf } from "./openapi/fields.ts";
export type { OpenApiDocument } from "./openapi/form.ts";
export { type RunningGateway, serveGateway, type ServerSettings } from "./server.ts";
export type { Dependencies } from "./dependencies.ts";
