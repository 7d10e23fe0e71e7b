/** Times as the page shows them: UTC, as the platforms do. */
export const dateTime = (time: number): string => new Date(time).toISOString();

const long = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "medium", timeZone: "UTC" });
export const longDateTime = (time: number): string => long.format(time);

const short = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short", timeZone: "UTC" });
export const shortDateTime = (time: number): string => short.format(time);

const ofDay = new Intl.DateTimeFormat("en-GB", { timeStyle: "medium", timeZone: "UTC" });
export const clockTime = (time: number): string => ofDay.format(time);
