/** What the page of claims needs beyond the report's style: two languages, verdicts, contrasts beside their plots. */
export const claimsStylesheet = `
:root {
  --refuted: #b3400a; --inconclusive: #7a5c00; --supported: #00694c; --untested: #59616b;
  --chinese: "PingFang SC", "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Hiragino Sans GB", "Microsoft YaHei", "WenQuanYi Micro Hei", sans-serif;
}
@media (prefers-color-scheme: dark) {
  :root { --refuted: #ff9a66; --inconclusive: #e3bd4e; --supported: #4fd0a5; --untested: #9ba4ae; }
}
@media print {
  :root { --refuted: #9a3300; --inconclusive: #6b5000; --supported: #00553d; --untested: #444; }
}
[lang="zh-Hans"] { font-family: var(--chinese); }
svg .zh { display: none; }
@supports selector(:has(*)) {
  body:has(#show-english:checked) .zh, body:has(#show-chinese:checked) .en { display: none; }
  body:has(#show-chinese:checked) svg .zh { display: inline; }
}
a { color: inherit; text-decoration-thickness: 1px; text-underline-offset: 0.2em; }
:target { scroll-margin-top: 1rem; }
.languages { display: flex; gap: 1rem; justify-content: flex-end; margin: 0 0 1.5rem; padding: 0; border: 0; font: 0.875rem/1.4 var(--sans); }
.languages legend { position: absolute; left: 0; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.languages label { display: inline-flex; align-items: center; gap: 0.35rem; padding: 0.3rem 0; cursor: pointer; }
.counts, .ids, .contrasts, .references { margin: 0; padding: 0; list-style: none; }
.counts { display: flex; flex-wrap: wrap; gap: 0.5rem 2rem; margin-top: 1.75rem; }
.counts a { text-decoration: none; }
.counts b { margin-right: 0.25rem; font-size: 1.9rem; line-height: 1.1; font-weight: 600; }
.verdict { font: 600 0.875rem/1.4 var(--sans); }
.verdict.refuted { color: var(--refuted); } .verdict.inconclusive { color: var(--inconclusive); }
.verdict.supported { color: var(--supported); } .verdict.not-tested, .verdict.advice { color: var(--untested); }
.files, .repeat { font: 0.8125rem/1.5 var(--sans); color: var(--soft); }
header > .files { margin-top: 1.25rem; }
.repeat .files { white-space: nowrap; }
h2 small { color: var(--soft); font-weight: 400; }
.disagreements dt { line-height: 1.45; }
.disagreements small { color: var(--soft); }
.versus { padding: 0 0.2rem; color: var(--soft); }
.settled { display: block; margin-top: 0.25rem; }
.settled a { margin-right: 0.75rem; white-space: nowrap; }
.articles { margin: 0.75rem 0 0; padding-left: 1.4rem; max-width: 46rem; }
.articles li { margin-top: 0.4rem; }
.articles code { color: var(--soft); font-size: 0.8em; }
#contents { margin-top: 3.5rem; padding-top: 1.5rem; border-top: 1px solid var(--rule); }
.ids { display: grid; grid-template-columns: repeat(auto-fill, minmax(2.9rem, 1fr)); gap: 0.25rem; margin-top: 1rem; }
.ids a { display: block; padding: 0.3rem 0; text-decoration: none; border-bottom: 2px solid currentColor; }
.claim { margin-top: 2.25rem; padding-top: 1.25rem; border-top: 1px solid var(--rule); }
.claim h3 { display: flex; gap: 0.75rem; align-items: baseline; margin: 0; font: 600 0.9375rem/1.4 var(--sans); }
.claim h3 .id { text-decoration: none; }
.statement { margin-top: 0.35rem; font-size: 1.25rem; line-height: 1.35; }
.origin, .combination { margin-top: 0.3rem; font: 0.8125rem/1.5 var(--sans); color: var(--soft); }
.answer, .references, .claim > .repeat { margin-top: 0.75rem; }
.references { font-size: 0.9375rem; color: var(--soft); }
.contrasts { margin-top: 1rem; }
.contrast { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 27rem); gap: 0.5rem 2.5rem; padding: 0.9rem 0; }
.contrast + .contrast { border-top: 1px dotted var(--rule); }
.contrast .name { font-size: 0.9875rem; line-height: 1.4; }
.formula { margin-top: 0.3rem; font: 0.8125rem/1.5 var(--sans); color: var(--soft); overflow-wrap: anywhere; }
.contrast svg { display: block; width: 100%; max-width: 27rem; height: auto; }
.numbers { font: 0.8125rem/1.6 var(--sans); font-variant-numeric: tabular-nums; }
.nothing { font: 0.8125rem/1.6 var(--sans); color: var(--soft); }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 22rem), 1fr)); gap: 2rem 3rem; margin-top: 1.5rem; align-items: start; }
.figures svg { display: block; width: 100%; max-width: 34rem; height: auto; }
details { margin-top: 1.5rem; }
.gallery.detector { grid-template-columns: repeat(auto-fill, minmax(min(100%, 24rem), 1fr)); }
summary { font: 600 0.9375rem/1.4 var(--sans); cursor: pointer; }
@media (max-width: 56rem) { .contrast { grid-template-columns: minmax(0, 1fr); } }
@media print {
  .languages { display: none; }
  .contrast { grid-template-columns: minmax(0, 1fr) 7.5cm; gap: 0 0.6cm; padding: 0.3rem 0; }
  .claim { margin-top: 1rem; padding-top: 0.6rem; } .statement { font-size: 12pt; }
  .contrast, .claim header, .disagreements > div { break-inside: avoid; } .claim header { break-after: avoid; }
  .figures, .gallery.detector { grid-template-columns: 1fr 1fr; gap: 0.8rem; }
}
`;
