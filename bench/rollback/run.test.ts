/** A sample of the rollback benchmark: every driver gets to weight 0 within the bound, and what it says is true. */
import { expect, test } from 'vitest'
import { rollBacks } from './run.ts'
import { type Driver, drivers } from './world.ts'

test.each(Object.keys(drivers) as Driver[])(
  '%s is back at 0 within 30 s of what the propagation takes',
  async (driver) => {
    const row = await rollBacks(driver, 'at 10 %, for an hour', 20)
    expect(row).toMatchObject({ failed: 0, servedAfter: 0 })
    expect(row.beyondPropagationSecondsP99).toBeLessThanOrEqual(30)
  },
)
