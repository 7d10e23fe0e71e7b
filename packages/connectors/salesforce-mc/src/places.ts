import { ConfigError, RejectedError, TransientError } from "@gatefold/connector-sdk";
import type { Order } from "@gatefold/connector-sdk";

import { foldersOf } from "./image-name.ts";
import type { SalesforceContext } from "./settings.ts";
import { createCategory, findCategory } from "./wire.ts";

/** The folder that `prepare` found or made for the one order that a context is for; gone with it. */
const found = new WeakMap<SalesforceContext, number>();

/** Makes the folders of an order that are not there yet, parents first. */
export const makePlace = async (context: SalesforceContext, order: Order): Promise<void> => {
  let place = await topOf(context);
  for (const name of foldersOf(order.asset.path)) {
    place = (await folderIn(context, place, name)) ?? (await madeIn(context, place, name));
  }
  found.set(context, place);
};

/** Where an order goes. */
export const placeOf = async (context: SalesforceContext, order: Order): Promise<number> => {
  const prepared = found.get(context);
  if (prepared !== undefined) return prepared;
  let place = await topOf(context);
  for (const name of foldersOf(order.asset.path)) {
    const next = await folderIn(context, place, name);
    if (next === undefined) {
      throw new TransientError(`The folder "${name}" is not there (any more); nothing was delivered.`);
    }
    place = next;
  }
  return place;
};

const topOf = async (context: SalesforceContext): Promise<number> => {
  const { folderId, accountId } = context.settings;
  if (folderId !== undefined) return Number(folderId);
  const root =
    (await findCategory(context, 0, ({ name }) => name.toLowerCase() === "content builder")) ??
    // Named in another language, maybe.
    (await findCategory(context, 0, () => true));
  if (root) return root.id;
  throw new ConfigError(
    `The business unit ${accountId} shows no folder of Content Builder; give the id of one as folderId.`,
  );
};

/** By its exact name, else by one that differs in case alone: Salesforce would not take both. */
const folderIn = async (
  context: SalesforceContext,
  parent: number,
  name: string,
): Promise<number | undefined> => {
  const lower = name.toLowerCase();
  return (await findCategory(context, parent, (one) => one.name.toLowerCase() === lower))?.id;
};

/** Another delivery may have made it meanwhile: then Salesforce refuses, and it is there. */
const madeIn = async (context: SalesforceContext, parent: number, name: string): Promise<number> => {
  try {
    return (await createCategory(context, parent, name)).id;
  } catch (error) {
    if (!(error instanceof RejectedError)) throw error;
    const there = await folderIn(context, parent, name);
    if (there === undefined) throw error;
    return there;
  }
};
