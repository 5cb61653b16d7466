import test from 'node:test';
import assert from 'node:assert/strict';
import { dedent, indent, table, truncate, wrapText } from '../src/index.js';

test('no line is longer than the width', () => {
  assert.deepEqual(wrapText('the quick brown fox', 14), ['the quick', 'brown fox']);
});

test('a word that is too long gets a line of its own', () => {
  assert.deepEqual(wrapText('see internationalization now', 10), ['see', 'internationalization', 'now']);
});

test('a text that is too long ends with an ellipsis', () => {
  assert.equal(truncate('hello world', 8), 'hello w…');
});

test('empty lines are not indented', () => {
  assert.equal(indent('a\n\nb', 2), '  a\n\n  b');
});

test('dedent keeps the steps between lines', () => {
  assert.equal(dedent('  a\n    b'), 'a\n  b');
});

test('cells stand under each other', () => {
  assert.deepEqual(table([['name', 'n'], ['apples', 7]]), ['name    n', 'apples  7']);
});
