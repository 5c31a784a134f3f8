import { describe, expect, it } from 'vitest'
import { previewMapping } from './mapping.ts'
import { allAt, isPath } from './mapping-path.ts'

const mapping = {
  sender: 'uptime-probe',
  each: '$.checks[*]',
  key: [{ path: '$.id' }],
  name: { path: '$.title' },
  service: { path: '$.tags["service name"]' },
  labels: { place: { path: '$.place' }, team: { text: 'web' } },
  state: { from: { path: '$.up' }, firing: ['false'], resolved: ['true'] },
  time: { path: '$.at' },
  timeUnit: 's',
  severity: { path: '$.level' },
}
const payload = {
  checks: [
    {
      id: 7,
      title: 'Shop does not answer',
      up: false,
      at: 1_772_452_800,
      place: 'Dublin',
      level: 'P1',
      tags: { 'service name': 'shop' },
    },
    { id: 8, title: 'Search answers', up: true, at: 1_772_452_801, tags: {} },
    { id: 9, title: 'Feed is odd', up: 'maybe', at: 1_772_452_802, tags: {} },
  ],
}

describe('a declared mapping', () => {
  it('shows what it makes of a payload', () => {
    expect(previewMapping(mapping, payload, 0)).toMatchObject({
      kind: 'signals',
      signals: [
        {
          service: 'shop',
          state: 'firing',
          sourceTimeMs: 1_772_452_800_000,
          severityHint: 'critical',
          labels: { place: 'Dublin', team: 'web', sender: 'uptime-probe' },
        },
        { state: 'resolved' },
        // A text that the mapping does not list is not taken for good.
        { state: 'unknown' },
      ],
    })
  })

  it('names the alert whose key, name or time is missing', () => {
    const preview = previewMapping(
      mapping,
      {
        checks: [
          { title: 'x', up: false, at: 1 },
          { id: 1, at: 1 },
          { id: 1, title: 'y' },
        ],
      },
      0,
    )
    expect(preview).toMatchObject({
      kind: 'invalid',
      detail: expect.stringMatching(/alert 0: .*key.*alert 1: .*name.*alert 2: .*time/),
    })
  })

  it('refuses a mapping with a path that is none', () => {
    expect(previewMapping({ ...mapping, each: '$.a[?(@.b)]' }, payload, 0)).toMatchObject({ kind: 'invalid' })
  })

  it('tells senders with the same keys apart', () => {
    const keyOf = (sender: string): unknown => {
      const preview = previewMapping({ ...mapping, sender }, payload, 0)
      return preview.kind === 'signals' && preview.signals[0]?.sourceKey
    }
    expect(keyOf('a')).not.toBe(keyOf('b'))
  })
})

describe('a path', () => {
  it('reads own properties only', () => {
    expect(allAt({ a: [] }, '$.a.length')).toEqual([0])
    expect(allAt({}, '$.constructor')).toEqual([])
    expect(allAt({}, '$["__proto__"]')).toEqual([])
    expect(allAt(JSON.parse('{"__proto__": {"a": 1}}'), '$["__proto__"].a')).toEqual([1])
  })

  it.each(['a.b', '$.', '$[', '$[-1]', '$..a', `$${'.a'.repeat(21)}`])('refuses %s', (path) => {
    expect(isPath(path)).toBe(false)
  })

  it('reads a list of alerts with and without [*], and names the path that leads nowhere', () => {
    const many = { ...mapping, time: undefined, each: '$.list', key: [{ path: '$.no' }], name: { text: 'x' } }
    expect(previewMapping(many, { list: [{ no: 1 }, { no: 2 }] }, 0)).toMatchObject({ signals: [{}, {}] })
    expect(previewMapping(many, { list: [{}] }, 0)).toMatchObject({
      kind: 'invalid',
      detail: 'alert 0: a part of its key, $.no, is not in the payload',
    })
  })
})
