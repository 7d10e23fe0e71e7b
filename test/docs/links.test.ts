import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { expect, test } from "vitest";
import { root } from "../house/sources.ts";

const skipped = new Set(["node_modules", "dist", "tools"]);

function pages(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (entry.isDirectory()) {
      return skipped.has(entry.name) || entry.name.startsWith(".") ? [] : pages(join(folder, entry.name));
    }
    return entry.name.endsWith(".md") ? [join(folder, entry.name)] : [];
  });
}

/** Prose alone: what stands in code is no link and no heading. */
function proseOf(text: string): string {
  return text.replace(/^( *)(```+|~~~+)[\s\S]*?^\1\2[^\n]*$/gm, "");
}

/** As GitHub makes them: lower case, blanks as dashes, no other punctuation, a number where one is there already. */
function anchorsOf(text: string): Set<string> {
  const anchors = new Set<string>();
  for (const [, title = ""] of proseOf(text).matchAll(/^#{1,6} +(.+?) *#*$/gm)) {
    const words = title.replace(/\[([^\]]*)\]\([^)]*\)/g, "$1").toLowerCase();
    const slug = words.replace(/[^\p{L}\p{N} _-]/gu, "").replaceAll(" ", "-");
    let anchor = slug;
    for (let again = 1; anchors.has(anchor); again += 1) anchor = `${slug}-${again}`;
    anchors.add(anchor);
  }
  return anchors;
}

function linksOf(text: string): string[] {
  const prose = proseOf(text).replace(/`[^`\n]*`/g, "");
  return Array.from(prose.matchAll(/\]\(<?([^)\s>]+)>?(?: "[^"]*")?\)/g), ([, target = ""]) => target);
}

function complaint(page: string, link: string): string | undefined {
  if (/^[a-z][a-z0-9+.-]*:/i.test(link)) return undefined;
  const [path = "", anchor] = link.split("#");
  const target = path === "" ? page : resolve(dirname(page), decodeURIComponent(path));
  const where = `${relative(root, page)} links to ${link}`;
  if (!existsSync(target)) return `${where}: there is no such file`;
  if (anchor === undefined) return undefined;
  if (statSync(target).isDirectory() || !target.endsWith(".md")) return `${where}: only pages have headings`;
  return anchorsOf(readFileSync(target, "utf8")).has(anchor) ? undefined : `${where}: no such heading there`;
}

test("every link in a page leads to a file, and to a heading in it, that exist", () => {
  const all = pages(root);
  expect(all.length).toBeGreaterThan(5);
  const wrong = all.flatMap((page) =>
    linksOf(readFileSync(page, "utf8")).flatMap((link) => complaint(page, link) ?? []),
  );
  expect(wrong).toEqual([]);
});

test("every path of ours that a page names is there", () => {
  const named = pages(join(root, "docs")).flatMap((page) =>
    Array.from(
      readFileSync(page, "utf8").matchAll(/`((?:apps|packages|test|examples)\/[A-Za-z0-9._/-]+)`/g),
      ([, path = ""]) => ({ page: relative(root, page), path }),
    ),
  );
  expect(named.length).toBeGreaterThan(10);
  expect(named.filter(({ path }) => !existsSync(join(root, path)) && !path.endsWith("/NAME"))).toEqual([]);
});

test("headings make the anchors that links name", () => {
  const text =
    "# One: `two.three`\n\n```sh\n# not a heading\n```\n\n## A [link](x.md) & more\n\n## One: two.three\n";
  expect([...anchorsOf(text)]).toEqual(["one-twothree", "a-link--more", "one-twothree-1"]);
});
