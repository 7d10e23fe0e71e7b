import type { Event, Folder, Sight } from "@gatefold/core";
import { z } from "zod";
import { creditFor } from "../access/creators.ts";
import { demand, seenFolder, sightFor } from "../access/access.ts";
import { noteLook } from "../audit/looks.ts";
import { cursorField, idField, limitField, none } from "../http/fields.ts";
import { nameKey, nameMustBeFree, pathNameField } from "../http/names.ts";
import { operation } from "../http/operation.ts";
import type { View } from "../access/view.ts";
import { pageBy, pageOf } from "../http/pages.ts";
import { given } from "../http/patches.ts";
import { approvalsDropped, depthMustFit, levelsBelow, rootOf, workspaceMustFit } from "../account/tree.ts";

const folder = z
  .object({
    id: z.string(),
    parent: z.string().nullable(),
    name: z.string(),
    /** False: shown only to lead to what the caller may view further down, by name alone. */
    viewable: z.boolean(),
    /** Null where the folder is not viewable. */
    restricted: z.boolean().nullable(),
    workspace: z.boolean().nullable(),
  })
  .meta({ id: "Folder" });

const params = z.strictObject({ folder: idField });

function shown(sight: Sight, { id, parent, name, restricted, workspace }: Folder): z.input<typeof folder> {
  if (sight.views(id)) return { id, parent, name, viewable: true, restricted, workspace };
  return { id, parent, name, viewable: false, restricted: null, workspace: null };
}

/** The right to have a folder there: folder.create in the parent, and at the top or for a workspace the account's own. */
function demandToPlace(view: View, parent: string | null, workspace: boolean): void {
  if (parent !== null) demand(view, "folder.create", parent);
  if (parent === null || workspace) demand(view, "workspace.create", null);
}

export const folders = [
  operation({
    id: "folders.list",
    method: "GET",
    path: "/v1/folders",
    summary:
      "The folders in a folder (left out: at the top) that the caller may view, or must pass to get there.",
    params: none,
    query: z.strictObject({ parent: idField.optional(), cursor: cursorField, limit: limitField }),
    body: null,
    success: 200,
    response: pageOf(folder),
    handle({ view, query: { parent, cursor, limit } }, { looks }) {
      if (parent !== undefined) noteLook({ looks }, view, parent);
      if (parent !== undefined) seenFolder(view, parent);
      const sight = sightFor(view);
      const page = pageBy(sight.foldersIn(parent ?? null), {
        sortKey: (row) => nameKey(row.name),
        cursor,
        limit,
      });
      return { body: { ...page, items: page.items.map((row) => shown(sight, row)) } };
    },
  }),

  operation({
    id: "folders.get",
    method: "GET",
    path: "/v1/folders/:folder",
    summary: "One folder.",
    params,
    query: none,
    body: null,
    success: 200,
    response: folder,
    handle({ view, params: { folder: id } }, { looks }) {
      noteLook({ looks }, view, id);
      return { body: shown(sightFor(view), seenFolder(view, id)) };
    },
  }),

  operation({
    id: "folders.create",
    method: "POST",
    path: "/v1/folders",
    summary: "Adds a folder in a folder, or (parent null) in the account's root folder.",
    params: none,
    query: none,
    body: z.strictObject({
      parent: idField.nullable(),
      name: pathNameField,
      restricted: z.boolean().default(false),
      workspace: z.boolean().default(false),
    }),
    success: 201,
    refuses: ["NAME_TAKEN"],
    response: folder,
    async handle({ view: { caller }, body }, { desk, ids }) {
      const id = ids("folder");
      const grant = ids("grant");
      const { revision, value } = await desk.write(caller, (view) => {
        demandToPlace(view, body.parent, body.workspace);
        const row: Folder = { ...body, id, parent: body.parent ?? rootOf(view.state) };
        if (row.restricted && row.parent !== null) demand(view, "folder.manage", row.parent);
        if (row.workspace) workspaceMustFit(view.state, row.parent);
        depthMustFit(view.state, row.parent);
        nameMustBeFree(view.state, row.parent, row.name);
        const credit = row.workspace
          ? creditFor(view, "workspace.create", null, grant)
          : creditFor(view, "folder.create", row.parent, grant);
        return { events: [{ type: "folder.created", folder: row, ...credit }], value: { view, row } };
      });
      return { body: shown(sightFor(value.view), value.row), revision };
    },
  }),

  operation({
    id: "folders.change",
    method: "PATCH",
    path: "/v1/folders/:folder",
    summary: "Renames, moves, restricts or opens a folder, or makes it a workspace; all of it or nothing.",
    params,
    query: none,
    body: z.strictObject({
      name: pathNameField.optional(),
      parent: idField.nullable().optional(),
      restricted: z.boolean().optional(),
      workspace: z.boolean().optional(),
    }),
    success: 200,
    refuses: ["NAME_TAKEN"],
    response: folder,
    async handle({ view: { caller }, params: { folder: id }, body }, { desk }) {
      const { revision, value } = await desk.write(caller, (view) => {
        const before = seenFolder(view, id);
        const changed: Folder = { ...before, ...given(body) };
        // The top of an account is its root folder; beside it there is nothing.
        const after =
          id === rootOf(view.state) ? changed : { ...changed, parent: changed.parent ?? rootOf(view.state) };
        mayBecome(view, before, after);
        return { events: changesOf(view, before, after), value: { view, after } };
      });
      return { body: shown(sightFor(value.view), value.after), revision };
    },
  }),

  operation({
    id: "folders.delete",
    method: "DELETE",
    path: "/v1/folders/:folder",
    summary: "Deletes an empty folder.",
    params,
    query: none,
    body: null,
    success: 204,
    response: null,
    async handle({ view: { caller }, params: { folder: id } }, { desk }) {
      const { revision } = await desk.write(caller, (view) => {
        demand(view, "folder.manage", id);
        return { events: [{ type: "folder.deleted", id }], value: undefined };
      });
      return { body: undefined, revision };
    },
  }),
];

function mayBecome(view: View, before: Folder, after: Folder): void {
  const { state } = view;
  const { id, parent, name } = after;
  demand(view, "folder.manage", id);
  if (parent !== before.parent) {
    demandToPlace(view, parent, false);
    depthMustFit(state, parent, levelsBelow(state, id));
  }
  if (after.workspace !== before.workspace) demand(view, "workspace.create", null);
  if (after.workspace) workspaceMustFit(state, parent);
  if (parent !== before.parent || name !== before.name) nameMustBeFree(state, parent, name, id);
}

function changesOf({ state }: View, before: Folder, after: Folder): Event[] {
  const { id, name, parent, restricted, workspace } = after;
  const events: Event[] = [];
  if (name !== before.name) events.push({ type: "folder.renamed", id, name });
  if (parent !== before.parent) {
    events.push(...approvalsDropped(state, before, parent), { type: "folder.moved", id, parent });
  }
  if (restricted !== before.restricted) events.push({ type: "folder.restriction-set", id, restricted });
  if (workspace !== before.workspace) events.push({ type: "folder.workspace-set", id, workspace });
  return events;
}
