import { ConfigError, OutcomeUnknownError, RejectedError, UnsupportedError } from "@gatefold/connector-sdk";
import type { Delivered, Order } from "@gatefold/connector-sdk";

import { ID_MARK } from "./deliver.ts";
import { endingOf } from "./image-name.ts";
import { shown } from "./refusal.ts";
import type { BrazeContext } from "./settings.ts";
import { replaceFile } from "./wire.ts";

/** Puts a new version under a picture's id and address, where its id is known: Braze's answer to an upload need not name one. */
export const replace = async (
  context: BrazeContext,
  { asset, marker }: Order,
  externalId: string,
): Promise<Delivered> => {
  const { id, url } = knownOf(externalId);
  if (id === undefined) {
    throw new UnsupportedError(
      "Braze did not tell this picture's id, without which its API replaces nothing; replace the file by hand in Braze's media library, or deliver it as a new picture.",
    );
  }
  const before = endingIn(url);
  const after = endingOf(asset.mime);
  if (before !== undefined && before !== after) {
    throw new ConfigError(
      `Braze keeps a picture's ending, which is .${before}, and ${asset.filename} is ${asset.mime}; deliver that format, or a new picture.`,
    );
  }
  const { refusals, queued } = await replaceFile(context, { id, link: await asset.link() });
  if (refusals[0] !== undefined) {
    throw new RejectedError(`Braze did not replace the picture: ${shown(refusals[0])}.`);
  }
  if (queued) {
    throw new OutcomeUnknownError(
      `Braze has put the replacement off and does not tell when it is done; look in its media library for ${marker}.`,
    );
  }
  return { status: "delivered", externalId, externalUrl: url ?? null };
};

/** An id by itself is what a person found in Braze and entered. */
const knownOf = (externalId: string): { id: string | undefined; url: string | undefined } => {
  if (/^[0-9a-f-]{24,36}$/i.test(externalId)) return { id: externalId, url: undefined };
  const at = externalId.lastIndexOf(ID_MARK);
  return at === -1
    ? { id: undefined, url: externalId }
    : { id: externalId.slice(at + ID_MARK.length), url: externalId.slice(0, at) };
};

const endingIn = (url: string | undefined): string | undefined => {
  if (url === undefined || !URL.canParse(url)) return undefined;
  const ending = /\.([a-z]{3,4})$/i.exec(new URL(url).pathname)?.[1]?.toLowerCase();
  return ending === "jpeg" ? "jpg" : ending;
};
