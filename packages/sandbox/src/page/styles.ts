/** The page's style sheet: one look, by light and by dark, from a telephone to a wide screen. */
export const STYLES = `
:root {
  color-scheme: light dark;
  --paper: light-dark(#f6f5f1, #14161a);
  --sheet: light-dark(#ffffff, #1c1f25);
  --sunk: light-dark(#edebe4, #101216);
  --line: light-dark(#dedbd1, #2e323b);
  --ink: light-dark(#1d2026, #e9e8e3);
  --quiet: light-dark(#5d6169, #a2a7b1);
  --accent: light-dark(#0b5f4f, #6fd3b8);
  --on-accent: light-dark(#ffffff, #0c1512);
  --good: light-dark(#0b6b42, #74d49f);
  --warn: light-dark(#8a4b00, #f0b25c);
  --bad: light-dark(#a3172c, #ff8f9b);
  --check: light-dark(#e9e7e0, #262a31);
  --shadow: 0 1px 2px light-dark(#1d20260f, #0006), 0 6px 20px light-dark(#1d20260d, #0005);
  --mono: ui-monospace, "SF Mono", "Cascadia Mono", "DejaVu Sans Mono", monospace;
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; }
h1, h2, h3, p, ul, ol { margin: 0; padding: 0; }
ul, ol { list-style: none; }
a { color: inherit; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 3px; border-radius: 6px; }
code, pre { font-family: var(--mono); font-size: 12.5px; }
.quiet { color: var(--quiet); font-size: 13px; }
.skip { position: absolute; left: -99em; }
.skip:focus { left: 12px; top: 12px; z-index: 3; background: var(--sheet); padding: 8px 14px; }

.top { display: flex; flex-wrap: wrap; align-items: center; gap: 10px 28px; padding: 16px clamp(16px, 3vw, 40px);
  border-bottom: 1px solid var(--line); background: var(--sheet); }
.top h1 { font-size: 17px; font-weight: 650; letter-spacing: -0.01em; }
.top h1 a { text-decoration: none; display: flex; align-items: center; gap: 10px; }
.top h1 a::before { content: ""; width: 22px; height: 22px; border-radius: 6px;
  background: linear-gradient(90deg, var(--accent) 0 30%, transparent 30% 70%, var(--accent) 70%), var(--sunk);
  box-shadow: inset 0 5px 0 var(--accent); }
.top nav { display: flex; gap: 6px; }
.top nav a { padding: 5px 12px; border-radius: 999px; text-decoration: none; color: var(--quiet); font-size: 14px; }
.top nav a:hover { background: var(--sunk); color: var(--ink); }
.top nav a[aria-current] { background: var(--accent); color: var(--on-accent); }
.top p { margin-left: auto; }

main { display: grid; grid-template-columns: minmax(0, 1fr) minmax(300px, 380px); gap: 32px; align-items: start;
  padding: clamp(18px, 3vw, 36px) clamp(16px, 3vw, 40px) 60px; max-width: 1640px; margin: 0 auto; }
.platform > h2 { font-size: 26px; font-weight: 680; letter-spacing: -0.02em; margin-bottom: 18px; }
.platform > h2 a { text-decoration: none; }
.platform + .platform { margin-top: 48px; }

.account + .account { margin-top: 40px; }
.account > header { display: flex; flex-wrap: wrap; align-items: end; justify-content: space-between; gap: 6px 24px; margin-bottom: 14px; }
.account h3 { font-size: 17px; font-weight: 640; }
.keys { display: flex; flex-wrap: wrap; gap: 6px; margin-top: 4px; }
.chip { font: 12px/1.6 var(--mono); padding: 0 8px; border: 1px solid var(--line); border-radius: 999px; color: var(--quiet); white-space: nowrap; }
.quota { display: flex; flex-wrap: wrap; gap: 4px 18px; }
.quota label { display: flex; align-items: center; gap: 8px; font-size: 13px; color: var(--quiet); font-variant-numeric: tabular-nums; }
.quota progress { appearance: none; width: 72px; height: 6px; border: 0; border-radius: 3px; background: var(--line); overflow: hidden; }
.quota progress::-webkit-progress-bar { background: var(--line); }
.quota progress::-webkit-progress-value { background: var(--accent); border-radius: 3px; }
.quota progress::-moz-progress-bar { background: var(--accent); border-radius: 3px; }

.grid { display: grid; grid-template-columns: repeat(auto-fill, minmax(190px, 1fr)); gap: 18px; }
.card { background: var(--sheet); border: 1px solid var(--line); border-radius: 14px; overflow: hidden; box-shadow: var(--shadow);
  display: flex; flex-direction: column; }
.thumbnail { display: grid; place-items: center; aspect-ratio: 4 / 3; position: relative; overflow: hidden; outline-offset: -4px;
  background: var(--sunk); border-bottom: 1px solid var(--line); }
.thumbnail img { display: block; max-width: 100%; max-height: 100%; min-width: 0; min-height: 0; font-size: 12px; color: var(--quiet);
  background: repeating-conic-gradient(var(--check) 0 25%, var(--sheet) 0 50%) 0 0 / 16px 16px; }
.card.is-hidden .thumbnail img { opacity: 0.32; filter: grayscale(0.7); }
.card.is-hidden .thumbnail::after { content: "Hidden"; position: absolute; left: 10px; top: 10px; padding: 1px 10px;
  border-radius: 999px; font-size: 12px; font-weight: 600; background: var(--ink); color: var(--paper); }
.about { padding: 11px 14px 13px; display: grid; gap: 3px; }
.name { font-weight: 600; font-size: 14px; line-height: 1.4; overflow-wrap: break-word; min-width: 0; }
.name span { font-weight: 400; color: var(--quiet); font-size: 13px; }
.facts { display: flex; flex-wrap: wrap; gap: 0 10px; font-size: 12.5px; color: var(--quiet); font-variant-numeric: tabular-nums; }
.format { text-transform: uppercase; letter-spacing: 0.04em; font-weight: 600; font-size: 11.5px; align-self: center; }

.empty { border: 1.5px dashed var(--line); border-radius: 14px; padding: 26px 26px 22px; display: grid; gap: 10px; max-width: 720px; }
.empty strong { font-size: 16px; font-weight: 620; }

.side { display: grid; gap: 18px; position: sticky; top: 18px; }
.panel { background: var(--sheet); border: 1px solid var(--line); border-radius: 14px; padding: 16px 18px; box-shadow: var(--shadow); min-width: 0; }
.panel h2 { font-size: 13px; font-weight: 640; color: var(--quiet); margin-bottom: 6px; }
.clock { font: 500 21px/1.3 var(--mono); letter-spacing: -0.02em; font-variant-numeric: tabular-nums; display: block; }
.panel.warns { border-color: var(--warn); }
.faults li { padding: 6px 0; border-top: 1px solid var(--line); font-size: 14px; }
.faults li:first-child { border-top: 0; }
.faults strong { font-family: var(--mono); font-size: 13px; color: var(--warn); }
details { margin-top: 10px; font-size: 13px; }
details p { margin-top: 8px; }
summary { cursor: pointer; color: var(--accent); width: fit-content; }
pre { background: var(--sunk); border-radius: 10px; padding: 10px 12px; margin: 8px 0 0; white-space: pre-wrap; overflow-wrap: anywhere; }

.requests { max-height: 56vh; overflow-y: auto; margin: 0 -8px; }
.requests li { display: grid; grid-template-columns: 40px minmax(0, 1fr) auto; gap: 2px 10px; padding: 7px 8px; border-top: 1px solid var(--line);
  font-size: 12.5px; align-items: baseline; }
.requests li:first-child { border-top: 0; }
.status { font: 600 12px/1.7 var(--mono); text-align: center; border-radius: 6px; background: var(--sunk); color: var(--quiet); }
.status-2 { color: var(--good); }
.status-3, .status-4 { color: var(--warn); }
.status-5, .cut { color: var(--bad); }
.line { font-family: var(--mono); font-size: 12px; overflow-wrap: anywhere; }
.line b { font-weight: 650; }
.requests time { font-size: 12px; font-variant-numeric: tabular-nums; }
.requests .met { grid-column: 2 / -1; color: var(--warn); font-size: 12px; }

@media (max-width: 900px) {
  main { grid-template-columns: minmax(0, 1fr); }
  .side { position: static; }
  .top p { margin-left: 0; flex-basis: 100%; }
}
@media (max-width: 460px) {
  .grid { grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 12px; }
  .about { padding: 9px 11px 11px; }
}
@media (prefers-reduced-motion: no-preference) {
  .thumbnail img { transition: transform 0.25s; }
  .thumbnail:hover img { transform: scale(1.03); }
}
`;
