/** The report's style: one column of text, tables with horizontal rules only, light and dark, screen and paper. */
export const stylesheet = `
:root {
  color-scheme: light dark;
  --paper: #fdfdfb; --ink: #1d2126; --soft: #59616b; --rule: #d9dcd8; --tint: #f3f4f0;
  --serif: Charter, "Bitstream Charter", "Iowan Old Style", "Source Serif 4", Cambria, "Liberation Serif", serif;
  --sans: system-ui, -apple-system, "Segoe UI", "Liberation Sans", sans-serif;
  --mono: ui-monospace, "SF Mono", Menlo, Consolas, "Liberation Mono", monospace;
}
@media (prefers-color-scheme: dark) {
  :root { --paper: #14171a; --ink: #e7e9eb; --soft: #9ba4ae; --rule: #31373d; --tint: #1c2125; }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body {
  margin: 0 auto; padding: clamp(1.5rem, 5vw, 4rem) clamp(1rem, 4vw, 2.5rem) 4rem; max-width: 70rem;
  background: var(--paper); color: var(--ink); font: 1.0625rem/1.55 var(--serif);
}
h1, h2, h3, p, dl, figure { margin: 0; }
h1 { max-width: 24ch; font-size: clamp(1.9rem, 1.2rem + 3vw, 2.9rem); line-height: 1.12; font-weight: 600; text-wrap: balance; }
h2 { font-size: 1.6rem; line-height: 1.2; font-weight: 600; }
h3 { margin-top: 2.5rem; font-size: 1.15rem; font-weight: 600; }
p { max-width: 42rem; text-wrap: pretty; }
code { font: 0.88em var(--mono); overflow-wrap: anywhere; }
section { margin-top: 3.5rem; padding-top: 1.5rem; border-top: 1px solid var(--rule); }
.kicker { margin-bottom: 1rem; font: 600 0.8125rem/1.4 var(--sans); letter-spacing: 0.04em; color: var(--soft); }
.lead { margin-top: 1.25rem; }
.lead b, figcaption b { font-weight: 600; }
.cautions { margin: 1.75rem 0 0; padding: 0.9rem 1.2rem; max-width: 46rem; background: var(--tint); border-left: 3px solid var(--soft); list-style: none; font-size: 0.95rem; }
.cautions li + li { margin-top: 0.6rem; }
.about { margin-top: 0.5rem; color: var(--soft); }
.scroll { margin-top: 1.5rem; overflow-x: auto; -webkit-overflow-scrolling: touch; }
table { width: 100%; border-collapse: collapse; font: 0.875rem/1.35 var(--sans); font-variant-numeric: tabular-nums; border-top: 2px solid var(--ink); border-bottom: 2px solid var(--ink); }
th, td { padding: 0.55rem 0.6rem; text-align: right; vertical-align: top; white-space: nowrap; }
thead th { vertical-align: bottom; font-weight: 600; border-bottom: 1px solid var(--ink); white-space: normal; line-height: 1.25; min-width: 4.4rem; }
tbody tr + tr > * { border-top: 1px solid var(--rule); }
th:first-child { position: sticky; left: 0; padding-left: 0; text-align: left; background: var(--paper); font-weight: 600; white-space: nowrap; }
td:last-child, th:last-child { padding-right: 0; }
td small, th small { display: block; font-size: 0.75rem; font-weight: 400; color: var(--soft); }
.key { display: inline-block; width: 0.65em; height: 0.65em; margin-right: 0.5em; border-radius: 50%; }
.plots { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 20rem), 1fr)); gap: 2rem 3rem; margin-top: 2.5rem; align-items: start; }
.plots svg { display: block; width: 100%; max-width: 32rem; height: auto; }
.gallery { display: grid; gap: 1.5rem; margin-top: 1.25rem; }
.gallery.dqn { grid-template-columns: repeat(auto-fill, minmax(min(100%, 12rem), 1fr)); }
.strip { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 10rem), 1fr)); gap: 0.75rem; }
.gallery.dqn .strip { grid-template-columns: 1fr; }
.strip img { display: block; width: 100%; height: auto; border: 1px solid var(--rule); background: var(--tint); }
figcaption { margin-top: 0.5rem; font: 0.8125rem/1.4 var(--sans); color: var(--soft); }
figcaption b { color: var(--ink); }
dl { margin-top: 1.25rem; font-size: 0.975rem; }
dl > div { display: grid; grid-template-columns: 12rem minmax(0, 42rem); gap: 0 1.5rem; padding: 0.5rem 0; border-top: 1px solid var(--rule); }
dl > div:first-child { border-top: 0; }
dt { font: 600 0.875rem/1.7 var(--sans); }
dd { margin: 0; overflow-wrap: anywhere; }
footer { margin-top: 3.5rem; font: 0.8125rem/1.5 var(--sans); color: var(--soft); }
@media (max-width: 40rem) {
  body { font-size: 1rem; }
  dl > div { grid-template-columns: 1fr; }
}
@media print {
  :root { color-scheme: light; --paper: #fff; --ink: #000; --soft: #444; --rule: #bbb; --tint: #fff; }
  body { padding: 0; max-width: none; font-size: 10pt; }
  .scroll { overflow: visible; }
  table { font-size: 7pt; } td small, th small { font-size: 6pt; } th, td { padding: 0.3rem; } thead th { min-width: 0; }
  .plots { grid-template-columns: 1fr 1fr; gap: 1rem; }
  figure, tr, dl > div { break-inside: avoid; } h2, h3 { break-after: avoid; }
}
`;
