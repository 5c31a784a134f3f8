/** What a `houston/` folder declares, checked whole before anything is applied. */
import { type Document, isNode, isScalar, LineCounter, type Node, parseAllDocuments, visit } from 'yaml'
import { fieldPath } from '../operation.ts'
import { type ManifestKind, manifestKinds } from './kind.ts'
import { unknownFields } from './unknown-field.ts'

/** One thing that is wrong, where a person finds it. */
export interface ManifestProblem {
  readonly file: string
  /** From 1. */
  readonly line: number
  readonly field: string
  readonly message: string
}

/** A document that fits its kind. */
export interface ManifestDocument {
  readonly file: string
  readonly line: number
  readonly kind: string
  readonly name: string
  /** The operation that records it, and its input. */
  readonly operation: ManifestKind['operation']
  readonly input: Readonly<Record<string, unknown>>
  /** The line of a field of the input, as an operation names it: `stages[1].soak`. */
  lineOf(field: string): number
  /** The same field as it stands in the file: `spec.stages[1].soak`. */
  fieldOf(field: string): string
}

export interface Manifest {
  /** In the order in which they are applied. */
  readonly documents: readonly ManifestDocument[]
  readonly problems: readonly ManifestProblem[]
}

export interface ManifestFile {
  readonly file: string
  readonly text: string
}

/** YAML can name one thing many times over; a manifest has no need to. */
const aliasesPerDocument = 100

interface Findings {
  readonly documents: ManifestDocument[]
  readonly problems: ManifestProblem[]
}

/** Reads all documents of all files; every problem of all of them is reported, with its file, line and field. */
export function parseManifest(files: readonly ManifestFile[]): Manifest {
  const found: Findings = { documents: [], problems: [] }
  for (const { file, text } of files) {
    const lines = new LineCounter()
    for (const document of parseAllDocuments(text, { lineCounter: lines })) {
      if (!('contents' in document) || document.contents === null) continue
      readDocument(file, document, lines, found)
    }
  }
  refuseTwice(found)
  const order = new Map(manifestKinds.map(({ kind }, place) => [kind, place]))
  const placeOf = ({ kind }: ManifestDocument): number => order.get(kind) ?? 0
  return { ...found, documents: found.documents.toSorted((a, b) => placeOf(a) - placeOf(b)) }
}

function readDocument(file: string, document: Document, lines: LineCounter, found: Findings): void {
  for (const { message, pos } of document.errors) {
    const line = lines.linePos(pos[0]).line
    found.problems.push({ file, line, field: '', message: message.split('\n')[0] ?? message })
  }
  if (document.errors.length > 0) return
  const content = contentOf(document)
  if (content.kind === 'refused') {
    found.problems.push({ file, line: lineOf(document, [], lines), field: '', message: content.message })
    return
  }
  readContent(file, document, content.value, lines, found)
}

/**
 * The parser's own guards, against aliases that name each other and against nesting without end, speak by exceptions. A key that is
 * itself a list or map is none of ours, and turning keys within keys into text takes time without bound.
 */
function contentOf(document: Document): { kind: 'read'; value: unknown } | { kind: 'refused'; message: string } {
  let plainKeys = true
  try {
    visit(document, {
      Pair: (_, { key }) => {
        if (isScalar(key)) return undefined
        plainKeys = false
        return visit.BREAK
      },
    })
    if (!plainKeys) return { kind: 'refused', message: 'a key must be a plain text' }
    return { kind: 'read', value: document.toJS({ maxAliasCount: aliasesPerDocument }) }
  } catch (error) {
    return { kind: 'refused', message: error instanceof Error ? error.message : String(error) }
  }
}

function readContent(file: string, document: Document, content: unknown, lines: LineCounter, found: Findings): void {
  const lineAt = (path: readonly PropertyKey[]): number => lineOf(document, path, lines)
  const kind = kindOf(content)
  if (kind === undefined) {
    const known = manifestKinds.map((candidate) => `${candidate.kind} (${candidate.apiVersion})`).join(', ')
    found.problems.push({ file, line: lineAt(['kind']), field: 'kind', message: `must be one of ${known}` })
    return
  }
  const parsed = kind.schema.safeParse(content)
  // Backstage's documents hold much that others read; in all the others a field that nobody reads is a mistake.
  const unknown = kind.isOpen === true ? [] : unknownFields(kind.schema, content)
  const issues = parsed.success ? [] : parsed.error.issues.filter(({ code }) => code !== 'unrecognized_keys')
  for (const { path, message } of [...unknown, ...issues])
    found.problems.push({ file, line: lineAt(path), field: fieldPath(path), message })
  if (unknown.length > 0 || !parsed.success) return
  const input = kind.inputOf(parsed.data)
  const { operation } = kind
  found.documents.push({
    file,
    line: lineAt([]),
    kind: kind.kind,
    name: nameOf(content, input),
    operation,
    input,
    lineOf: (field) => lineAt(pathOfField(document, field)),
    fieldOf: (field) => fieldPath(pathOfField(document, field)) || field,
  })
}

/** As the document calls itself: what its operation calls `name` may be another thing. */
function nameOf(content: unknown, { name }: Readonly<Record<string, unknown>>): string {
  const { metadata } = content as { readonly metadata?: { readonly name?: unknown } }
  return String(metadata?.name ?? name)
}

function kindOf(content: unknown): ManifestKind | undefined {
  const named = typeof content === 'object' && content !== null && 'kind' in content ? content.kind : undefined
  return manifestKinds.find(({ kind }) => kind === named)
}

/** A name that is declared twice would be whichever came last. */
function refuseTwice({ documents, problems }: Findings): void {
  const first = new Map<string, ManifestDocument>()
  for (const document of documents) {
    const { kind, name, file, line } = document
    const before = first.get(`${kind} ${name}`)
    if (before === undefined) first.set(`${kind} ${name}`, document)
    else {
      const message = `${kind} ${name} is declared in ${before.file}:${before.line} already`
      problems.push({ file, line, field: 'metadata.name', message })
    }
  }
}

/** Inputs are made of a document's spec and of its metadata: whichever has the field. */
function pathOfField(document: Document, field: string): readonly PropertyKey[] {
  const path = [...field.matchAll(/[^.[\]]+/g)].map(([part]) => (/^\d+$/.test(part) ? Number(part) : part))
  const [first] = path
  const home = ['spec', 'metadata'].find((part) => first !== undefined && document.hasIn([part, first]))
  return home === undefined ? [] : [home, ...path]
}

/** The line of the field, or of the nearest thing around it that is there. */
function lineOf(document: Document, path: readonly PropertyKey[], lines: LineCounter): number {
  for (let length = path.length; length >= 0; length--) {
    const node: unknown = length === 0 ? document.contents : document.getIn(path.slice(0, length), true)
    if (isNode(node) && (node as Node).range) return lines.linePos((node as Node).range?.[0] ?? 0).line
  }
  return 1
}
