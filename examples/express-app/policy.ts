import { definePolicy } from "@gatefold/core";
import { permissions } from "./permissions.ts";

/** Who may do what when the app starts: here it is code; it may as well be read from a file or a database. */
export const policy = definePolicy(permissions, {
  folders: [
    { id: "paper", name: "The paper" },
    { id: "news", name: "News", parent: "paper" },
    // What is given for the whole paper does not reach in here.
    { id: "leaks", name: "Leaks", parent: "paper", restricted: true },
  ],
  roles: [
    { id: "reader", name: "Reader", permissions: ["article.read"] },
    { id: "editor", name: "Editor", permissions: ["article.*"] },
    { id: "chief", name: "Editor-in-chief", allAccess: true },
  ],
  users: [{ id: "ann", roles: ["chief"] }, { id: "ben", roles: ["reader"] }, { id: "eve" }],
  grants: [
    { id: "ben-news", user: "ben", role: "editor", folders: ["news"], reason: "Runs the news desk" },
    { id: "eve-news", user: "eve", role: "editor", folders: ["news"], until: Date.UTC(2030, 0, 1) },
  ],
});
