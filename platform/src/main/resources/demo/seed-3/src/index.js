export { LruCache } from './lru.js';
export { Expiring } from './expiring.js';
export { memoize } from './memoize.js';
