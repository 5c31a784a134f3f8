import { expect, it } from 'vitest'
import { readNumstat } from './describe.ts'

it('reads what git counts: added and removed lines by path, and none of a binary file', () => {
  expect(readNumstat('3\t1\tsrc/a b.ts\0-\t-\tlogo.png\0' + '0\t0\tempty\0')).toEqual([
    { path: 'src/a b.ts', lines: 4 },
    { path: 'logo.png' },
    { path: 'empty', lines: 0 },
  ])
})
