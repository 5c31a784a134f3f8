import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Admission, type Admitted } from './admission.ts'

const limits = { running: 2, waiting: 2, waitMs: 100 }

describe('admission', () => {
  it('works on so many at once, lets so many wait in order, and refuses the rest at once', async () => {
    const admission = new Admission(limits, () => 0)
    const first = await admission.enter()
    await admission.enter()
    const order: string[] = []
    const noted = async (name: string): Promise<Admitted> => {
      const admitted = await admission.enter()
      order.push(name)
      return admitted
    }
    const third = noted('third')
    const fourth = noted('fourth')
    expect(await admission.enter()).toEqual({ kind: 'refused', reason: 'queue-full' })
    if (first.kind === 'admitted') first.done()
    const admitted = await third
    expect([admission.running, admission.waiting]).toEqual([2, 1])
    if (admitted.kind === 'admitted') admitted.done()
    expect((await fourth).kind).toBe('admitted')
    expect(order).toEqual(['third', 'fourth'])
  })

  it('refuses who has waited as long as its caller does, and admits who came later', async () => {
    let nowMs = 0
    const admission = new Admission({ ...limits, running: 1 }, () => nowMs)
    const first = await admission.enter()
    const old = admission.enter()
    nowMs = 60
    const young = admission.enter()
    nowMs = 100
    if (first.kind === 'admitted') first.done()
    expect(await old).toEqual({ kind: 'refused', reason: 'waited-too-long' })
    expect((await young).kind).toBe('admitted')
  })

  it('never runs more than it may, counts an end once, and is empty when all have ended', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.boolean(), { maxLength: 60 }), async (steps) => {
        const admission = new Admission(limits, () => 0)
        const running: (Admitted & { kind: 'admitted' })[] = []
        const took = (admitted: Admitted): void => void (admitted.kind === 'admitted' && running.push(admitted))
        for (const enters of steps) {
          if (enters) void admission.enter().then(took)
          else {
            const ended = running.shift()
            ended?.done()
            ended?.done()
          }
          await Promise.resolve()
          await Promise.resolve()
          expect(admission.running).toBeLessThanOrEqual(limits.running)
          expect(admission.waiting).toBeLessThanOrEqual(limits.waiting)
        }
        for (let ended = running.shift(); ended !== undefined; ended = running.shift()) {
          ended.done()
          await Promise.resolve()
          await Promise.resolve()
        }
        expect([admission.running, admission.waiting]).toEqual([0, 0])
      }),
    )
  })
})
