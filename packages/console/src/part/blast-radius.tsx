/** Who is hit if a release goes wrong: the service and those that call it as a map, and what makes the radius as large as it is. */
import SpaceBetween from '@cloudscape-design/components/space-between'
import Spinner from '@cloudscape-design/components/spinner'
import { lazy, Suspense } from 'react'
import type { AssessmentFactsFragment } from '../generated/graph.ts'
import { Score } from './risk-factors.tsx'
import { Empty } from './shown.tsx'

const ServiceMap = lazy(() => import('./service-map.tsx'))

type Blast = AssessmentFactsFragment['blast']

export function BlastRadius({ blast }: { readonly blast: Blast }) {
  const { serviceName, level, name, parts, callerCount, callers } = blast
  return (
    <SpaceBetween size="s">
      <Score score={level} of={5} text={name} />
      <BlastMap blast={blast} />
      {callerCount > callers.length && (
        <div className="soft">
          {callerCount} services call {serviceName}; the nearest {callers.length} are drawn.
        </div>
      )}
      <ul className="symptoms">
        {parts.map(({ dimension, level: ofPart, sentence, isMissing }) => (
          <li key={dimension}>
            <strong>
              {dimension} {ofPart}
            </strong>{' '}
            <span className="soft">{sentence}</span>
            {isMissing && <strong className="unknown"> not all known</strong>}
          </li>
        ))}
      </ul>
    </SpaceBetween>
  )
}

function BlastMap({ blast: { serviceName, services } }: { readonly blast: Blast }) {
  if (services === null) return <Empty>The catalog does not answer: who calls it is not drawn.</Empty>
  if (services.length === 0) return <Empty>The catalog does not know {serviceName}.</Empty>
  const drawn = new Set(services.map(({ name }) => name))
  // Only what is hit: what the callers need beside it is not.
  const hit = services.map((service) => ({
    ...service,
    dependsOn: service.name === serviceName ? [] : service.dependsOn.filter((needed) => drawn.has(needed)),
  }))
  return (
    <Suspense fallback={<Spinner />}>
      <ServiceMap services={hit} marks={new Map([[serviceName, 'is being changed']])} label="Map of who is hit" />
    </Suspense>
  )
}
