/** Where a rule does not hold, and why. The one list: nothing is excused in a comment. An entry that excuses nothing fails. */
export interface Exception {
  readonly rule: string
  readonly path: string
  readonly reason: string
}

export const exceptions: readonly Exception[] = [
  {
    rule: 'reference',
    path: 'test/tidy/rule.test.ts',
    reason: 'Its samples are imports of files in other folders, some of which must not exist.',
  },
]
