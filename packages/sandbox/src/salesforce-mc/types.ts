/** Salesforce's numbers of asset types that a file may be; it has none for webp and avif. */
export const FILE_TYPES: ReadonlyMap<string, number> = new Map([
  ["ai", 16],
  ["psd", 17],
  ["eps", 19],
  ["gif", 20],
  ["jpe", 21],
  ["jpeg", 22],
  ["jpg", 23],
  ["jp2", 24],
  ["png", 28],
  ["tif", 29],
  ["tiff", 30],
  ["bmp", 32],
  ["svg", 39],
]);

/** What a file of a type must really be, where its first bytes show it. */
export const SHOWN_BY: ReadonlyMap<string, readonly string[]> = new Map([
  ["gif", ["image/gif"]],
  ["jpe", ["image/jpeg"]],
  ["jpeg", ["image/jpeg"]],
  ["jpg", ["image/jpeg"]],
  ["png", ["image/png", "image/apng"]],
  ["tif", ["image/tiff"]],
  ["tiff", ["image/tiff"]],
  ["bmp", ["image/bmp"]],
]);

export const contentTypeOf = (type: string): string => SHOWN_BY.get(type)?.[0] ?? "application/octet-stream";
