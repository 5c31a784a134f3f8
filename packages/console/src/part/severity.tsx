/** How bad it is and where it stands, by word, never by colour alone. */
import Badge, { type BadgeProps } from '@cloudscape-design/components/badge'
import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator'
import type { IncidentState, Severity } from '../generated/graph.ts'

const colors: Readonly<Record<Severity, NonNullable<BadgeProps['color']>>> = {
  SEV1: 'severity-critical',
  SEV2: 'severity-high',
  SEV3: 'severity-medium',
  SEV4: 'severity-neutral',
}

export const SeverityMark = ({ severity }: { readonly severity: Severity }) => (
  <Badge color={colors[severity]}>{severity}</Badge>
)

const states: Readonly<Record<IncidentState, readonly [StatusIndicatorProps.Type, string]>> = {
  OPEN: ['error', 'Nobody has it'],
  ACKNOWLEDGED: ['warning', 'Acknowledged'],
  MITIGATING: ['in-progress', 'Mitigating'],
  VERIFYING: ['in-progress', 'Verifying'],
  RESOLVED: ['success', 'Restored, watched'],
  CLOSED: ['success', 'All clear'],
  MERGED: ['stopped', 'Part of another'],
}

export function IncidentStateMark({ state }: { readonly state: IncidentState }) {
  const [type, text] = states[state]
  return (
    <StatusIndicator type={type} wrapText={false}>
      {text}
    </StatusIndicator>
  )
}
