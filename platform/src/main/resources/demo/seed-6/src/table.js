import { truncate } from './truncate.js';

/** Puts rows under each other; each column is as wide as its widest cell, but never wider than `most`. */
export function table(rows, most = 40) {
  const widths = rows[0].map((_, column) => Math.min(most, Math.max(...rows.map(row => String(row[column]).length))));
  return rows.map(row => row.map((cell, column) => truncate(String(cell), widths[column]).padEnd(widths[column])).join('  ').trimEnd());
}
