/** A page that fails shows that it failed, and leaves the way to all others open. */
import Alert from '@cloudscape-design/components/alert'
import Button from '@cloudscape-design/components/button'
import { Component, type ReactNode } from 'react'

export class ErrorBoundary extends Component<{ readonly children: ReactNode }, { readonly error: Error | undefined }> {
  override state: { readonly error: Error | undefined } = { error: undefined }

  static getDerivedStateFromError(error: Error) {
    return { error }
  }

  override render() {
    const { error } = this.state
    if (error === undefined) return this.props.children
    const again = <Button onClick={() => window.location.reload()}>Load again</Button>
    return (
      <Alert type="error" header="This page could not be shown" action={again}>
        {error.message}
      </Alert>
    )
  }
}
