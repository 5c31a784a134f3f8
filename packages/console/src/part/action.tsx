/** What a person can do: only where it is possible now, else disabled with the reason; always with a word on why. */
import Alert from '@cloudscape-design/components/alert'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import Modal from '@cloudscape-design/components/modal'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { type FormEvent, useState } from 'react'
import { command, Refusal } from '../graph/client.ts'
import { useSay } from './notice.tsx'

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
  /** The field of the command that takes the reason; null where it takes none. */
  readonly whyField?: string | null
}

export function ActionButtons({ actions, input, subject, onDone, whyField = 'why' }: ActionButtonsProps) {
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
        <Confirm
          action={asked}
          input={input}
          subject={subject}
          whyField={whyField}
          onDone={onDone}
          onClose={() => setAsked(undefined)}
        />
      )}
    </>
  )
}

interface ConfirmProps extends Omit<ActionButtonsProps, 'actions' | 'whyField'> {
  readonly action: Action
  readonly whyField: string | null
  onClose(): void
}

function Confirm({ action, input, subject, whyField, onDone, onClose }: ConfirmProps) {
  const [why, setWhy] = useState('')
  const [problem, setProblem] = useState<Refusal>()
  const [isBusy, setBusy] = useState(false)
  const say = useSay()
  const run = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    setBusy(true)
    try {
      await command(action.command, { ...input, ...(whyField !== null && { [whyField]: why }) })
      say('success', `${subject}: ${action.text.toLowerCase()} is done.`)
      onClose()
      onDone()
    } catch (error) {
      setProblem(error instanceof Refusal ? error : new Refusal(0, { message: String(error) }))
      setBusy(false)
    }
  }
  return (
    <Modal visible onDismiss={onClose} header={`${action.text}: ${subject}`}>
      <form onSubmit={(event) => void run(event)}>
        <SpaceBetween size="m">
          {problem !== undefined && <RefusalAlert refusal={problem} />}
          {whyField !== null && (
            <FormField label="Why" description="Stays on record with your name.">
              <Input value={why} autoFocus onChange={({ detail }) => setWhy(detail.value)} />
            </FormField>
          )}
          <Box float="right">
            <SpaceBetween direction="horizontal" size="xs">
              <Button formAction="none" variant="link" onClick={onClose}>
                Leave it
              </Button>
              <Button variant="primary" loading={isBusy}>
                {action.text}
              </Button>
            </SpaceBetween>
          </Box>
        </SpaceBetween>
      </form>
    </Modal>
  )
}

const RefusalAlert = ({ refusal }: { readonly refusal: Refusal }) => (
  <Alert type="error" header={refusal.message}>
    {refusal.fields.map(({ path, message }) => (
      <div key={`${path} ${message}`}>
        {path}: {message}
      </div>
    ))}
    {refusal.wayOut}
  </Alert>
)
