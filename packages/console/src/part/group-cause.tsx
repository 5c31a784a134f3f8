/** What may be behind a group of alerts, ranked; what changed before it; what looked alike before. */
import Box from '@cloudscape-design/components/box'
import type { GroupFacts } from '../page/group.tsx'
import { PageLink } from './page-link.tsx'
import { Empty } from './shown.tsx'
import { Time } from './time.tsx'

/** Less likely ones are in the timeline. */
const worthShowing = 0.02

export interface CausesProps {
  readonly causes: GroupFacts['causes']
}

type Cause = Pick<GroupFacts['causes'][number], 'kind' | 'name' | 'serviceName'>

function CauseName({ kind, name, serviceName }: Cause) {
  if (kind === 'service') return <PageLink href={`/services/${name}`}>{name}</PageLink>
  if (kind === 'unknown') return <>something that nothing points at</>
  if (!name.startsWith('rel_'))
    return (
      <>
        {name} <span className="soft">{kind}</span>
      </>
    )
  return (
    <>
      <PageLink href={`/releases/${name}`}>the release</PageLink> of {serviceName ?? 'a service'}
    </>
  )
}

export function Causes({ causes }: CausesProps) {
  const likely = causes.filter(({ probability }) => probability >= worthShowing)
  if (likely.length === 0) return <Empty>Nothing is known yet.</Empty>
  return (
    <ol className="causes">
      {likely.map(({ kind, name, serviceName, probability, reasons }) => (
        <li key={`${kind} ${name}`}>
          <div className="cause-line">
            <span>
              <CauseName kind={kind} name={name} serviceName={serviceName} />
            </span>
            <span>{Math.round(probability * 100)} %</span>
          </div>
          <svg className="wave-bar" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
            <rect className="wave-rail" width="100" height="6" rx="3" />
            <rect className="wave-done" width={Math.round(probability * 100)} height="6" rx="3" />
          </svg>
          {reasons.map((reason) => (
            <div key={reason} className="soft">
              {reason.replace(/\brel_\w+/, 'it')}
            </div>
          ))}
        </li>
      ))}
    </ol>
  )
}

export function RecentChanges({ changes }: { readonly changes: GroupFacts['recentChanges'] }) {
  if (changes.length === 0) return <Empty>No change is noted on the group.</Empty>
  return (
    <ul className="symptoms">
      {changes.map(({ id, serviceName, at, releaseId }) => (
        <li key={id}>
          {serviceName}: {releaseId === null ? id : <PageLink href={`/releases/${releaseId}`}>a release</PageLink>},{' '}
          <Time at={at} />
        </li>
      ))}
    </ul>
  )
}

export interface SimilarGroupsProps {
  readonly similar: GroupFacts['similar']
  readonly links: GroupFacts['links']
}

export const SimilarGroups = ({ similar, links }: SimilarGroupsProps) => (
  <>
    {similar.length === 0 && <Empty>Nothing like it is remembered.</Empty>}
    <ul className="symptoms">
      {similar.map(({ id, likeness, cause, openedAt, resolvedBy }) => (
        <li key={id}>
          <PageLink href={`/alerts/${id}`}>{cause}</PageLink>, {Math.round(likeness * 100)} % alike,{' '}
          <Time at={openedAt} />
          {resolvedBy !== null && <div className="soft">It ended by: {resolvedBy}</div>}
        </li>
      ))}
    </ul>
    {links.map(({ label, url }) => (
      <Box key={url}>
        <a href={url} rel="noreferrer" target="_blank">
          {label}
        </a>
      </Box>
    ))}
  </>
)
