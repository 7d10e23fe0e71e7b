/** One look, by light and by dark, from a telephone to a wide screen. Its hash stands in the page's policy. */
export const STYLES = `
:root {
  color-scheme: light dark;
  --paper: light-dark(#f6f5f1, #14161a);
  --sheet: light-dark(#ffffff, #1c1f25);
  --line: light-dark(#dedbd1, #2e323b);
  --ink: light-dark(#1d2026, #e9e8e3);
  --quiet: light-dark(#5d6169, #a2a7b1);
  --accent: light-dark(#0b5f4f, #6fd3b8);
  --read: light-dark(#0b5f4f, #6fd3b8);
  --make: light-dark(#23509b, #8ab4ff);
  --mend: light-dark(#8a4b00, #f0b25c);
  --end: light-dark(#a3172c, #ff8f9b);
  --mono: ui-monospace, "SF Mono", "Cascadia Mono", "DejaVu Sans Mono", monospace;
}
* { box-sizing: border-box; }
html { scroll-padding-top: 16px; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 15px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif;
  display: grid; grid-template: auto 1fr / 240px minmax(0, 1fr); max-width: 1240px; margin: 0 auto; }
h1, h2, h3, h4, p, ul, dl, dd, pre { margin: 0; padding: 0; }
ul { list-style: none; }
a { color: inherit; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 4px; }
main:focus { outline: 0; }
code, pre { font-family: var(--mono); font-size: 13px; overflow-wrap: anywhere; }
.skip { position: absolute; left: -99em; }
.skip:focus { left: 12px; top: 12px; background: var(--sheet); padding: 8px 14px; }
header { grid-column: 1 / -1; display: flex; flex-wrap: wrap; gap: 4px 16px; align-items: baseline; padding: 22px 24px; border-bottom: 1px solid var(--line); }
h1 { font-size: 20px; letter-spacing: -0.015em; }
header p, .quiet { color: var(--quiet); }
nav { position: sticky; top: 0; max-height: 100vh; overflow-y: auto; padding: 18px 12px 40px 24px; font-size: 13.5px; }
nav h2 { font-size: 12.5px; color: var(--quiet); margin-top: 14px; font-weight: 600; }
nav a { text-decoration: none; display: block; padding: 2px 6px; border-radius: 5px; }
nav a:hover { background: var(--line); }
main { padding: 22px 24px 80px; min-width: 0; }
.lead { font-size: 18px; margin-bottom: 8px; }
main > p { max-width: 72ch; }
section > h2 { font-size: 22px; letter-spacing: -0.015em; margin: 40px 0 12px; }
article { background: var(--sheet); border: 1px solid var(--line); border-radius: 12px; padding: 18px 20px; margin-bottom: 14px; }
article:has(:target) { border-color: var(--accent); }
h3 { font-size: 16px; }
h3 a { text-decoration: none; }
.line { margin: 4px 0 8px; }
.method { font: 650 11.5px/1 var(--mono); padding: 3px 7px; border-radius: 5px; border: 1px solid; margin-right: 4px; }
.get { color: var(--read); } .post { color: var(--make); } .put, .patch { color: var(--mend); } .delete { color: var(--end); }
h4 { font-size: 13px; color: var(--quiet); font-weight: 600; margin: 14px 0 2px; }
.fields li { padding: 2px 0; }
.fields > li > code { font-weight: 600; }
.fields span { color: var(--quiet); }
.fields span code { color: var(--ink); font-weight: 400; }
.fields .fields { margin-left: 8px; padding-left: 14px; border-left: 1px solid var(--line); }
details { margin-top: 12px; font-size: 14px; }
summary { cursor: pointer; color: var(--accent); width: fit-content; }
dl { display: grid; grid-template-columns: 48px 1fr; gap: 4px 8px; margin-top: 8px; }
dt { font: 600 13px/1.7 var(--mono); color: var(--quiet); }
pre { background: var(--paper); border-radius: 8px; padding: 12px 14px; margin-top: 8px; overflow-x: auto; }
@media (max-width: 760px) {
  body { grid-template-columns: minmax(0, 1fr); }
  nav { position: static; max-height: 40vh; border-bottom: 1px solid var(--line); padding: 8px 24px 16px; }
  nav ul { display: flex; flex-wrap: wrap; }
}
`;
