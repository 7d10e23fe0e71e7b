/** The smallest pictures of their kinds, by MIME type. */
const SAMPLES: Readonly<Record<string, string>> = {
  "image/png":
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "image/gif": "R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7",
  "image/webp": "UklGRiQAAABXRUJQVlA4IBgAAAAwAQCdASoBAAEAAgA0JaQAA3AA/vuUAAA=",
  "image/jpeg":
    "/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAAMCAgICAgMCAgIDAwMDBAYEBAQEBAgGBgUGCQgKCgkICQkKDA8MCgsOCwkJDRENDg8QEBEQCgwSExIQEw8QEBD/wAALCAABAAEBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAACf/EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AVN//2Q==",
};

const EXTENSIONS: Readonly<Record<string, string>> = { "image/jpeg": "jpg", "image/svg+xml": "svg" };

export const extensionOf = (mime: string): string => EXTENSIONS[mime] ?? mime.replace(/^.*\//, "");

/** A small file of this format; undefined where there is none. */
export const sampleOf = (
  mime: string,
  more: Readonly<Record<string, Uint8Array>> = {},
): Uint8Array | undefined => {
  if (Object.hasOwn(more, mime)) return more[mime];
  const known = Object.hasOwn(SAMPLES, mime) ? SAMPLES[mime] : undefined;
  return known === undefined ? undefined : Buffer.from(known, "base64");
};
