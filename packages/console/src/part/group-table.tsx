/** Groups of alerts as a list: what, how grave, how much of it fires, what is likely behind it. */
import Header from '@cloudscape-design/components/header'
import StatusIndicator from '@cloudscape-design/components/status-indicator'
import type { GroupRowFragment } from '../generated/graph.ts'
import { PageLink } from './page-link.tsx'
import { Rows } from './rows.tsx'
import { SeverityMark } from './severity.tsx'
import { Empty } from './shown.tsx'
import { Time } from './time.tsx'

const causeOf = ({ causes: [best] }: GroupRowFragment): string =>
  best === undefined || best.kind === 'unknown'
    ? 'not known yet'
    : `${best.name}, ${Math.round(best.probability * 100)} %`

export interface GroupTableProps {
  readonly groups: readonly GroupRowFragment[]
  readonly title: string
  readonly empty: string
}

export const GroupTable = ({ groups, title, empty }: GroupTableProps) => (
  <Rows<GroupRowFragment>
    items={groups}
    trackBy="id"
    header={<Header counter={`(${groups.length})`}>{title}</Header>}
    empty={<Empty>{empty}</Empty>}
    columns={[
      { id: 'severity', header: 'Severity', width: 100, cell: ({ severity }) => <SeverityMark severity={severity} /> },
      {
        id: 'title',
        header: 'What',
        isRowHeader: true,
        cell: ({ id, title: what }) => <PageLink href={`/alerts/${id}`}>{what}</PageLink>,
      },
      { id: 'firing', header: 'Fire', cell: ({ firingCount, alertCount }) => `${firingCount} of ${alertCount}` },
      { id: 'cause', header: 'Likely cause', cell: causeOf },
      {
        id: 'pages',
        header: 'Woke somebody',
        cell: ({ pages, pagedAt }) =>
          pages ? (
            <StatusIndicator type="warning">
              yes <Time at={pagedAt} />
            </StatusIndicator>
          ) : (
            'no'
          ),
      },
      { id: 'opened', header: 'Opened', cell: ({ openedAt }) => <Time at={openedAt} /> },
    ]}
  />
)
