/** Connections over pages of a store. */
import { expect, it } from 'vitest'
import { connection } from './graph-page.ts'

const all = Array.from({ length: 7 }, (_, index) => index)

/** As a store pages: a cursor only where there is more. */
const read = async ({ limit, cursor = '0' }: { limit: number; cursor?: string }) => {
  const start = Number(cursor)
  const end = start + limit
  return { items: all.slice(start, end), ...(end < all.length && { cursor: String(end) }) }
}
const page = (first: number, after?: string | null) => connection({ first, after }, read, (item) => item * 10)

it('reads a listing page by page to its end, every row once', async () => {
  const seen: number[] = []
  let after: string | null | undefined
  for (;;) {
    const { nodes, pageInfo } = await page(3, after)
    seen.push(...nodes)
    after = pageInfo.endCursor
    if (!pageInfo.hasNextPage) break
  }
  expect(seen).toEqual(all.map((item) => item * 10))
})

it('goes on after any row', async () => {
  const { edges } = await page(4)
  expect((await page(2, edges[1]?.cursor)).nodes).toEqual([20, 30])
  expect((await page(2, edges[3]?.cursor)).nodes).toEqual([40, 50])
})

it('gives a hundred rows at most, and one at least', async () => {
  expect((await page(0)).nodes).toEqual([0])
  expect((await page(10_000)).nodes).toHaveLength(7)
})

it('takes no cursor that it did not give', async () => {
  for (const wrong of [
    'nonsense',
    Buffer.from('{"page":"0","seen":"-1"}').toString('base64url'),
    Buffer.from('{"page":"0"}').toString('base64url'),
  ])
    await expect(page(2, wrong)).rejects.toMatchObject({ code: 'store.cursor-invalid' })
})
