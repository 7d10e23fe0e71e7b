import { createPublicKey } from "node:crypto";
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import {
  type CheckpointReading,
  type PublicSigningKey,
  publicSigningKey,
  readCheckpoint,
} from "@gatefold/store";
import { z } from "zod";
import { CommandFailed, exit, usage } from "../exit.ts";
import type { Io } from "../io.ts";

const jwks = z.object({
  keys: z.array(z.object({ kty: z.literal("OKP"), crv: z.literal("Ed25519"), x: z.string() })),
});

/** A checkpoint's text: as it was typed, or from the file of that name. */
export async function checkpointOf(io: Io, typed: string): Promise<string> {
  const text = isText(typed) ? typed : (await readTyped(io, typed)).trim();
  if (isText(text)) return text;
  throw usage(
    `${typed} holds no checkpoint.`,
    "It is one line of three parts: gatefold audit checkpoint > FILE",
  );
}

/** What it says by the word of the keys in a file: what `audit signing-keys` printed, or a public key in PEM. */
export async function readByKeys(
  io: Io,
  text: string,
  file: string,
): Promise<Extract<CheckpointReading, { is: "signed" }>> {
  const reading = readCheckpoint(text, keysIn(await readTyped(io, file), file));
  if (reading.is === "signed") return reading;
  throw new CommandFailed(exit.refused, "NOT_SIGNED", `No key in ${file} signed this checkpoint.`, [
    "It was forged or changed, or another gateway's key signed it.",
  ]);
}

function isText(text: string): boolean {
  return /^[\w-]{20,}\.[\w-]{20,}\.[\w-]{20,}$/.test(text);
}

function keysIn(text: string, file: string): PublicSigningKey[] {
  try {
    const keys = text.startsWith("-----BEGIN")
      ? [createPublicKey(text)]
      : jwks.parse(JSON.parse(text)).keys.map((key) => createPublicKey({ key, format: "jwk" }));
    const read = keys.map(publicSigningKey).filter((key) => key !== undefined);
    if (read.length > 0) return read;
  } catch {
    // Whatever it is, it is no key.
  }
  throw usage(
    `${file} holds no public key that could sign a checkpoint.`,
    "Get one with: gatefold audit signing-keys > FILE",
  );
}

async function readTyped(io: Io, typed: string): Promise<string> {
  const file = resolve(io.settings.standing, typed);
  return readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    throw usage(`${typed} can't be read (${error.code ?? "no reason given"}).`);
  });
}
