/** How an incident went, phase by phase, beside the reference; from its timeline, never typed in. */
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import type { IncidentRoomQuery } from '../generated/graph.ts'
import { Empty } from './shown.tsx'
import { durationText, Time } from './time.tsx'

type Figures = NonNullable<NonNullable<IncidentRoomQuery['incident']>['figures']>

const figure = (seconds: number | null, done: string, open: string): string =>
  seconds === null ? open : `${done} in ${durationText(seconds * 1_000)}`

export function Phases({ figures }: { readonly figures: Figures | null }) {
  if (figures === null || figures.phases.length === 0)
    return (
      <Container header={<Header>How it goes</Header>}>
        <Empty>Nothing has been measured yet.</Empty>
      </Container>
    )
  const { detectSec, acknowledgeSec, restoreSec, phases } = figures
  return (
    <Container
      header={
        <Header
          description={[
            figure(detectSec, 'detected', 'not detected yet'),
            figure(acknowledgeSec, 'answered', 'nobody has answered yet'),
            figure(restoreSec, 'restored', 'not restored yet'),
          ].join(', ')}
        >
          How it goes
        </Header>
      }
    >
      <ol className="phases">
        {phases.map(({ name, title, at, tookSec, referenceSec }) => (
          <li
            key={name}
            className={
              at === null
                ? 'phase'
                : tookSec !== null && tookSec > referenceSec
                  ? 'phase phase-late'
                  : 'phase phase-done'
            }
          >
            <span className="phase-title">
              <span aria-hidden="true">{at === null ? '○' : '✓'}</span> {title}
            </span>
            <span className="soft">
              {at === null ? `reference ${durationText(referenceSec * 1_000)}` : <Time at={at} form="clock" />}
              {tookSec !== null &&
                tookSec > 0 &&
                ` · ${durationText(tookSec * 1_000)} of ${durationText(referenceSec * 1_000)}`}
            </span>
          </li>
        ))}
      </ol>
    </Container>
  )
}
