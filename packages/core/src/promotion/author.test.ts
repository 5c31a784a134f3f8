import { expect, it } from 'vitest'
import { isAuthor } from './author.ts'

it('knows an author by the name as people write it, and nobody else', () => {
  expect(isAuthor(['ann', ' Bob '], 'bob')).toBe(true)
  expect(isAuthor(['ann', 'Bob'], 'cy')).toBe(false)
  expect(isAuthor([], 'ann')).toBe(false)
})
