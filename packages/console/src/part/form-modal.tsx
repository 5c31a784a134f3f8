/** A command's question: its fields, Houston's own words where it refuses. */
import Alert from '@cloudscape-design/components/alert'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import Modal from '@cloudscape-design/components/modal'
import Select from '@cloudscape-design/components/select'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { type FormEvent, useState } from 'react'
import { command as give, Refusal } from '../graph/client.ts'
import { useSay } from './notice.tsx'

export interface CommandField {
  readonly name: string
  readonly label: string
  readonly options?: readonly string[]
  readonly isOptional?: boolean
}

export interface CommandForm {
  readonly text: string
  readonly fields: readonly CommandField[]
}

export interface FormModalProps {
  readonly command: string
  readonly form: CommandForm
  /** What the command needs beside its fields. */
  readonly input: Readonly<Record<string, unknown>>
  readonly subject: string
  onDone(): void
  onClose(): void
}

export function FormModal({ command, form, input, subject, onDone, onClose }: FormModalProps) {
  const [values, setValues] = useState<Readonly<Record<string, string>>>({})
  const [problem, setProblem] = useState<Refusal>()
  const [isBusy, setBusy] = useState(false)
  const say = useSay()
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    setBusy(true)
    try {
      const entered = form.fields.map(({ name, isOptional }) => [name, values[name] ?? '', isOptional] as const)
      const given = Object.fromEntries(entered.filter(([, value, isOptional]) => value !== '' || isOptional !== true))
      await give(command, { ...input, ...given })
      say('success', `${form.text}: done.`)
      onClose()
      onDone()
    } catch (error) {
      setProblem(error instanceof Refusal ? error : new Refusal(0, { message: String(error) }))
      setBusy(false)
    }
  }
  const problemOf = (name: string): string | undefined => problem?.fields.find(({ path }) => path === name)?.message
  return (
    <Modal visible onDismiss={onClose} header={`${form.text}: ${subject}`}>
      <form onSubmit={(event) => void submit(event)}>
        <SpaceBetween size="m">
          {problem !== undefined && (
            <Alert type="error" header={problem.message}>
              {problem.wayOut}
            </Alert>
          )}
          {form.fields.map((field) => (
            <FormField
              key={field.name}
              label={field.isOptional ? <>{field.label} (may be left out)</> : field.label}
              errorText={problemOf(field.name)}
            >
              <FieldInput
                field={field}
                value={values[field.name] ?? ''}
                onChange={(value) => setValues({ ...values, [field.name]: value })}
              />
            </FormField>
          ))}
          <Buttons text={form.text} isBusy={isBusy} onClose={onClose} />
        </SpaceBetween>
      </form>
    </Modal>
  )
}

interface FieldInputProps {
  readonly field: CommandField
  readonly value: string
  onChange(value: string): void
}

function FieldInput({ field: { options, label }, value, onChange }: FieldInputProps) {
  if (options === undefined) return <Input value={value} onChange={({ detail }) => onChange(detail.value)} />
  const items = options.map((option) => ({ value: option, label: option }))
  return (
    <Select
      selectedOption={items.find((item) => item.value === value) ?? null}
      options={items}
      placeholder={label}
      onChange={({ detail }) => onChange(detail.selectedOption.value ?? '')}
    />
  )
}

const Buttons = ({
  text,
  isBusy,
  onClose,
}: {
  readonly text: string
  readonly isBusy: boolean
  readonly onClose: () => void
}) => (
  <Box float="right">
    <SpaceBetween direction="horizontal" size="xs">
      <Button formAction="none" variant="link" onClick={onClose}>
        Leave it
      </Button>
      <Button variant="primary" loading={isBusy}>
        {text}
      </Button>
    </SpaceBetween>
  </Box>
)
