/** Whoever is not signed in is sent to the one who knows them, and comes back to the page that they asked for. */
import Alert from '@cloudscape-design/components/alert'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useEffect, useState } from 'react'
import type { CloudEndpoints } from '../graph/endpoint.ts'

export interface SignInByIssuerProps {
  readonly known: CloudEndpoints
  /** What went wrong the last time. */
  readonly problem: string | undefined
}

export function SignInByIssuer({ known, problem }: SignInByIssuerProps) {
  const [trouble, setTrouble] = useState(problem)
  useEffect(() => {
    void import('../graph/oidc.ts').then(({ refusal }) => setTrouble((before) => before ?? refusal()))
  }, [])
  const start = async (): Promise<void> => {
    try {
      await (await import('../graph/oidc.ts')).signIn(known)
    } catch (error) {
      setTrouble(error instanceof Error ? error.message : String(error))
    }
  }
  return (
    <main className="sign-in">
      <Container header={<Header variant="h1">Houston</Header>}>
        <SpaceBetween size="m">
          {trouble !== undefined && (
            <Alert type="error" header="You are not signed in">
              {trouble}
            </Alert>
          )}
          <Button variant="primary" onClick={() => void start()}>
            Sign in
          </Button>
          <Box color="text-body-secondary" fontSize="body-s">
            {new URL(known.issuer).host} says who you are and which roles you have.
          </Box>
        </SpaceBetween>
      </Container>
    </main>
  )
}
