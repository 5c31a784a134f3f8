/** Releases as a list: what, where it stands, how far it came, why it ended. */
import Header from '@cloudscape-design/components/header'
import type { ReleaseRowFragment } from '../generated/graph.ts'
import { PageLink } from './page-link.tsx'
import { ReleaseStateMark } from './release-state.tsx'
import { Rows } from './rows.tsx'
import { Empty } from './shown.tsx'
import { Time } from './time.tsx'
import { WavePath } from './wave-path.tsx'

export interface ReleaseTableProps {
  readonly releases: readonly ReleaseRowFragment[]
  readonly title: string
  readonly empty: string
}

export const ReleaseTable = ({ releases, title, empty }: ReleaseTableProps) => (
  <Rows<ReleaseRowFragment>
    items={releases}
    trackBy="id"
    header={<Header counter={`(${releases.length})`}>{title}</Header>}
    empty={<Empty>{empty}</Empty>}
    columns={[
      {
        id: 'what',
        header: 'Release',
        isRowHeader: true,
        cell: ({ id, serviceName, version }) => (
          <PageLink href={`/releases/${id}`}>
            {serviceName} {version}
          </PageLink>
        ),
      },
      { id: 'state', header: 'State', cell: ({ state }) => <ReleaseStateMark state={state} /> },
      {
        id: 'path',
        header: 'Waves',
        minWidth: 260,
        cell: ({ waves, isEnded }) => <WavePath waves={waves ?? []} isEnded={isEnded} />,
      },
      { id: 'why', header: 'Why', cell: ({ reason }) => reason?.sentence ?? '–' },
      { id: 'begun', header: 'Begun', cell: ({ createdAt }) => <Time at={createdAt} /> },
    ]}
  />
)
