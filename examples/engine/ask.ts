import {
  createAccess,
  definePermissions,
  definePolicy,
  namesFrom,
  parsePolicy,
  sentence,
} from "@gatefold/core";

const permissions = definePermissions({
  "article.read": { description: "Read articles." },
  "article.edit": { description: "Change articles.", needs: ["article.read"] },
});
const policy = definePolicy(permissions, {
  folders: [{ id: "news" }, { id: "leaks", parent: "news", restricted: true }],
  roles: [{ id: "editor", permissions: ["article.*"] }],
  users: [{ id: "ben", roles: ["editor"] }],
});
const { state } = parsePolicy(policy);
const access = createAccess(permissions, state);

console.log(access.can("ben", "article.edit", "news", Date.now()));

const why = access.explain({ user: "ben", permission: "article.edit", at: "leaks", now: Date.now() });
console.log(why.code, sentence(why, namesFrom(state)));
console.log(why.missed, why.fix);
