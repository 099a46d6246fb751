// The reader that the other tests trust, held against the grammar (WHATWG HTML 9.2.6) and RFC 7396.
import assert from 'node:assert/strict';
import test from 'node:test';
import { canon, mergePatch } from '../lib/canon.mjs';
import { SseParser } from '../lib/sse.mjs';

function parse(text, size = text.length) {
  const events = [];
  const parser = new SseParser((event) => events.push(event));
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) parser.feed(bytes.subarray(at, at + size));
  return { events, parser };
}

test('the grammar, in pieces of every size', () => {
  const text = ': hello\n\nid: 1\nevent: a\ndata: {"x":"ö"}\n\nretry: 10\ndata:first\ndata\ndata:  third\n\r\nevent: none\n\nid\ndata: x\r\rdata: cut';
  for (const size of [1, 2, 3, 7, 1000]) {
    const { events, parser } = parse(text, size);
    assert.deepEqual(events, [
      { id: '1', type: 'a', data: '{"x":"ö"}' }, { id: undefined, type: 'message', data: 'first\n\n third' }, { id: '', type: 'message', data: 'x' },
    ], `pieces of ${size}`);
    assert.equal(parser.comments, 1);
    assert.equal(parser.retry, 10);
  }
});

test('the merge patch of RFC 7396, appendix A', () => {
  const cases = [
    [{ a: 'b' }, { a: 'c' }, { a: 'c' }], [{ a: 'b' }, { b: 'c' }, { a: 'b', b: 'c' }], [{ a: 'b' }, { a: null }, {}], [{ a: 'b', b: 'c' }, { a: null }, { b: 'c' }],
    [{ a: ['b'] }, { a: 'c' }, { a: 'c' }], [{ a: 'c' }, { a: ['b'] }, { a: ['b'] }], [{ a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } }],
    [{ a: [{ b: 'c' }] }, { a: [1] }, { a: [1] }], [['a', 'b'], ['c', 'd'], ['c', 'd']], [{ a: 'b' }, ['c'], ['c']], [{ a: 'foo' }, null, null], [{ a: 'foo' }, 'bar', 'bar'],
    [{ e: null }, { a: 1 }, { e: null, a: 1 }], [[1, 2], { a: 'b', c: null }, { a: 'b' }], [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
  ];
  for (const [target, patch, expected] of cases) assert.deepEqual(mergePatch(target, patch), expected, JSON.stringify(patch));
});

test('canonical JSON', () => {
  assert.equal(canon({ b: [1, { d: 1, c: null }], a: 'ö"', A: {} }), '{"A":{},"a":"ö\\"","b":[1,{"c":null,"d":1}]}');
});
