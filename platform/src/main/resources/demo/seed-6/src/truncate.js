/** Cuts a text to a width, with an ellipsis as its last character. */
export function truncate(text, width) {
  return text.length > width ? `${text.slice(0, width - 1)}…` : text;
}
