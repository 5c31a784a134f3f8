/** Incidents as a list: what hurts, how much, who has it. */
import Header from '@cloudscape-design/components/header'
import type { ReactNode } from 'react'
import type { IncidentRowFragment } from '../generated/graph.ts'
import { PageLink } from './page-link.tsx'
import { Rows } from './rows.tsx'
import { IncidentStateMark, SeverityMark } from './severity.tsx'
import { Empty } from './shown.tsx'
import { Time } from './time.tsx'

export interface IncidentTableProps {
  readonly incidents: readonly IncidentRowFragment[]
  readonly title: string
  readonly empty: ReactNode
}

const commanderOf = ({ roles }: IncidentRowFragment): string =>
  roles.find(({ role }) => role === 'commander')?.person ?? 'nobody yet'

export const IncidentTable = ({ incidents, title, empty }: IncidentTableProps) => (
  <Rows<IncidentRowFragment>
    items={incidents}
    trackBy="id"
    header={<Header counter={`(${incidents.length})`}>{title}</Header>}
    empty={<Empty>{empty}</Empty>}
    columns={[
      { id: 'severity', header: 'Severity', width: 100, cell: ({ severity }) => <SeverityMark severity={severity} /> },
      {
        id: 'title',
        header: 'What',
        isRowHeader: true,
        cell: ({ id, title: what, serviceName }) => (
          <>
            <PageLink href={`/incidents/${id}`}>{what}</PageLink> <span className="soft">{serviceName}</span>
          </>
        ),
      },
      { id: 'state', header: 'State', cell: ({ state }) => <IncidentStateMark state={state} /> },
      { id: 'commander', header: 'Commander', cell: commanderOf },
      { id: 'started', header: 'Began', cell: ({ startedAt }) => <Time at={startedAt} /> },
    ]}
  />
)
