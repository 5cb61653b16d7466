/** Moves all lines but the empty ones to the right. */
export function indent(text, by) {
  return text.replace(/^(?=.)/gm, ' '.repeat(by));
}

/** Moves all lines to the left as far as the leftmost allows. */
export function dedent(text) {
  const depths = text.split('\n').filter(line => line.trim() !== '').map(line => line.search(/\S/));
  const least = depths.length === 0 ? 0 : Math.min(...depths);
  return text.split('\n').map(line => line.slice(least)).join('\n');
}
