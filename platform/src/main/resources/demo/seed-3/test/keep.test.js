import test from 'node:test';
import assert from 'node:assert/strict';
import { Expiring, LruCache, memoize } from '../src/index.js';
import { evictOldest } from '../src/eviction.js';

test('a cache gives back what it was given', () => {
  const cache = new LruCache(3).set('a', 1).set('b', 2);
  assert.equal(cache.get('a'), 1);
});

test('reading an entry makes it the youngest', () => {
  const cache = new LruCache(3).set('a', 1).set('b', 2);
  cache.get('a');
  assert.deepEqual(cache.keys(), ['b', 'a']);
});

test('a cache without room is refused', () => {
  assert.throws(() => new LruCache(0), RangeError);
});

test('a full cache gives up its oldest entry and no more', () => {
  const entries = new Map([['a', 1], ['b', 2], ['c', 3]]);
  assert.deepEqual([...evictOldest(entries, 2).keys()], ['b', 'c']);
});

test('an entry expires', () => {
  let now = 0;
  const cache = new Expiring(10, () => now).set('a', 1);
  now = 10;
  assert.equal(cache.get('a'), undefined);
});

test('a memoized function works once for equal arguments', () => {
  let calls = 0;
  const square = memoize(n => { calls++; return n * n; });
  assert.equal(square(4) + square(4), 32);
  assert.equal(calls, 1);
});
