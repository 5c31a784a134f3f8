/** What a person can do: only where it is possible now, else disabled with the reason; always with a word on why. */
import Button from '@cloudscape-design/components/button'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useState } from 'react'
import { FormModal } from './form-modal.tsx'

export interface Action {
  /** As in the command API: `release.abort`. */
  readonly command: string
  readonly text: string
  readonly isAllowed: boolean
  readonly reason: string | null
}

export interface ActionButtonsProps {
  readonly actions: readonly Action[]
  /** What the command needs beside the reason. */
  readonly input: Readonly<Record<string, unknown>>
  /** What is acted on, for the question. */
  readonly subject: string
  onDone(): void
}

const why = [{ name: 'why', label: 'Why' }]

export function ActionButtons({ actions, input, subject, onDone }: ActionButtonsProps) {
  const [asked, setAsked] = useState<Action>()
  return (
    <>
      <SpaceBetween direction="horizontal" size="xs">
        {actions.map((action) => (
          <Button
            key={action.command}
            disabled={!action.isAllowed}
            {...(action.reason !== null && { disabledReason: action.reason })}
            onClick={() => setAsked(action)}
          >
            {action.text}
          </Button>
        ))}
      </SpaceBetween>
      {asked !== undefined && (
        <FormModal
          command={asked.command}
          form={{ text: asked.text, fields: why }}
          input={input}
          subject={subject}
          onDone={onDone}
          onClose={() => setAsked(undefined)}
        />
      )}
    </>
  )
}
