// HTML as tagged templates: whatever is filled in is escaped, unless it is HTML already.

/** A piece of HTML that is safe to fill in as it is. */
export class Html {
  constructor(readonly markup: string) {}

  toString(): string {
    return this.markup;
  }
}

/** What a template takes: lists are joined; undefined, null and false leave nothing. */
export type HtmlValue = string | number | Html | readonly HtmlValue[] | undefined | null | false;

/**
 * Builds HTML; values are escaped, for text and for quoted attributes alike.
 *
 * @example html`<p title="${'"'}">${'<'}</p>` // <p title="&quot;">&lt;</p>
 */
export function html(literals: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  return new Html(
    literals.reduce((markup, literal, index) => markup + markupOf(values[index - 1]) + literal),
  );
}

/** Takes markup from a trusted maker, such as a plot's SVG, as it is. */
export function trustedHtml(markup: string): Html {
  return new Html(markup);
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function markupOf(value: HtmlValue): string {
  if (value === undefined || value === null || value === false) return '';
  if (value instanceof Html) return value.markup;
  if (typeof value === 'object') return value.map(markupOf).join('');
  return String(value).replace(/[&<>"']/g, (character) => entities[character] as string);
}
