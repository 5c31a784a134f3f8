/** What was thought of before an emergency is one command in it: traffic goes to declared places within their bounds, levers are pulled, and the timeline says so. */
import type { IncidentItem } from '@houston/core/incident'
import { hmacSha256Hex } from '@houston/core/signature.ts'
import { expect } from 'vitest'
import { ScriptedProvider } from '../conformance/ports/pager.ts'
import type { Houston } from '../harness/houston.ts'
import { incidentTimeline, incidentUnderWay } from '../harness/incident.ts'
import { scenario } from '../harness/scenario.ts'
import { withEverythingTwice, withoutPages } from '../harness/topology.ts'

async function declareLevers(houston: Houston, webhook: string): Promise<void> {
  const by = { webhook }
  const targets = [
    { name: 'eu-west-1', usualPercent: 60 },
    { name: 'us-east-1', usualPercent: 40, atMostPercent: 70 },
  ]
  await houston.accepted('service.record', { name: 'checkout', owner: 'payments', tier: 1 })
  await houston.accepted('lever.record-split', { name: 'regions', service: 'checkout', targets, by })
  const said = { does: 'no recommendations', expect: 'a third less load', undo: 'restore it' }
  await houston.accepted('lever.record', { name: 'plain-pages', service: 'checkout', ...said, by })
}

scenario(
  'traffic is shifted and a lever pulled by signed webhooks, tried until they answer; what is out of bounds is refused',
  async (houston) => {
    const provider = new ScriptedProvider()
    await provider.start()
    try {
      await declareLevers(houston, `${provider.url}/levers`)
      const { incident } = await houston.accepted<{ incident: IncidentItem }>('incident.declare', {
        service: 'checkout',
        title: 'eu is slow',
      })
      const { id: incidentId } = incident
      const shift = (weights: Record<string, number>, roles?: readonly ['viewer']) =>
        houston.command<{ code?: string; message?: string }>(
          'remedy.shift-traffic',
          { incidentId, split: 'regions', weights, why: 'eu is slow' },
          roles === undefined ? {} : { roles },
        )
      expect((await shift({ 'us-east-1': 71, 'eu-west-1': 29 })).body.message).toContain('bears at most 70 %')
      expect((await shift({ 'ap-south-1': 100 })).body.code).toBe('lever.weights-wrong')
      expect((await shift({ 'us-east-1': 70 })).body.message).toContain('add up to 70 %')
      expect((await shift({ 'us-east-1': 70, 'eu-west-1': 30 }, ['viewer'])).status).toBe(403)
      expect(provider.requests).toEqual([])

      provider.reply = { status: 503 }
      expect((await shift({ 'us-east-1': 70, 'eu-west-1': 30 })).status).toBe(200)
      await houston.fastForward('1m')
      provider.reply = { status: 200 }
      await houston.fastForward('20m')
      const keys = new Set(provider.requests.map(({ headers }) => headers['idempotency-key']))
      expect(keys.size).toBe(1)
      const { secret } = await houston.accepted<{ secret: string }>('lever.secret', { name: 'regions' })
      const last = provider.requests.at(-1)
      expect(last?.headers['x-houston-signature']).toBe(`v1=${hmacSha256Hex(secret, last?.body ?? '')}`)
      expect(JSON.parse(last?.body ?? '{}')).toMatchObject({
        action: 'shift',
        weights: { 'eu-west-1': 30, 'us-east-1': 70 },
        by: 'ann',
        why: 'eu is slow',
      })
      provider.reply = { status: 422 }
      await houston.accepted('remedy.pull-lever', { incidentId, lever: 'plain-pages', why: 'less load' })
      await houston.fastForward('1m')
      expect((await houston.command('remedy.pull-lever', { incidentId, lever: 'other', why: 'x' })).status).toBe(404)

      const remedies = (await incidentTimeline(houston, incidentId)).filter(
        ({ type }) => type === 'incident.remedy-recorded',
      )
      expect(remedies.map(({ data }) => [data.remedy, data.outcome, data.sentence])).toEqual([
        ['shift-traffic', 'requested', 'ann shifts regions to eu-west-1 30 %, us-east-1 70 %: eu is slow.'],
        ['shift-traffic', 'done', 'regions is at eu-west-1 30 %, us-east-1 70 %: its webhook took it.'],
        [
          'pull-lever',
          'requested',
          'ann pulls the lever plain-pages (no recommendations): less load. Expected: a third less load. Undone by: restore it.',
        ],
        ['pull-lever', 'failed', 'plain-pages: pull failed, webhook answered 422.'],
      ])
      // What failed leaves everything as it was.
      const { levers, splits } = await houston.accepted<{ levers: unknown[]; splits: unknown[] }>('lever.list', {})
      expect(levers).toMatchObject([{ name: 'plain-pages', isPulled: false }])
      expect(splits).toMatchObject([{ name: 'regions', weights: { 'eu-west-1': 30, 'us-east-1': 70 } }])
      houston.allowEvents(...incidentUnderWay, 'lever.recorded', 'lever.split-recorded')
      houston.expectEvents({ 'lever.run-requested': 2, 'incident.opened': 1 })
      houston.logs.allow(/event not handled/)
    } finally {
      await provider.stop()
    }
  },
  { topology: (topology) => withEverythingTwice(withoutPages(topology)) },
)

scenario(
  'a pull that nobody takes is given up, and never comes after what was asked for since',
  async (houston) => {
    const provider = new ScriptedProvider()
    await provider.start()
    try {
      await declareLevers(houston, `${provider.url}/levers`)
      const declared = { service: 'checkout', title: 'eu is slow' }
      const { incident } = await houston.accepted<{ incident: IncidentItem }>('incident.declare', declared)
      const { id: incidentId } = incident
      const pull = (restores: boolean) =>
        houston.accepted('remedy.pull-lever', { incidentId, lever: 'plain-pages', restores, why: 'load' })
      const called = () => provider.requests.map(({ body }) => (JSON.parse(body) as { action: string }).action)

      provider.reply = { status: 503 }
      await pull(false)
      provider.reply = { status: 200 }
      await pull(true)
      await houston.fastForward('30m')
      expect(called().at(-1)).toBe('restore')
      const tries = called().length
      provider.reply = { status: 503 }
      await pull(false)
      await houston.fastForward('1h')
      provider.reply = { status: 200 }
      expect(called().length).toBeGreaterThan(tries + 1)
      const last = called().length
      await houston.fastForward('2h')
      expect(called()).toHaveLength(last)

      const said = (await incidentTimeline(houston, incidentId)).filter(
        ({ type, data }) => data.source === 'lever' && type !== 'incident.restoration-requested',
      )
      expect(said.map(({ data }) => data.sentence)).toEqual([
        'plain-pages: pull is not done yet, webhook answered 503. It is tried again.',
        'The lever plain-pages is restored: its webhook took it.',
        'plain-pages: pull failed, something else was asked of it since.',
        'plain-pages: pull is not done yet, webhook answered 503. It is tried again.',
        'plain-pages: pull failed, its webhook did not take it in 15 min.',
      ])
      const { levers } = await houston.accepted<{ levers: unknown[] }>('lever.list', {})
      expect(levers).toMatchObject([{ isPulled: false }])
      houston.allowEvents(...incidentUnderWay, 'lever.recorded', 'lever.split-recorded')
      houston.expectEvents({ 'lever.run-requested': 3, 'incident.opened': 1 })
      houston.logs.allow(/event not handled/)
    } finally {
      await provider.stop()
    }
  },
  { topology: withoutPages },
)
