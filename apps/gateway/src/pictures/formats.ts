import type { AssetVersion } from "@gatefold/core";

/** The picture formats the library takes, and what a file of each is called. */
export const formats = {
  "image/jpeg": { name: "JPEG", extensions: ["jpg", "jpeg", "jpe", "jfif"] },
  "image/png": { name: "PNG", extensions: ["png"] },
  "image/gif": { name: "GIF", extensions: ["gif"] },
  "image/webp": { name: "WebP", extensions: ["webp"] },
} as const satisfies Record<string, { name: string; extensions: readonly [string, ...string[]] }>;

export type PictureMime = keyof typeof formats;

export function isPictureMime(mime: string): mime is PictureMime {
  return Object.hasOwn(formats, mime);
}

/**
 * The name with an extension that tells the truth: kept where it fits the format, replaced where it names another
 * picture format, added where there is none. A dot in a name is no extension of its own (`v1.2 final`).
 */
export function fittedName(name: string, version: Pick<AssetVersion, "mime"> | null): string {
  const mime = version?.mime;
  if (mime === undefined || !isPictureMime(mime)) return name;
  const own: readonly string[] = formats[mime].extensions;
  const dot = name.lastIndexOf(".");
  const extension = dot > 0 ? name.slice(dot + 1).toLowerCase() : "";
  if (own.includes(extension)) return name;
  const known = Object.values(formats).some(({ extensions }) =>
    (extensions as readonly string[]).includes(extension),
  );
  return `${known ? name.slice(0, dot) : name}.${own[0]}`;
}
