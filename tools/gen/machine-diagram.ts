/** A state machine of Amazon States Language as a mermaid diagram. */

interface Next {
  readonly Next?: string
  readonly Comment?: string
}
export interface State extends Next {
  readonly Type: string
  readonly End?: boolean
  readonly Default?: string
  readonly Choices?: readonly (Next & { readonly Condition?: string })[]
  readonly Catch?: readonly (Next & { readonly ErrorEquals: readonly string[] })[]
  readonly Branches?: readonly Machine[]
  readonly ItemProcessor?: Machine
}
export interface Machine {
  readonly Comment?: string
  readonly StartAt: string
  readonly States: Readonly<Record<string, State>>
}

export const machineDiagram = (machine: Machine): string[] => ['stateDiagram-v2', ...inside(machine, '  ')]

function inside({ StartAt, States }: Machine, indent: string): string[] {
  return [
    `${indent}[*] --> ${StartAt}`,
    ...Object.entries(States).flatMap(([name, state]) => edges(name, state, indent)),
  ]
}

function edges(name: string, state: State, indent: string): string[] {
  const to = (target: string, label = ''): string => `${indent}${name} --> ${target}${label && `: ${label}`}`
  const isEnd = state.End === true || state.Type === 'Succeed' || state.Type === 'Fail'
  return [
    ...nested(name, state, indent),
    ...(state.Choices ?? []).map(({ Next = '', Comment, Condition }) => to(Next, labelOf(Comment ?? Condition ?? ''))),
    ...(state.Default === undefined ? [] : [to(state.Default, 'otherwise')]),
    ...(state.Next === undefined ? [] : [to(state.Next)]),
    ...(state.Catch ?? []).map(({ Next = '', ErrorEquals }) => to(Next, ErrorEquals.join(', '))),
    ...(isEnd ? [to('[*]', state.Type === 'Fail' ? 'fails' : '')] : []),
  ]
}

function nested(name: string, state: State, indent: string): string[] {
  const machines = [...(state.Branches ?? []), ...(state.ItemProcessor ? [state.ItemProcessor] : [])]
  if (machines.length === 0) return []
  const bodies = machines.map((machine) => inside(machine, `${indent}  `))
  return [
    `${indent}state ${name} {`,
    ...bodies.flatMap((body, index) => (index === 0 ? body : [`${indent}  --`, ...body])),
    `${indent}}`,
  ]
}

/** Mermaid ends a label at a colon or a semicolon. */
const labelOf = (text: string): string =>
  text
    .replace(/^\{%\s*|\s*%\}$/g, '')
    .replaceAll(/[:;#]/g, ',')
    .replace(/\.$/, '')
