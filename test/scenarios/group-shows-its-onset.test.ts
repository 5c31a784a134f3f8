/** A group of alerts has a chart of its service's own metrics around the onset, which comes by itself and says what it could not see. */
import { expect } from 'vitest'
import { openGroups, sendAlerts } from '../harness/alert.ts'
import { oneWave } from '../harness/pipeline.ts'
import { scenario } from '../harness/scenario.ts'
import { withoutIncidents } from '../harness/topology.ts'

interface Chart {
  readonly service: string
  readonly missing?: string
  readonly series: readonly {
    readonly title: string
    readonly values: readonly (number | null)[]
    readonly missing?: string
  }[]
}

scenario(
  'the chart of a group comes by itself, and a service without metrics says that it has none',
  async (houston) => {
    await houston.declare({ waves: oneWave })
    const { releaseId } = await houston.deliver('checkout', 'A change')
    await houston.untilState(releaseId, ['completed'], '20m')
    await houston.accepted('service.record', { name: 'mail', owner: 'shop', tier: 3 })
    for (const service of ['checkout', 'mail']) await sendAlerts(houston, { name: `ErrorsHighOf${service}`, service })
    await houston.fastForward('8m')
    const items = await openGroups(houston)
    const chartOf = async (service: string): Promise<Chart | null> => {
      const groupId = items.find((group) => group.service === service)?.id
      return (await houston.accepted<{ chart: Chart | null }>('alert.chart', { groupId })).chart
    }
    const chart = await chartOf('checkout')
    expect(chart?.service).toBe('checkout')
    expect(chart?.series.map(({ title }) => title)).toEqual(['errors'])
    // A page of counters does not know its past: the chart says so, and shows nothing that could pass for good.
    expect(chart?.series[0]?.values.every((value) => value === null)).toBe(true)
    expect(chart?.series[0]?.missing).toBe('requests: the first reading of a counter has no increment yet')
    expect((await chartOf('mail'))?.missing).toBe('No release of mail says where its metrics are.')
    houston.allowEvents(...new Set(houston.events().map(({ type }) => type)))
  },
  { topology: withoutIncidents },
)
