import { describe, expect, it } from 'vitest'
import { loadedLater } from './loaded-later.ts'

interface Counter {
  add(by: number): Promise<number>
}

class Sum implements Counter {
  #sum = 0
  add(by: number): Promise<number> {
    this.#sum += by
    return Promise.resolve(this.#sum)
  }
}

describe('a port that is loaded later', () => {
  it('is loaded by its first call, once, and keeps its state', async () => {
    let loads = 0
    const counter = loadedLater<Counter>(() => {
      loads++
      return Promise.resolve(new Sum())
    })
    expect(loads).toBe(0)
    await Promise.all([counter.add(1), counter.add(2)])
    expect(await counter.add(3)).toBe(6)
    expect(loads).toBe(1)
  })

  it('is no promise: to await it gives it back', async () => {
    const counter = loadedLater<Counter>(() => Promise.resolve(new Sum()))
    expect(await counter).toBe(counter)
  })

  it('tries again after a load that failed', async () => {
    let loads = 0
    const counter = loadedLater<Counter>(() =>
      loads++ === 0 ? Promise.reject(new Error('disk')) : Promise.resolve(new Sum()),
    )
    await expect(counter.add(1)).rejects.toThrow('disk')
    expect(await counter.add(1)).toBe(1)
  })
})
