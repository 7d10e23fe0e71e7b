import { RejectedError } from "@gatefold/connector-sdk";
import type { Order } from "@gatefold/connector-sdk";

import { folderNameOf, isSameName } from "./image-name.ts";
import type { MailchimpContext } from "./settings.ts";
import { createFolder, findFolders } from "./wire.ts";

/** Which folder an order goes to, from here to its upload: one that was just made may not be listed yet. */
const places = new WeakMap<Order, number>();
/** What is under way, by key and name: many pictures that go to a new folder make it once. */
const underWay = new Map<string, Promise<number>>();

/** Makes the one flat folder that stands for those above the picture, where it is not there yet. */
export const prepare = async (context: MailchimpContext, order: Order): Promise<void> => {
  const name = folderNameOf(order.asset.path);
  if (name === undefined) return;
  const key = JSON.stringify([context.secrets.apiKey, name]);
  const folder = underWay.get(key) ?? findOrMake(context, name).finally(() => underWay.delete(key));
  underWay.set(key, folder);
  places.set(order, await folder);
};

/** The folder of an order; undefined: it goes into none. */
export const placeOf = (order: Order): number | undefined => places.get(order);

const findOrMake = async (context: MailchimpContext, name: string): Promise<number> => {
  const found = await findFolder(context, name);
  if (found !== undefined) return found;
  try {
    return (await createFolder(context, name)).id;
  } catch (error) {
    if (!(error instanceof RejectedError)) throw error;
    // Another program may have made it just now.
    const made = await findFolder(context, name);
    if (made === undefined) throw error;
    return made;
  }
};

/** The oldest of the name, so that everybody takes the same where it is there twice. */
const findFolder = async (context: MailchimpContext, name: string): Promise<number | undefined> => {
  const found = await findFolders(context, (folder) => isSameName(folder.name, name));
  return found.map(({ id }) => id).toSorted((a, b) => a - b)[0];
};
