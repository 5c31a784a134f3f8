/** One row of merge cases: sources, and what becomes of them together. */
import { type DocumentNode, parse, print, visit } from 'graphql'
import { accessTable, decideFieldAccess, grantsOf, isAuthDirective } from '../../packages/local/src/appsync/access.ts'
import type { AuthMode, AuthModes } from '../../packages/local/src/appsync/auth-mode.ts'
import { modesOf } from '../../packages/local/src/appsync/merge.ts'
import { type MergeProblem, mergeProblemCodes } from '../../packages/local/src/appsync/merge-problem.ts'
import { MergedApi, type SourceApiAssociation } from '../../packages/local/src/appsync/merged-api.ts'
import type { SourceApi } from '../../packages/local/src/appsync/source-schema.ts'

interface Refusal {
  readonly status: string
  readonly detail?: string
  readonly kind?: string
  readonly path?: string
  /** Its first word is the source's name. */
  readonly failedAssociation?: string
}

interface Step {
  readonly update: { readonly source: string; readonly sdl: string; readonly resolvers?: readonly string[] }
  readonly expect: Partial<Refusal> & { readonly merged?: string }
}

interface Access {
  readonly caller: AuthMode
  readonly groups?: readonly string[]
  readonly field: string
  readonly allowed: boolean
}

export interface MergeCase {
  readonly id: string
  readonly sources: readonly SourceApi[]
  readonly mergedAuth?: Partial<AuthModes>
  readonly merged?: string
  readonly error?: Refusal
  readonly access?: readonly Access[]
  readonly then?: Step | readonly Step[]
}

export function judgeMergeCase(row: MergeCase): string | undefined {
  const steps = row.then === undefined ? [] : [row.then].flat()
  if (row.merged === undefined && row.error === undefined && row.access === undefined && steps.length === 0)
    return 'the case names no outcome'
  const modes = modesFor(row)
  const api = new MergedApi(modes, row.sources, 1)
  if (row.error !== undefined) return refusalProblem(row.error, api.associations)
  return (
    greenProblem(api.associations) ??
    (row.merged === undefined ? undefined : sdlProblem(row.merged, api)) ??
    accessProblem(row.access ?? [], api, modes) ??
    steps.map((step) => stepProblem(api, row.sources, step)).find((problem) => problem !== undefined)
  )
}

function modesFor({ mergedAuth, sources }: MergeCase): AuthModes {
  const own = modesOf(sources)
  return mergedAuth?.primary === undefined
    ? own
    : { primary: mergedAuth.primary, additional: mergedAuth.additional ?? [] }
}

function greenProblem(associations: readonly SourceApiAssociation[]): string | undefined {
  const failed = associations.find(({ status }) => status !== 'MERGE_SUCCESS')
  return failed === undefined ? undefined : `${failed.source} failed: ${failed.detail}`
}

function stepProblem(api: MergedApi, sources: readonly SourceApi[], { update, expect }: Step): string | undefined {
  const before = sources.find(({ name }) => name === update.source)
  const { sdl, resolvers } = update
  const source = { ...before, name: update.source, sdl, ...(resolvers !== undefined && { resolvers }) }
  const association = api.update(source, 2)
  const { status } = expect
  const problem =
    status === undefined || status === 'MERGE_SUCCESS'
      ? greenProblem([association])
      : refusalProblem({ ...expect, status }, [association])
  return problem ?? (expect.merged === undefined ? undefined : sdlProblem(expect.merged, api))
}

function refusalProblem(expected: Refusal, associations: readonly SourceApiAssociation[]): string | undefined {
  const failed = associations.filter(({ status }) => status === 'MERGE_FAILED')
  const problems = failed.flatMap((association) => association.problems)
  const got = JSON.stringify(problems)
  if (problems.length === 0) return `expected ${expected.status}, got a merge`
  const isOfSource = problems.some(({ stage }) => stage === 'source')
  if ((expected.status === 'SCHEMA_CREATION_FAILED') !== isOfSource && expected.status !== 'REFUSE_LOCALLY')
    return `expected ${expected.status}, got ${got}`
  const name = /^\w+/.exec(expected.failedAssociation ?? '')?.[0]
  if (name !== undefined && failed.map(({ source }) => source).join() !== name)
    return `expected ${name} to fail alone, got ${failed.map(({ source }) => source).join()}`
  return problems.some((problem) => fits(expected, problem))
    ? undefined
    : `expected ${JSON.stringify(expected)}, got ${got}`
}

const fits = ({ detail, kind, path }: Refusal, problem: MergeProblem): boolean =>
  (detail === undefined || detail === problem.message || detail === withBareName(problem)) &&
  (kind === undefined || fitsKind(kind, problem.code)) &&
  (path === undefined || isWithin(path, problem.path) || isWithin(problem.path, path))

/** AWS's documentation names the field alone where its service names the type too. */
const withBareName = ({ message, path }: MergeProblem): string =>
  message.replace(path, path.slice(path.lastIndexOf('.') + 1))

/** A kind that this library does not know by name must at least share a word with one that it does. */
function fitsKind(kind: string, code: string): boolean {
  if (mergeProblemCodes.some((known) => known === kind)) return kind === code
  return kind.split(/\W+/).some((word) => code.split('-').includes(word))
}

/** `T` holds `T.x`, and `T.x` holds `T.x(a:)`: a refusal may be told at the whole or at the part. */
const isWithin = (part: string, whole: string): boolean =>
  part === whole || (part.startsWith(whole) && /^[.(]/.test(part.slice(whole.length)))

function accessProblem(expected: readonly Access[], api: MergedApi, modes: AuthModes): string | undefined {
  const table = accessTable(api.schema.document, modes)
  const wrong = expected.find(({ caller, groups, field, allowed }) => {
    const decision = decideFieldAccess(table, { mode: caller, groups: groups ?? [], deniedFields: [] }, field)
    return (decision.kind === 'allowed') !== allowed
  })
  return wrong === undefined ? undefined : `access differs: ${JSON.stringify(wrong)}`
}

function sdlProblem(expected: string, api: MergedApi): string | undefined {
  const wanted = parse(expected, { noLocation: true })
  // Where AWS puts the directives it adds is not documented: they count where the case writes any.
  const isAccessWritten = grantsOf(directivesIn(wanted)).length > 0
  const [want, got] = [normal(wanted, isAccessWritten), normal(api.schema.document, isAccessWritten)]
  return want === got ? undefined : `expected\n${want}\ngot\n${got}`
}

function directivesIn(document: DocumentNode) {
  const found: Parameters<typeof isAuthDirective>[0][] = []
  visit(document, { Directive: (node) => void found.push(node as (typeof found)[number]) })
  return found
}

/** A schema's text, whatever the order and the descriptions of its parts. */
function normal(document: DocumentNode, withAccess: boolean): string {
  const bare: DocumentNode = visit(document, {
    enter: (node) => ('description' in node ? { ...node, description: undefined } : undefined),
    Directive: (node) => (!withAccess && isAuthDirective(node as never) ? null : undefined),
  })
  return bare.definitions
    .map((definition) => {
      const [head = '', ...lines] = print(definition)
        .split('\n')
        .map((line) => line.trim())
      return [head, ...lines.sort()].join(' ')
    })
    .sort()
    .join('\n')
}
