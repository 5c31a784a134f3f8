/** Who is there. Nothing is asked of Houston before somebody has signed in. */
import Alert from '@cloudscape-design/components/alert'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import Form from '@cloudscape-design/components/form'
import FormField from '@cloudscape-design/components/form-field'
import Header from '@cloudscape-design/components/header'
import Input from '@cloudscape-design/components/input'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Spinner from '@cloudscape-design/components/spinner'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { createContext, type ReactNode, useContext, useState } from 'react'
import { requestHeaders } from './endpoint.ts'

export interface Person {
  readonly id: string
  readonly roles: readonly string[]
}

interface Session {
  readonly person: Person
  signOut(): Promise<void>
}

const SessionContext = createContext<Session | undefined>(undefined)

export function useSession(): Session {
  const session = useContext(SessionContext)
  if (session === undefined) throw new Error('a page is shown to nobody')
  return session
}

async function session(method: 'GET' | 'POST' | 'DELETE', body?: unknown): Promise<Person | null> {
  const headers = { ...(await requestHeaders()), 'content-type': 'application/json' }
  const response = await fetch('/session', {
    method,
    headers,
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  if (response.status === 401) return null
  if (!response.ok) throw new Error(`/session answered ${response.status}`)
  return (await response.json()) as Person
}

export const sessionQuery = {
  queryKey: ['session'],
  queryFn: () => session('GET'),
  staleTime: Number.POSITIVE_INFINITY,
}

export function SessionGate({ children }: { readonly children: ReactNode }) {
  const client = useQueryClient()
  const who = useQuery(sessionQuery)
  const enter = (person: Person): void => void client.setQueryData(['session'], person)
  const signOut = async (): Promise<void> => {
    await session('DELETE')
    client.setQueryData(['session'], null)
    client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'session' })
  }
  if (who.isPending)
    return (
      <div className="page-wait">
        <Spinner size="large" />
      </div>
    )
  if (!who.data) return <SignIn onEnter={enter} />
  return <SessionContext value={{ person: who.data, signOut }}>{children}</SessionContext>
}

function SignIn({ onEnter }: { readonly onEnter: (person: Person) => void }) {
  const [token, setToken] = useState('')
  const [problem, setProblem] = useState<string>()
  const submit = async (): Promise<void> => {
    const person = await session('POST', { token: token.trim() })
    if (person === null) setProblem('Houston does not know this token.')
    else onEnter(person)
  }
  return (
    <main className="sign-in">
      <form
        onSubmit={(event) => {
          event.preventDefault()
          submit().catch((error: Error) => setProblem(error.message))
        }}
      >
        <Form actions={<Button variant="primary">Sign in</Button>}>
          <Container header={<Header variant="h1">Houston</Header>}>
            <SpaceBetween size="m">
              {problem !== undefined && <Alert type="error">{problem}</Alert>}
              <FormField
                label="Token"
                description="Of this Houston, from .houston/token. The address that `npm start` prints signs in by itself."
              >
                <Input
                  type="password"
                  value={token}
                  autoFocus
                  autoComplete="current-password"
                  onChange={({ detail }) => setToken(detail.value)}
                />
              </FormField>
              <Box color="text-body-secondary" fontSize="body-s">
                The browser keeps it in a cookie that no script can read, for 12 hours.
              </Box>
            </SpaceBetween>
          </Container>
        </Form>
      </form>
    </main>
  )
}
