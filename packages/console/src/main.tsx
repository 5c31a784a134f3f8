/** The console starts: look and clock first, then who is there, then the page that the address names. */
import '@cloudscape-design/global-styles/index.css'
import './console.css'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { readEndpoints } from './graph/endpoint.ts'
import { sessionQuery } from './graph/session.tsx'
import { startLook } from './part/look.ts'

const client = new QueryClient({
  defaultOptions: { queries: { retry: 1, refetchOnWindowFocus: true, staleTime: 2_000 } },
})

startLook()
const root = createRoot(document.getElementById('root') ?? document.body)
// Side by side: the first page asks the graph as soon as both are there.
await Promise.all([readEndpoints(), client.prefetchQuery(sessionQuery)])
root.render(
  <StrictMode>
    <QueryClientProvider client={client}>
      <App />
    </QueryClientProvider>
  </StrictMode>,
)
