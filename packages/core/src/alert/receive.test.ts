import { describe, expect, it } from 'vitest'
import { testContext } from '../../../../test/harness/context.ts'
import type { Json } from '../json.ts'
import { alertLimits } from './limits.ts'
import { deliveryTooLarge, receive } from './receive.ts'

interface Body {
  readonly payload: { readonly alerts: readonly unknown[] }
}

async function bodiesOf(alerts: readonly object[]): Promise<readonly Body[]> {
  const sent: Json[] = []
  const queue = { send: async (_: string, bodies: readonly Json[]) => void sent.push(...bodies) }
  await receive(testContext({ ports: { queue: queue as never } }), { kind: 'alertmanager', payload: { alerts } })
  return sent as unknown as readonly Body[]
}

/** Receives a group of alerts, each with a text of so many letters; gives back how many alerts each message has. */
async function sentOf(count: number, letters: number): Promise<number[]> {
  const bodies = await bodiesOf(Array.from({ length: count }, () => ({ text: 'x'.repeat(letters) })))
  return bodies.map((body) => {
    expect(Buffer.byteLength(JSON.stringify(body))).toBeLessThan(alertLimits.inlineBytes.value + 1_000)
    return body.payload.alerts.length
  })
}

describe('the size of a message', () => {
  it('is fifty alerts at most, and fewer where they are large', async () => {
    expect(await sentOf(0, 0)).toEqual([0])
    expect(await sentOf(50, 10)).toEqual([50])
    expect(await sentOf(120, 10)).toEqual([50, 50, 20])
    const large = await sentOf(40, 10_000)
    expect(large.reduce((sum, one) => sum + one, 0)).toBe(40)
    expect(large.length).toBeGreaterThan(1)
  })

  it('refuses one alert that fits no message, before anything is sent', async () => {
    await expect(sentOf(1, alertLimits.inlineBytes.value)).rejects.toSatisfy(deliveryTooLarge.is)
    const whole = receive(testContext(), { kind: 'mapped', payload: { text: 'x'.repeat(300_000) } })
    await expect(whole).rejects.toSatisfy(deliveryTooLarge.is)
  })

  it('keeps an alert whose texts are too long by their beginnings, with all of its labels', async () => {
    const labels = { alertname: 'ErrorsHigh', service: 'checkout' }
    const annotations = { summary: 'x'.repeat(alertLimits.inlineBytes.value) }
    const [body] = await bodiesOf([{ labels, annotations }])
    expect(body?.payload.alerts).toEqual([{ labels, annotations: { summary: 'x'.repeat(1_000) } }])
  })

  it('queues the others of a group before it refuses the one that fits no message', async () => {
    const sent: Json[] = []
    const queue = { send: async (_: string, bodies: readonly Json[]) => void sent.push(...bodies) }
    const small = { labels: { alertname: 'ErrorsHigh' } }
    const large = { labels: { alertname: 'x'.repeat(alertLimits.inlineBytes.value) } }
    const received = receive(testContext({ ports: { queue: queue as never } }), {
      kind: 'alertmanager',
      payload: { alerts: [small, large, small] },
    })
    await expect(received).rejects.toSatisfy(deliveryTooLarge.is)
    expect(sent.flatMap((body) => (body as unknown as Body).payload.alerts)).toEqual([small, small])
  })
})
