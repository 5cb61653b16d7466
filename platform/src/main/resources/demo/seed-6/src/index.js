export { wrapText } from './wrap.js';
export { truncate } from './truncate.js';
export { indent, dedent } from './indent.js';
export { table } from './table.js';
