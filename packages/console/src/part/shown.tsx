/** What every part of a page does while its data is loading, missing, old or refused. */
import Alert from '@cloudscape-design/components/alert'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Spinner from '@cloudscape-design/components/spinner'
import type { ReactNode } from 'react'
import type { GraphView } from '../graph/use-graph.ts'
import { durationText } from './time.tsx'

export interface ShownProps<Data> {
  readonly view: GraphView<Data>
  readonly children: (data: Data) => ReactNode
}

export function Shown<Data>({ view, children }: ShownProps<Data>) {
  const { data, error, isLoading } = view
  if (data !== undefined)
    return (
      <SpaceBetween size="l">
        <Old view={view} />
        <Missing problems={view.problems} />
        {children(data)}
      </SpaceBetween>
    )
  if (isLoading)
    return (
      <div className="page-wait" aria-live="polite">
        <Spinner size="large" /> <span className="wave-hidden">Loading</span>
      </div>
    )
  return (
    <Alert type="error" header="This could not be read" action={<Button onClick={view.refresh}>Try again</Button>}>
      {error?.message ?? 'Houston gave no answer.'}
    </Alert>
  )
}

function Old<Data>({ view }: { readonly view: GraphView<Data> }) {
  if (!view.isStale) return null
  const age = durationText(Date.now() - view.readAtMs)
  return (
    <Alert type="warning" action={<Button onClick={view.refresh}>Read again</Button>}>
      Houston does not answer. What is shown is {age} old.
    </Alert>
  )
}

/** A part of the graph that is down leaves its fields out; what is there is right. */
function Missing({ problems }: { readonly problems: GraphView<unknown>['problems'] }) {
  const [first] = problems
  if (first === undefined) return null
  const places = [...new Set(problems.map(({ path }) => path?.filter((step) => typeof step === 'string').join('.')))]
  return (
    <Alert type="warning" header="Parts of this page are missing">
      {first.message} ({places.join(', ')})
    </Alert>
  )
}

export const Empty = ({ children }: { readonly children: ReactNode }) => (
  <Box textAlign="center" color="text-body-secondary" padding={{ vertical: 'l' }}>
    {children}
  </Box>
)
