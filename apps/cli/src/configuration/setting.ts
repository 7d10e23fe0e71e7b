import { isIP } from "node:net";
import { z } from "zod";

/** One thing that an operator can set: what it is, and how a value is read from a file (its own type) or from text. */
export interface Setting<Value> {
  /** One sentence for the reference; the first words are what `--help` says. */
  readonly is: string;
  readonly kind: Kind<NonNullable<Value>>;
  /** What holds where nobody sets it. */
  readonly usual: Value;
  /** That in words, where it depends on others, e.g. "`blobs` in the data folder". */
  readonly usualSaid?: string;
  /** Never shown; may lie in a file of its own, which `…_FILE` names. */
  readonly secret?: true;
  /** The option of `gatefold serve`, where it is not the setting's own name. */
  readonly flag?: string;
  /** The version that brought it. */
  readonly since: string;
}

/** A way of reading values. What is refused is told what it `takes`, never what it was. */
export interface Kind<Value> {
  readonly takes: string;
  /** What stands for a value in `--help`. */
  readonly word: string;
  readonly schema: z.ZodType<Value>;
  /** Relative to the file that names it, or to where the person stands; made absolute when read. In a list, what begins with a dot. */
  readonly isPath?: true;
}

const digits = z
  .string()
  .regex(/^\d{1,12}$/)
  .transform(Number);

function wholeNumber(least: number, most: number) {
  return z.union([z.number(), digits]).pipe(z.number().int().min(least).max(most));
}

export const port: Kind<number> = {
  takes: "a port from 0 to 65535, 0 for any free one",
  word: "PORT",
  schema: wholeNumber(0, 65_535),
};

export function count(most: number, zero = "none"): Kind<number> {
  return { takes: `a number from 0 to ${most}, 0 for ${zero}`, word: "COUNT", schema: wholeNumber(0, most) };
}

export function milliseconds(most: number): Kind<number> {
  return { takes: `milliseconds, from 0 to ${most}`, word: "MS", schema: wholeNumber(0, most) };
}

export function minutes(most: number, zero: string): Kind<number> {
  return {
    takes: `minutes, from 0 to ${most}, 0 for ${zero}`,
    word: "MINUTES",
    schema: wholeNumber(0, most),
  };
}

export function days(most: number, zero: string): Kind<number> {
  return {
    takes: `days, from 0 to ${most}, 0 for ${zero}`,
    word: "DAYS",
    schema: wholeNumber(0, most),
  };
}

export function hours(least: number, most: number): Kind<number> {
  return { takes: `hours, from ${least} to ${most}`, word: "HOURS", schema: wholeNumber(least, most) };
}

const filled = z.string().trim().min(1);

export const path: Kind<string> = { takes: "a path", word: "PATH", schema: filled, isPath: true };

export const hostAddress: Kind<string> = {
  takes: "an IP address of this machine; 0.0.0.0 or :: for all",
  word: "ADDRESS",
  schema: filled.refine((text) => isIP(text) !== 0),
};

/** An address of ours as others write it: an origin, or a path below one. */
const webAddressSchema = filled
  .refine((text) => isPlainAddress(text))
  .transform((text) => text.replace(/\/+$/, ""));

function isPlainAddress(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password, search, hash } = new URL(text);
  return /^https?:$/.test(protocol) && [username, password, search, hash].every((part) => part === "");
}

export const webAddress: Kind<string> = {
  takes: "an address that begins with http:// or https://, without a name, password or query in it",
  word: "URL",
  schema: webAddressSchema,
};

export const databaseAddress: Kind<string> = {
  takes: "an address that begins with postgres:// or postgresql://",
  word: "URL",
  schema: filled.refine((text) => /^postgres(ql)?:\/\//.test(text)),
};

export const token: Kind<string> = {
  takes: "16 or more letters, digits and signs, without blanks",
  word: "TOKEN",
  schema: z.string().regex(/^[\x21-\x7e]{16,}$/),
};

export function choice<const Value extends string>(...among: readonly Value[]): Kind<Value> {
  return { takes: `one of ${among.join(", ")}`, word: among.join("|"), schema: z.enum(among) };
}

/** A list in a file; with commas between in text. */
function list(entry: z.ZodType<string, string>): z.ZodType<readonly string[]> {
  const ofText = z.string().transform((text) => text.split(",").map((part) => part.trim()));
  return z.union([z.array(z.string()), ofText]).pipe(z.array(entry));
}

export const networks: Kind<readonly string[]> = {
  takes: "IP addresses and networks (10.0.0.0/8), a list or with commas between",
  word: "NETWORKS",
  schema: list(z.string().refine((text) => isNetwork(text))),
};

function isNetwork(text: string): boolean {
  const [address = "", bits, ...more] = text.split("/");
  const version = isIP(address);
  if (version === 0 || more.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128));
}

export const modules: Kind<readonly string[]> = {
  takes: "packages by name, or paths that begin with . or /, a list or with commas between",
  word: "MODULES",
  schema: list(filled),
  isPath: true,
};

/** A mapping in a file; `name=value` with commas between in text. */
export const origins: Kind<Readonly<Record<string, string>>> = {
  takes: "origins and where they are reached, a mapping or ORIGIN=URL with commas between",
  word: "ORIGIN=URL",
  schema: z
    .union([
      z.record(z.string(), z.string()),
      list(z.string().regex(/^[^=]+=[^=]+$/)).transform((pairs) =>
        Object.fromEntries(pairs.map((pair) => pair.split("=").map((part) => part.trim()))),
      ),
    ])
    .pipe(z.record(webAddressSchema, webAddressSchema)),
};
