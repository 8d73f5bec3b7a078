import { describe, expect, it } from 'vitest';
import { html, trustedHtml } from './html.js';

describe('html', () => {
  it('escapes text and attributes, and keeps HTML', () => {
    const inner = html`<b title="${'"\'<>&'}">${'<script>'}</b>`;
    expect(inner.markup).toBe('<b title="&quot;&#39;&lt;&gt;&amp;">&lt;script&gt;</b>');
    expect(html`<p>${inner}${trustedHtml('<hr>')}</p>`.markup).toBe(`<p>${inner}<hr></p>`);
  });

  it('joins lists and leaves out what is not there, but not zero', () => {
    expect(html`${[1, [html`<i></i>`, undefined], '&']}${null}${false}${0}`.markup).toBe('1<i></i>&amp;0');
  });
});
