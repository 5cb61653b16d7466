// The outcome of a task: what changed and what proves it, as a card below the answer.
import { h } from './dom.js';
import { money, plural } from './format.js';
import { render } from './markdown.js';

const NAMES = ['Changed', 'Verified', 'Uncertain', 'Next'];
const LINE = /^\s*(?:[-*]\s+)?\*\*(Changed|Verified|Uncertain|Next):?\*\*:?\s*(.*)$/;

/** Parts the four outcome lines from the end of a message: `{ text, lines: [[name, value], …] }`. */
export function split(markdown) {
  const rows = (markdown ?? '').trimEnd().split('\n');
  const found = [];
  let end = rows.length;
  while (end > 0) {
    const match = LINE.exec(rows[end - 1]);
    if (match) found.unshift([match[1], match[2]]);
    else if (rows[end - 1].trim() !== '') break;
    end--;
  }
  // One bold word is not an outcome; two of the four are.
  return found.length >= 2 ? { text: rows.slice(0, end).join('\n'), lines: found } : { text: markdown ?? '', lines: [] };
}

const word = (value) => (typeof value === 'string' ? value : value?.title ?? value?.sha ?? value?.text ?? JSON.stringify(value));

function run(entry) {
  const totals = entry.totals;
  const counts = totals && [
    totals.passed !== undefined && `${totals.passed} passed`,
    (totals.failed || totals.errors) && `${(totals.failed ?? 0) + (totals.errors ?? 0)} failed`,
    totals.skipped && `${totals.skipped} skipped`,
  ].filter(Boolean).join(', ');
  return h('li', { class: entry.exit_code === 0 ? 'good' : 'bad' },
    h('code', null, entry.command ?? entry.skill ?? ''),
    h('span', null, [`exit ${entry.exit_code}`, counts].filter(Boolean).join(' · ')));
}

function fromRecords(evidence) {
  const changed = evidence.changed ?? [];
  const good = (evidence.runs ?? []).filter((entry) => entry.exit_code === 0);
  const lines = [];
  if (changed.length) {
    const sum = (field) => changed.reduce((total, file) => total + (file[field] ?? 0), 0);
    lines.push(['Changed', [`${plural(changed.length, 'file')} +${sum('added')} −${sum('removed')}`,
      ...(evidence.commits ?? []).map(word)].join(' · ')]);
    const last = good.at(-1);
    lines.push(['Verified', last && evidence.verified !== false ? `\`${last.command ?? last.skill}\` exit 0` : 'not verified']);
  }
  if (lines.length && evidence.next) lines.push(['Next', evidence.next]);
  if (evidence.uncertain?.length) lines.push(['Uncertain', evidence.uncertain.map(word).join('; ')]);
  return lines;
}

/** The card, or null when there is nothing to tell. `lines` come from the message, `evidence` from the turn. */
export function card(lines, evidence) {
  const shown = lines.length ? lines : evidence ? fromRecords(evidence) : [];
  const files = evidence?.changed ?? [];
  const runs = evidence?.runs ?? [];
  const artifacts = (evidence?.artifacts ?? []).filter((entry) => /^https?:/.test(entry.location ?? ''));
  if (!shown.length && !files.length && !runs.length) return null;

  const list = h('dl');
  for (const name of NAMES) {
    for (const [, value] of shown.filter(([label]) => label === name)) {
      const description = h('dd');
      description.append(render(value || '–'));
      list.append(h('dt', { class: /^\s*not verified/i.test(value) ? 'unproven' : name.toLowerCase() }, name), description);
    }
  }
  const details = files.length || runs.length
    ? h('details', null, h('summary', null, [
        files.length && plural(files.length, 'file'), runs.length && plural(runs.length, 'run'), money(evidence.cost_usd),
      ].filter(Boolean).join(' · ')),
      files.length ? h('ul', { class: 'files' }, files.map((file) => h('li', null, h('code', null, file.path),
        h('span', { class: 'plus' }, `+${file.added ?? 0}`), h('span', { class: 'minus' }, `−${file.removed ?? 0}`)))) : null,
      runs.length ? h('ul', { class: 'runs' }, runs.map(run)) : null)
    : null;
  return h('section', { class: 'evidence', 'aria-label': 'Outcome' }, list,
    artifacts.length ? h('p', { class: 'artifacts' }, artifacts.map((entry) =>
      h('a', { href: entry.location, target: '_blank', rel: 'noopener noreferrer' }, entry.title ?? entry.location))) : null,
    details);
}
