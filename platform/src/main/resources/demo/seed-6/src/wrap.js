/** Breaks a paragraph into lines of at most `width` characters; a longer word gets a line of its own. */
export function wrapText(text, width) {
  const lines = [];
  let line = '';
  for (const word of text.split(/\s+/).filter(Boolean)) {
    if (line === '') {
      line = word;
    } else if (line.length + word.length > width) {
      lines.push(line);
      line = word;
    } else {
      line += ` ${word}`;
    }
  }
  return line === '' ? lines : [...lines, line];
}
