/** What applying a manifest would do: asked of Houston before anything changes, every refusal with its file, line and field. */
import type { Difference, Manifest, Rehearsed } from '@houston/core/manifest'
import type { Client } from './client.ts'
import { CommandFailure, exitStatus } from './exit.ts'
import { paint } from './output.ts'

export interface RehearsedDocument {
  readonly kind: string
  readonly name: string
  readonly file: string
  readonly line: number
  readonly result: Rehearsed
}

/** Fails with every refusal of all documents. */
export async function rehearse(client: Client, { documents }: Manifest): Promise<readonly RehearsedDocument[]> {
  const input = documents.map(({ operation, input: own }) => ({ operation, input: own }))
  const answer = await client.command<{ documents: readonly Rehearsed[] }>('manifest.rehearse', { documents: input })
  const problems = documents.flatMap(({ file, line, lineOf, fieldOf }, index) => {
    const result = answer.documents[index]
    if (result?.kind !== 'refused') return []
    if (result.fields.length === 0) return [{ file, line, field: '', message: result.message }]
    return result.fields.map(({ path, message }) => ({ file, line: lineOf(path), field: fieldOf(path), message }))
  })
  if (problems.length > 0) {
    const lines = problems.map(
      ({ file, line, field, message }) => `${file}:${line}: ${field && `${field}: `}${message}`,
    )
    throw new CommandFailure(exitStatus.refused, lines.join('\n'), { code: 'manifest.invalid', problems })
  }
  return documents.map(({ kind, name, file, line }, index) => ({
    ...{ kind, name, file, line },
    result: answer.documents[index] ?? { kind: 'same' },
  }))
}

const words = { new: ['new      ', 'green'], changed: ['changes  ', 'yellow'], same: ['same     ', 'dim'] } as const

export function rehearsedText(documents: readonly RehearsedDocument[]): string {
  const lines = documents.flatMap(({ kind, name, file, line, result }) => {
    if (result.kind === 'refused') return []
    const [word, style] = words[result.kind]
    const head = `${paint(style, word)} ${kind} ${name}  ${paint('dim', `${file}:${line}`)}`
    return [head, ...(result.kind === 'changed' ? result.differences.map(differenceLine) : [])]
  })
  const changes = documents.filter(({ result }) => result.kind !== 'same').length
  return [...lines, `${changes} of ${documents.length} documents would change something.`].join('\n')
}

const shown = (value: unknown): string => (value === undefined ? 'nothing' : JSON.stringify(value))

const differenceLine = ({ field, before, after }: Difference): string =>
  `    ${field}: ${paint('red', shown(before))} → ${paint('green', shown(after))}`
