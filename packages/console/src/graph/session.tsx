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
import { SignInByIssuer } from '../part/sign-in-by-issuer.tsx'
import { endpoints, readEndpoints } from './endpoint.ts'
import type { Person } from './person.ts'

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

/** Of a local Houston. */
async function session(method: 'GET' | 'POST' | 'DELETE', body?: unknown): Promise<Person | null> {
  const headers = { 'x-houston-console': '1', 'content-type': 'application/json' }
  const response = await fetch('/session', {
    method,
    headers,
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  if (response.status === 401) return null
  if (!response.ok) throw new Error(`/session answered ${response.status}`)
  return (await response.json()) as Person
}

/** A local Houston is asked beside the question of whether it is one; on AWS its answer is none. */
async function whoIsThere(): Promise<Person | null> {
  const here = session('GET')
  here.catch(() => undefined)
  const known = await readEndpoints()
  return known.signIn === 'oidc' ? (await import('./oidc.ts')).signedIn(known) : here
}

async function leave(): Promise<void> {
  const known = await readEndpoints()
  if (known.signIn === 'oidc') await (await import('./oidc.ts')).signOut(known)
  else await session('DELETE')
}

export const sessionQuery = {
  queryKey: ['session'],
  queryFn: whoIsThere,
  staleTime: Number.POSITIVE_INFINITY,
}

export function SessionGate({ children }: { readonly children: ReactNode }) {
  const client = useQueryClient()
  const who = useQuery(sessionQuery)
  const enter = (person: Person): void => void client.setQueryData(['session'], person)
  const signOut = async (): Promise<void> => {
    await leave()
    client.setQueryData(['session'], null)
    client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'session' })
  }
  if (who.isPending)
    return (
      <div className="page-wait">
        <Spinner size="large" />
      </div>
    )
  if (!who.data) {
    const known = endpoints()
    if (known.signIn === 'oidc') return <SignInByIssuer known={known} problem={who.error?.message} />
    return <SignIn onEnter={enter} />
  }
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
