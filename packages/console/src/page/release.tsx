/** One release: where it stands, what the judge saw and says, what happened, and what a person can do. */
import Alert from '@cloudscape-design/components/alert'
import ColumnLayout from '@cloudscape-design/components/column-layout'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs'
import SpaceBetween from '@cloudscape-design/components/space-between'
import {
  type AssessmentFactsFragment,
  type ReleaseFactsFragment,
  ReleaseViewDocument,
  type WaveFactsFragment,
} from '../generated/graph.ts'
import { useGraph } from '../graph/use-graph.ts'
import { ActionButtons } from '../part/action.tsx'
import { BlastRadius } from '../part/blast-radius.tsx'
import { GatePanel } from '../part/gate-panel.tsx'
import { PageLink } from '../part/page-link.tsx'
import { ReleaseStateMark } from '../part/release-state.tsx'
import { RiskFactors } from '../part/risk-factors.tsx'
import { Empty, Shown } from '../part/shown.tsx'
import { Time } from '../part/time.tsx'
import { Timeline } from '../part/timeline.tsx'
import { WaveDetail } from '../part/wave-detail.tsx'
import { WavePath } from '../part/wave-path.tsx'

export default function ReleasePage({ id }: { readonly id: string }) {
  const view = useGraph(ReleaseViewDocument, { id })
  return (
    <Shown view={view}>
      {({ release }) =>
        release === null ? (
          <Empty>There is no release {id}.</Empty>
        ) : (
          <SpaceBetween size="l">
            <ReleaseHeader release={release} onDone={view.refresh} />
            <Path release={release} waves={release.waves ?? []} />
            {release.gates !== null && <GatePanel gates={release.gates} />}
            <WaveDetail waves={release.waves ?? []} waveIndex={release.waveIndex} />
            <Found assessment={release.assessment} />
            <Container header={<Header>What happened</Header>}>
              <Timeline entries={release.timeline?.nodes ?? []} />
            </Container>
          </SpaceBetween>
        )
      }
    </Shown>
  )
}

function Found({ assessment }: { readonly assessment: AssessmentFactsFragment | null }) {
  if (assessment === null) return null
  const { risk, blast, plan } = assessment
  return (
    <ColumnLayout columns={2} minColumnWidth={320}>
      <Container fitHeight header={<Header description={risk.sentence}>Risk of the change</Header>}>
        <RiskFactors risk={risk} plan={plan} />
      </Container>
      <Container fitHeight header={<Header description={blast.sentence}>Blast radius</Header>}>
        <BlastRadius blast={blast} />
      </Container>
    </ColumnLayout>
  )
}

const actionNames: Readonly<Record<string, string>> = {
  'release.approve': 'Let the wave start',
  'release.refuse': 'Say no',
  'release.abort': 'Abort',
  'rollback.retry': 'Roll back again',
}

function ReleaseHeader({ release, onDone }: { readonly release: ReleaseFactsFragment; readonly onDone: () => void }) {
  const { id, serviceName, version, state, actions } = release
  return (
    <Header
      variant="h1"
      description={<ReleaseStateMark state={state} />}
      actions={
        <ActionButtons
          actions={actions.map((action) => ({ ...action, text: actionNames[action.command] ?? action.command }))}
          input={{ releaseId: id }}
          subject={`${serviceName} ${version}`}
          onDone={onDone}
        />
      }
    >
      {serviceName} {version}
    </Header>
  )
}

function Path({
  release,
  waves,
}: {
  readonly release: ReleaseFactsFragment
  readonly waves: readonly WaveFactsFragment[]
}) {
  const { reason, isEnded, state } = release
  const sentence = reason?.sentence ?? waves[release.waveIndex]?.verdict?.sentence
  const isBad = state === 'ROLLED_BACK' || state === 'ROLLING_BACK' || state === 'ROLLBACK_FAILED'
  return (
    <Container>
      <SpaceBetween size="l">
        <WavePath waves={waves} isEnded={isEnded} size="large" />
        {sentence !== undefined && (
          <Alert type={isBad ? 'error' : state === 'COMPLETED' ? 'success' : 'info'}>{sentence}</Alert>
        )}
        <KeyValuePairs
          columns={4}
          items={[
            {
              label: 'Service',
              value: <PageLink href={`/services/${release.serviceName}`}>{release.serviceName}</PageLink>,
            },
            { label: 'Where', value: `${release.stage}, ${release.region}` },
            { label: 'Takes over from', value: release.stableVersion ?? '–' },
            { label: 'Share of traffic', value: `${release.weightPercent} %` },
            { label: 'Commit', value: <code>{release.commit.slice(0, 12)}</code> },
            { label: 'Author', value: release.author },
            { label: 'Begun', value: <Time at={release.createdAt} form="both" /> },
            { label: 'Ended', value: <Time at={release.endedAt} form="both" /> },
          ]}
        />
      </SpaceBetween>
    </Container>
  )
}
