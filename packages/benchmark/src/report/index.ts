export type { NamedPlot } from '../claimsPage/namedPlot.js';
export { type ClaimsPage, type ClaimsPageContent, renderClaimsPage } from '../claimsPage/page.js';
export { comparisonLine } from './comparisonLine.js';
export { formatDuration } from './format.js';
export { type Headline, headlineOf } from './headline.js';
export { type PageOptions, renderPage } from './page.js';
export { seedTable } from './seedTable.js';
export { textTable } from './textTable.js';
export { type ReportOptions, writeReport } from './writeReport.js';
