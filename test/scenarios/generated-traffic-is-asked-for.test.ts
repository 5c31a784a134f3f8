/** A wave that too little traffic reaches asks the gate's webhook for some; it passes on the evidence alone, or asks a person. */
import { expect } from 'vitest'
import type { Houston } from '../harness/houston.ts'
import { Listener } from '../harness/listener.ts'
import { completion, scenario, underWay } from '../harness/scenario.ts'

const waves = [
  { name: 'alpha', weightPercent: 10, soak: '3m' },
  { name: 'production', weightPercent: 100, soak: '2m' },
]

async function withListener(houston: Houston, story: (listener: Listener) => Promise<void>): Promise<void> {
  const listener = await Listener.start()
  try {
    await story(listener)
    await houston.settle()
  } finally {
    await listener.stop()
  }
}

async function thin(houston: Houston, webhook?: string, extendSoaks = 20) {
  const undecided = { action: 'synthetic', extendSoaks, ...(webhook !== undefined && { webhook }) } as const
  await houston.declare({ waves, objective: 0.999_999, undecided })
  houston.router.setRps('checkout', 5)
  houston.allowEvents(...underWay)
  return houston.deliver()
}

scenario('the webhook is told how many requests are needed; with them the wave passes by itself', (houston) =>
  withListener(houston, async (listener) => {
    // A load generator that is not there at first.
    listener.statuses = [503]
    const { releaseId, version } = await thin(houston, listener.url)
    await houston.fastForward('2m50s')
    expect(listener.heard).toEqual([])
    await houston.fastForward('3m')
    expect(houston.router.weights('checkout', version)).toEqual([10])
    expect((await houston.release(releaseId)).release.waitsFor).toMatchObject({ kind: 'traffic' })
    const [event] = houston.events('release.wave-undecided')
    // Asked twice, once in vain, as the same request.
    expect(listener.heard.map(({ headers }) => headers['idempotency-key'])).toEqual([event?.id, event?.id])
    const { body } = listener.heard[1] ?? {}
    expect(body).toMatchObject({
      format: 'houston.traffic-request/1',
      releaseId,
      service: 'checkout',
      version,
      wave: 'alpha',
      weightPercent: 10,
      canaryRequests: expect.any(Number),
      untilMs: expect.any(Number),
      sentence: expect.stringMatching(/generated canary requests are asked for/),
    })
    expect(body?.requests).toBe(Number(body?.canaryRequests) * 10)

    houston.router.setRps('checkout', 20_000)
    await houston.untilState(releaseId, ['completed'], '30m')
    expect(houston.router.weights('checkout', version)).toEqual([10, 100])
    expect(listener.heard).toHaveLength(2)
    houston.logs.expect(/event not handled/)
    houston.allowEvents(...completion)
    houston.expectEvents({ 'release.wave-undecided': 1, 'release.wave-passed': 0 })
  }),
)

scenario('a webhook that takes nothing is a dead letter; the wave is held, and asks a person in the end', (houston) =>
  withListener(houston, async (listener) => {
    listener.statuses = [404]
    const { releaseId, version } = await thin(houston, listener.url, 2)
    await houston.fastForward('5m')
    expect(await houston.command('release.pass-wave', { releaseId, why: 'why not' })).toMatchObject({
      status: 409,
      body: { fields: [{ message: expect.stringMatching(/^asks-for-traffic: /) }] },
    })
    await houston.fastForward('10m')
    expect(houston.router.weights('checkout', version)).toEqual([10])
    expect((await houston.release(releaseId)).release.waitsFor).toMatchObject({ kind: 'person' })
    expect(listener.heard).toHaveLength(1)
    houston.logs.expect(/event not handled/)
    houston.expectDeadLetter(/the webhook answered 404/)
    houston.expectEvents({ 'release.wave-undecided': 2, 'release.wave-passed': 0 })
  }),
)

scenario('without a webhook the event alone asks', async (houston) => {
  const { releaseId, version } = await thin(houston)
  await houston.fastForward('10m')
  expect(houston.events('release.wave-undecided')[0]?.data).toMatchObject({ releaseId, waitsFor: 'traffic' })
  expect(houston.router.weights('checkout', version)).toEqual([10])
  houston.expectEvents({ 'release.wave-undecided': 1 })
})
