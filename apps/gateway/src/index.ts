export { readServerSettings } from "./config.ts";
export { foundAccount, type Founded, type Founding } from "./account/founding.ts";
export { createGateway, type Gateway } from "./gateway.ts";
export { createIds, type Ids, type Random } from "./ids.ts";
export { operations } from "./operations/index.ts";
export { problems } from "./http/problems.ts";
export { type RunningGateway, serveGateway, type ServerSettings } from "./server.ts";
export type { Dependencies } from "./dependencies.ts";
