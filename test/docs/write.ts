import { writeFile } from "node:fs/promises";
import { references } from "./references.ts";

for (const { file, text } of references) {
  await writeFile(file, text());
  console.log(file);
}
