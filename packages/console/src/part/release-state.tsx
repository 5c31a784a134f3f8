/** A release's state as people read it, always by word and shape, never by colour alone. */
import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator'
import type { ReleaseState } from '../generated/graph.ts'

const states: Readonly<Record<ReleaseState, readonly [StatusIndicatorProps.Type, string]>> = {
  QUEUED: ['pending', 'Waiting for its target'],
  ADMITTED: ['pending', 'Admitted'],
  PREPARING: ['in-progress', 'Preparing'],
  HELD: ['warning', 'Waits at its gate'],
  AWAITING_APPROVAL: ['warning', 'Waits for a person'],
  SHIFTING: ['in-progress', 'Shifting traffic'],
  SOAKING: ['in-progress', 'Soaking'],
  PROMOTING: ['in-progress', 'Promoting'],
  COMPLETED: ['success', 'Completed'],
  ROLLING_BACK: ['error', 'Rolling back'],
  ROLLED_BACK: ['stopped', 'Rolled back'],
  ROLLBACK_FAILED: ['error', 'Rollback failed'],
  SUPERSEDED: ['stopped', 'Superseded'],
}

export function ReleaseStateMark({ state }: { readonly state: ReleaseState }) {
  const [type, text] = states[state]
  return (
    <StatusIndicator type={type} wrapText={false}>
      {text}
    </StatusIndicator>
  )
}
