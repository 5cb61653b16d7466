/** Wraps a function so that equal arguments are worked out once. */
export function memoize(work, cache = new Map()) {
  return (...args) => {
    const key = JSON.stringify(args);
    let found = cache.get(key);
    if (found === undefined) {
      found = work(...args);
      cache.set(key, found);
    }
    return found;
  };
}
