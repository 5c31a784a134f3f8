/** Alerts one by one: what became of each, and why somebody was told or nobody. */
import Header from '@cloudscape-design/components/header'
import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator'
import type { AlertRowFragment } from '../generated/graph.ts'
import { PageLink } from './page-link.tsx'
import { Rows } from './rows.tsx'
import { Empty } from './shown.tsx'
import { Time } from './time.tsx'

const outcomes: Readonly<Record<string, readonly [StatusIndicatorProps.Type, string]>> = {
  page: ['error', 'woke somebody'],
  tell: ['info', 'told'],
  added: ['info', 'added to its group'],
  held: ['pending', 'held back'],
  muted: ['stopped', 'silent: muted'],
  inhibited: ['stopped', 'silent: another alert says it'],
  ended: ['success', 'ended'],
}

function OutcomeMark({ outcome }: { readonly outcome: string }) {
  const [type, text] = outcomes[outcome] ?? ['info', outcome]
  return <StatusIndicator type={type}>{text}</StatusIndicator>
}

export const AlertTable = ({ alerts }: { readonly alerts: readonly AlertRowFragment[] }) => (
  <Rows<AlertRowFragment>
    isDense
    items={alerts}
    trackBy="fingerprint"
    header={<Header counter={`(${alerts.length})`}>One by one</Header>}
    empty={<Empty>None fires.</Empty>}
    columns={[
      {
        id: 'name',
        header: 'Alert',
        isRowHeader: true,
        cell: ({ name, summary, groupId }) => (
          <>
            {groupId === null ? name : <PageLink href={`/alerts/${groupId}`}>{name}</PageLink>}
            <div className="soft">{summary}</div>
          </>
        ),
      },
      {
        id: 'service',
        header: 'Service',
        cell: ({ serviceName }) =>
          serviceName === null ? '–' : <PageLink href={`/services/${serviceName}`}>{serviceName}</PageLink>,
      },
      { id: 'outcome', header: 'What became of it', cell: ({ outcome }) => <OutcomeMark outcome={outcome} /> },
      {
        id: 'why',
        header: 'Why',
        minWidth: 260,
        cell: ({ reason, why }) => (
          <details>
            <summary>{reason.replaceAll('-', ' ')}</summary>
            <ol className="why">
              {why.map((sentence) => (
                <li key={sentence}>{sentence}</li>
              ))}
            </ol>
          </details>
        ),
      },
      { id: 'since', header: 'Since', cell: ({ since }) => <Time at={since} /> },
    ]}
  />
)
