/** The gates of a release: every check of the next one with why and who can pass it, and what was decided at those behind it. */
import Box from '@cloudscape-design/components/box'
import Container from '@cloudscape-design/components/container'
import ExpandableSection from '@cloudscape-design/components/expandable-section'
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator'
import type { GateCheckState, GateFactsFragment } from '../generated/graph.ts'
import { Time } from './time.tsx'

type Check = NonNullable<GateFactsFragment['next']>['checks'][number]
type Passed = GateFactsFragment['passed'][number]

const states: Readonly<Record<GateCheckState, readonly [StatusIndicatorProps.Type, string]>> = {
  OPEN: ['success', 'open'],
  CLOSED: ['error', 'closed'],
  WAITS_FOR: ['pending', 'waits'],
}

export function GatePanel({ gates }: { readonly gates: GateFactsFragment }) {
  const { next, passed } = gates
  // The gate that is stood at is shown as it is now.
  const behind = passed.filter(({ waveIndex }) => waveIndex !== next?.waveIndex)
  if (next === null && behind.length === 0) return null
  const title = next === null ? 'Gates' : `Gate before ${next.waveName}`
  return (
    <Container header={<Header description={next?.sentence}>{title}</Header>}>
      <SpaceBetween size="s">
        {next?.opensAt && (
          <Box>
            Opens <Time at={next.opensAt} form="both" />
          </Box>
        )}
        {next !== null && <Checks checks={next.checks} />}
        {behind.map((gate) => (
          <Behind key={gate.waveIndex} gate={gate} />
        ))}
      </SpaceBetween>
    </Container>
  )
}

/** What holds first: that is what somebody can do something about. */
const order: readonly GateCheckState[] = ['CLOSED', 'WAITS_FOR', 'OPEN']

function Checks({ checks }: { readonly checks: readonly Check[] }) {
  const sorted = checks.toSorted((a, b) => order.indexOf(a.state) - order.indexOf(b.state))
  return (
    <ul className="gate-checks">
      {sorted.map((check) => (
        <CheckLine key={check.check} check={check} />
      ))}
    </ul>
  )
}

function CheckLine({ check: { check, state, sentence, opensAt, passer, passedOver } }: { readonly check: Check }) {
  const [type, word] = passedOver === null ? states[state] : (['info', 'by exception'] as const)
  return (
    <li className="gate-check">
      <strong>{check}</strong>
      <StatusIndicator type={type}>{word}</StatusIndicator>
      <div>
        {sentence}
        {opensAt !== null && (
          <>
            {' '}
            Opens <Time at={opensAt} form="both" />.
          </>
        )}
        {passedOver !== null && <div className="soft">Else it would hold: {passedOver.sentence}</div>}
        {passer !== null && <div className="soft">Who can pass it: {passer}</div>}
      </div>
    </li>
  )
}

function Behind({ gate: { waveName, openedAt, checks } }: { readonly gate: Passed }) {
  const exceptions = checks.filter(({ passedOver }) => passedOver !== null).length
  const how = openedAt === null ? 'did not open' : exceptions > 0 ? `opened, ${exceptions} by exception` : 'opened'
  return (
    <ExpandableSection headerText={`Gate before ${waveName}: ${how}`}>
      {openedAt !== null && (
        <div className="soft">
          Opened <Time at={openedAt} form="both" />
        </div>
      )}
      <Checks checks={checks} />
    </ExpandableSection>
  )
}
