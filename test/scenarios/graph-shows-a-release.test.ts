/** The graph tells what runs and what moves, by the very functions that are deployed; who holds no role is told nothing. */
import { expect } from 'vitest'
import { askGraph, tokenOf } from '../harness/graph.ts'
import { scenario, takenBack, underWay } from '../harness/scenario.ts'

const query = `
  query ($id: ID!) {
    services { nodes { name owner lastRelease { id } releases(first: 1) { nodes { id } pageInfo { hasNextPage } } } }
    releases { nodes { id state } }
    release(id: $id) {
      version state isEnded weightPercent reason { code sentence }
      service { name tier }
      actions { command isAllowed reason }
      waves { name weightPercent startedAt outcome verdict { outcome sentence findings { metric canaryRequests } } ticks { metric points { canary stable } } }
      timeline { nodes { type actor at } }
    }
  }
`

interface Answer {
  readonly services: {
    readonly nodes: readonly { readonly name: string; readonly lastRelease: { readonly id: string } | null }[]
  }
  readonly releases: { readonly nodes: readonly { readonly id: string }[] }
  readonly release: {
    readonly state: string
    readonly reason: { readonly code: string }
    readonly actions: readonly {
      readonly command: string
      readonly isAllowed: boolean
      readonly reason: string | null
    }[]
    readonly waves: readonly {
      readonly outcome: string | null
      readonly verdict: { readonly outcome: string } | null
      readonly ticks: readonly { readonly points: readonly { readonly canary: number | null }[] }[]
    }[]
    readonly timeline: { readonly nodes: readonly { readonly type: string }[] }
  }
}

scenario(
  'a release that is taken back is told by the graph, from its service to the judge’s numbers',
  async (houston) => {
    await houston.declare()
    houston.router.behave('checkout', 'v1', { errorRate: 0.01 })
    const { releaseId } = await houston.deliver()
    const before = await askGraph<Answer>(houston, query, { id: releaseId })
    expect(before.errors).toBeUndefined()
    expect(before.data?.releases.nodes).toEqual([expect.objectContaining({ id: releaseId })])
    const actionOf = (command: string) => before.data?.release.actions.find((action) => action.command === command)
    expect(actionOf('release.approve')).toMatchObject({
      isAllowed: false,
      reason: expect.stringMatching(/awaiting-approval/),
    })
    expect(actionOf('release.abort')).toEqual({ command: 'release.abort', isAllowed: true, reason: null })
    expect(actionOf('rollback.retry')).toMatchObject({ isAllowed: false })
    houston.router.behave('checkout', (await houston.release(releaseId)).release.version, { errorRate: 0.1 })
    await houston.untilState(releaseId, ['rolled-back'], '10m')

    const { data, errors } = await askGraph<Answer>(houston, query, { id: releaseId })
    expect(errors).toBeUndefined()
    expect(data?.services.nodes).toEqual([
      {
        name: 'checkout',
        owner: 'payments',
        lastRelease: { id: releaseId },
        releases: { nodes: [{ id: releaseId }], pageInfo: { hasNextPage: false } },
      },
    ])
    expect(data?.releases.nodes).toEqual([])
    expect(data?.release).toMatchObject({
      state: 'ROLLED_BACK',
      isEnded: true,
      weightPercent: 0,
      reason: { code: 'harm', sentence: expect.stringMatching(/^Harm: /) },
      service: { name: 'checkout', tier: 1 },
    })
    expect(data?.release.waves.map(({ outcome }) => outcome)).toEqual(['harm', null, null, null])
    expect(data?.release.waves[0]?.verdict).toMatchObject({ outcome: 'HARM' })
    expect(data?.release.waves[0]?.ticks[0]?.points.some(({ canary }) => canary !== null)).toBe(true)
    expect(data?.release.timeline.nodes.map(({ type }) => type)).toEqual(await houston.story(releaseId))
    houston.allowEvents(...underWay, ...takenBack)
  },
)

scenario('the graph tells strangers nothing, and the public only what is for them', async (houston) => {
  await houston.declare()
  const asked = '{ services { nodes { name } } }'
  expect(await askGraph(houston, asked, {}, {})).toMatchObject({ errors: [{ errorType: 'UnauthorizedException' }] })
  expect(await askGraph(houston, asked, {}, { authorization: 'Bearer nonsense', 'x-api-key': 'public' })).toMatchObject(
    {
      errors: [{ errorType: 'UnauthorizedException' }],
    },
  )
  expect(await askGraph(houston, asked, {}, { 'x-api-key': 'public' })).toMatchObject({
    data: { services: null },
    errors: [{ errorType: 'Unauthorized' }],
  })
  const viewer = { authorization: `Bearer ${tokenOf(['viewer'])}` }
  expect(await askGraph(houston, asked, {}, viewer)).toEqual({ data: { services: { nodes: [{ name: 'checkout' }] } } })
})
