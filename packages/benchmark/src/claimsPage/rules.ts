// How verdicts come about, so that a reader can check them.

import { formatNumber } from '../report/format.js';
import { type Html, html } from '../report/html.js';
import { smallestSignFlipProbability } from '../statistics/fewSeeds.js';
import { say } from './bilingual.js';

/** The rules, and what intervals can't say. */
export function rulesSection(): Html {
  return html`<section id="rules">
    <h2>${say('How a verdict comes about', '结论如何得出')}</h2>
    <p>${say(
      'Test, rule and smallest effect of each claim were fixed before the runs. D is positive in the claim’s favour, m is the smallest effect that matters, and [low, high] the 95 % interval of D. Nothing is decided by a mean alone.',
      '每条说法的检验、规则和最小效应都在运行之前确定。D 为正表示有利于该说法，m 是有意义的最小效应，[low, high] 是 D 的 95 % 区间。任何结论都不只凭平均值。',
    )}</p>
    <dl class="terms">
      ${rule(
        'superior',
        say('superior', '优于'),
        say(
          'Supported if low > 0 and D ≥ m. Refuted if high < m: an effect of the promised size is then excluded. Else inconclusive.',
          '若 low > 0 且 D ≥ m，则得到支持；若 high < m，则被否定：所声称大小的效应已被排除；否则无法判定。',
        ),
      )}
      ${rule(
        'notWorse',
        say('not worse', '不差于'),
        say(
          'For “at least as good as”: supported if low > −m, refuted if high < −m, else inconclusive.',
          '用于“至少一样好”：若 low > −m 则得到支持，若 high < −m 则被否定，否则无法判定。',
        ),
      )}
      ${rule(
        'never',
        say('never', '从不'),
        say(
          'For “all”, “never”, “guarantees”: D counts what must not occur. One verified case refutes; none leaves the claim inconclusive, because others may exist.',
          '用于“所有”“从不”“保证”：D 统计不应出现的情况。出现一例即被否定；未出现则无法判定，因为别处可能存在。',
        ),
      )}
      ${rule('seeds', say('how many seeds would decide', '需要多少种子'), neededSeeds)}
      ${rule('intervals', say('intervals', '区间'), intervals)}
      ${rule('few', say('few seeds', '种子太少'), few)}
    </dl>
  </section>`;
}

function rule(id: string, name: Html, meaning: Html): Html {
  return html`<div id="rule-${id}"><dt>${name}</dt><dd>${meaning}</dd></div>`;
}

const neededSeeds = say(
  'About n ((high − low) / (2 m))², because an interval’s width falls with the root of n. An estimate from few seeds is itself rough.',
  '约为 n ((high − low) / (2 m))²，因为区间宽度随 n 的平方根减小。由少量种子得出的这一估计本身也很粗略。',
);

const intervals = say(
  'Bootstrap over training seeds, paired: the arms of a seed are redrawn together. They are widened for few seeds, because plain ones are then too narrow. They are not adjusted for the number of claims: of many true null effects, about one interval in twenty misses 0.',
  '对训练种子做自助法，成对重抽：同一种子的各组一起抽取。种子少时普通区间偏窄，因此予以放宽。区间未按说法数量校正：若有许多真实为零的效应，约每二十个区间就有一个不含 0。',
);

function signFlip(seeds: number): string {
  return formatNumber(smallestSignFlipProbability(seeds), 4);
}

const few = say(
  `Fewer than five seeds in all, or one alone in a task, leave a contrast inconclusive, unless its rule is “never”. Resampling never leaves the range of the data. With 3 seeds an exact sign-flip test can’t go below p = ${signFlip(3)}, with 5 not below ${signFlip(5)}, with 10 not below ${signFlip(10)}.`,
  `种子总数不足五个，或某个任务只有一个时，除“从不”规则外均无法判定。重抽样不会超出数据范围。3 个种子时精确符号翻转检验的 p 不可能低于 ${signFlip(3)}，5 个时不低于 ${signFlip(5)}，10 个时不低于 ${signFlip(10)}。`,
);
