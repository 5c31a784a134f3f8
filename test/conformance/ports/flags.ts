/** What every implementation of `port/flags.ts` must do. */
import { type Flags, nobody } from '@houston/core/port/flags.ts'
import { describe, expect, test } from 'vitest'

export interface FlagsBench {
  readonly flags: Flags
  readonly address: string
  /** Another flag at the same place. */
  readonly another: string
  /** An address that no implementation of this kind understands. */
  readonly invalid: string
}

const exposures = [
  nobody,
  { audiences: ['internal'], percent: 0 },
  { audiences: ['internal', 'beta'], percent: 10 },
  { audiences: [], percent: 0.001 },
  { audiences: [], percent: 100 },
]

export function flagsConformance(name: string, open: () => Promise<FlagsBench>): void {
  describe(`${name} as flags`, () => {
    test.each(exposures)('reads %j as it was asked for, also the second time', async (exposure) => {
      const { flags, address } = await open()
      await flags.expose(address, exposure)
      await flags.expose(address, exposure)
      expect(await flags.read(address)).toEqual({ exposure, settled: true })
    })

    test('turns off whatever was on, and leaves other flags alone', async () => {
      const { flags, address, another } = await open()
      await flags.expose(another, exposures[2] ?? nobody)
      await flags.expose(address, exposures[4] ?? nobody)
      await flags.expose(address, nobody)
      expect((await flags.read(address)).exposure).toEqual(nobody)
      expect((await flags.read(another)).exposure).toEqual(exposures[2])
    })

    test('does not say that a flag which is not there is off', async () => {
      const { flags, address } = await open()
      await expect(flags.read(address)).rejects.toMatchObject({ code: 'traffic.target-unknown' })
    })

    test.each([
      { audiences: [], percent: 101 },
      { audiences: [], percent: -1 },
      { audiences: ['NOT plain'], percent: 1 },
    ])('refuses %j', async (exposure) => {
      const { flags, address } = await open()
      await expect(flags.expose(address, exposure)).rejects.toThrow()
      await expect(flags.read(address)).rejects.toMatchObject({ code: 'traffic.target-unknown' })
    })

    test('refuses an address that it does not understand', async () => {
      const { flags, invalid } = await open()
      await expect(flags.read(invalid)).rejects.toMatchObject({ code: 'traffic.target-invalid' })
      await expect(flags.expose(invalid, nobody)).rejects.toMatchObject({ code: 'traffic.target-invalid' })
    })
  })
}
