/** What a service promises: the target, what is left of the error budget, and how fast it burns. */
import Header from '@cloudscape-design/components/header'
import StatusIndicator from '@cloudscape-design/components/status-indicator'
import type { ServiceViewQuery } from '../generated/graph.ts'
import { Rows } from './rows.tsx'

type Objective = NonNullable<NonNullable<ServiceViewQuery['service']>['objectives']>[number]

export function ObjectiveTable({ objectives }: { readonly objectives: readonly Objective[] }) {
  return (
    <Rows
      trackBy="name"
      items={objectives}
      header={<Header variant="h2">Objectives</Header>}
      empty={null}
      columns={[
        { id: 'title', header: 'Objective', isRowHeader: true, cell: ({ title }) => title },
        { id: 'target', header: 'Target', cell: ({ target }) => percent(target) },
        { id: 'window', header: 'Window', cell: ({ window }) => window },
        { id: 'left', header: 'Error budget left', cell: (objective) => <Left objective={objective} /> },
        { id: 'burn', header: 'Burns', cell: (objective) => <Burn objective={objective} /> },
      ]}
    />
  )
}

/** As many digits as a target of four nines needs. */
const percent = (share: number): string => `${Number((share * 100).toFixed(3))} %`

function Left({ objective: { budget, leftShare } }: { readonly objective: Objective }) {
  if (budget === 'unknown' || leftShare === null) return <StatusIndicator type="warning">not known</StatusIndicator>
  const type = budget === 'spent' ? 'error' : leftShare < 0.1 ? 'warning' : 'success'
  return <StatusIndicator type={type}>{Number((leftShare * 100).toFixed(1))} %</StatusIndicator>
}

function Burn({ objective: { burn, burnRateOfHour } }: { readonly objective: Objective }) {
  if (burn === 'unknown') return 'not known'
  const rate = burnRateOfHour === null ? '' : `${burnRateOfHour}× in the last hour`
  if (burn === 'none') return rate
  return <StatusIndicator type={burn === 'fast' ? 'error' : 'warning'}>{rate === '' ? burn : rate}</StatusIndicator>
}
