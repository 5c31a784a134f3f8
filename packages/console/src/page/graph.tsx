/** The graph itself: ask it anything, and read what it is made of. */
import Alert from '@cloudscape-design/components/alert'
import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import FormField from '@cloudscape-design/components/form-field'
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Spinner from '@cloudscape-design/components/spinner'
import Textarea from '@cloudscape-design/components/textarea'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { askText } from '../graph/client.ts'

const example = `{
  services(first: 10) {
    nodes { name owner lastRelease { version state } onCall { role people } }
  }
}`

export default function GraphPage() {
  return (
    <SpaceBetween size="l">
      <Header variant="h1" description="What the console reads, and so can you: nothing is changed through it">
        Graph
      </Header>
      <Ask />
      <Schema />
    </SpaceBetween>
  )
}

function Ask() {
  const [query, setQuery] = useState(example)
  const [answer, setAnswer] = useState('')
  const [problem, setProblem] = useState<string>()
  const run = async (): Promise<void> => {
    setProblem(undefined)
    try {
      setAnswer(JSON.stringify(await askText(query), null, 2))
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error))
    }
  }
  return (
    <Container>
      <SpaceBetween size="m">
        <FormField label="Query" description="Control and Enter ask, too" stretch>
          <Textarea
            value={query}
            rows={8}
            spellcheck={false}
            onChange={({ detail }) => setQuery(detail.value)}
            onKeyDown={({ detail }) => {
              if (detail.ctrlKey && detail.key === 'Enter') void run()
            }}
          />
        </FormField>
        <Button variant="primary" onClick={() => void run()}>
          Ask
        </Button>
        {problem !== undefined && <Alert type="error">{problem}</Alert>}
        {answer !== '' && (
          <section className="code-frame" aria-label="Answer">
            <pre>{answer}</pre>
          </section>
        )}
      </SpaceBetween>
    </Container>
  )
}

/** The graph's own words: what it is made of, with its descriptions. */
async function readSchema(): Promise<string> {
  const { buildClientSchema, getIntrospectionQuery, printSchema } = await import('graphql')
  const { data, errors } = await askText(getIntrospectionQuery())
  if (!data) throw new Error(errors?.[0]?.message ?? 'The graph does not say what it is made of.')
  // The directives say how AWS is asked: they stand in the way of what can be asked.
  return printSchema(buildClientSchema(data as never)).replace(/^directive .*\n+/gm, '')
}

function Schema() {
  const schema = useQuery({
    queryKey: ['schema'],
    queryFn: readSchema,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  })
  return (
    <Container header={<Header>What it is made of</Header>}>
      {schema.isPending && <Spinner />}
      {schema.isError && <Alert type="info">{schema.error.message}</Alert>}
      {schema.data !== undefined && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
        <section className="code-frame" aria-label="Schema" tabIndex={0}>
          <pre>{schema.data}</pre>
        </section>
      )}
    </Container>
  )
}
