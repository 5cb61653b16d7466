/**
 * Removes the oldest entries until the map has no more than `capacity`. A Map remembers the order in which its keys
 * came, so the first ones are the oldest.
 */
export function evictOldest(entries, capacity) {
  while (entries.size >= capacity && entries.size > 0) {
    entries.delete(entries.keys().next().value);
  }
  return entries;
}

/** Makes a key the youngest one. */
export function touch(entries, key) {
  const value = entries.get(key);
  entries.delete(key);
  entries.set(key, value);
  return value;
}
