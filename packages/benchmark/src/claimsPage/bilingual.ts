// Text in both languages of the page's readers; the stylesheet shows the one that they chose.
import type { Bilingual } from '../claims/articles.js';
import { type Html, type HtmlValue, html } from '../report/html.js';

/** The same in English and in Chinese, inside a line. */
export function say(english: HtmlValue, chinese: HtmlValue): Html {
  return html`<span class="en" lang="en">${english}</span><span class="zh" lang="zh-Hans">${chinese}</span>`;
}

/** A text that is there in both languages. */
export function both({ english, chinese }: Bilingual): Html {
  return say(english, chinese);
}

/**
 * The choice of a language, without a script: the buttons of a form remember it, and `:has()` reads it. A browser that
 * doesn't know `:has()` shows both languages.
 */
export const languageSwitch: Html = html`<fieldset class="languages">
  <legend><span lang="en">Language</span> · <span lang="zh-Hans">语言</span></legend>
  <label lang="en"><input type="radio" name="language" id="show-english" checked> English</label>
  <label lang="zh-Hans"><input type="radio" name="language" id="show-chinese"> 中文</label>
</fieldset>`;
