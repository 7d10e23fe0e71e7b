import type { World } from "./world.ts";

const tree = { top: {}, client: { parent: "top" }, vault: { parent: "client", restricted: true } };
/** A client's folder with a restricted vault in it, beside another one; the tests add who holds what. */
export const small: World = {
  permissions: { "asset.view": {}, "asset.share": {}, "asset.download": {}, "deliver.x": { connector: "x" } },
  folders: { ...tree, deep: { parent: "vault" }, other: { parent: "top" } },
  assets: { pic: { folder: "client" }, secret: { folder: "deep" } },
  collections: {
    outside: { folder: "client", assets: ["pic", "secret"] },
    inside: { folder: "vault", assets: ["secret"] },
  },
  roles: {
    all: { allAccess: true },
    viewer: { permissions: ["asset.*"] },
    sender: { permissions: ["deliver.*"] },
  },
  users: { ann: "active" },
};
