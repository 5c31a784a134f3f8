/** What a `houston/` folder declares: services in Backstage's format, pipelines in our own, checked whole before anything is applied. */
import { type Document, isNode, LineCounter, type Node, parseAllDocuments } from 'yaml'
import * as z from 'zod'
import { fieldPath } from '../operation.ts'
import { pipelineSchema } from '../pipeline/index.ts'
import { nameSchema, type serviceSchema, tierSchema } from '../service/index.ts'

/** One thing that is wrong, where a person finds it. */
export interface ManifestProblem {
  readonly file: string
  /** From 1. */
  readonly line: number
  readonly field: string
  readonly message: string
}

type ServiceEntry = z.infer<typeof serviceSchema>
type PipelineEntry = z.infer<typeof pipelineSchema>

export interface Manifest {
  readonly services: readonly ServiceEntry[]
  readonly pipelines: readonly PipelineEntry[]
  readonly problems: readonly ManifestProblem[]
}

interface Findings {
  readonly services: ServiceEntry[]
  readonly pipelines: PipelineEntry[]
  readonly problems: ManifestProblem[]
}

export interface ManifestFile {
  readonly file: string
  readonly text: string
}

const entityName = nameSchema

/** Backstage's Component (backstage.io, descriptor format): what Houston reads of it. */
const componentSchema = z.object({
  apiVersion: z.literal('backstage.io/v1alpha1'),
  kind: z.literal('Component'),
  metadata: z.object({
    name: entityName,
    description: z.string().optional(),
    annotations: z
      .object({
        'houston.dev/tier': z
          .string()
          .regex(/^[1-4]$/, 'must be 1 to 4')
          .default('3'),
      })
      .prefault({}),
  }),
  spec: z.object({
    owner: z.string().transform(refName).pipe(nameSchema),
    dependsOn: z.array(z.string().transform(refName).pipe(nameSchema)).default([]),
  }),
})

const pipelineDocumentSchema = z.strictObject({
  apiVersion: z.literal('houston.dev/v1'),
  kind: z.literal('Pipeline'),
  metadata: z.strictObject({ name: entityName }),
  spec: pipelineSchema.omit({ name: true }),
})

const kindsSchema = z.discriminatedUnion('kind', [componentSchema, pipelineDocumentSchema], {
  error: 'must be Component (backstage.io/v1alpha1) or Pipeline (houston.dev/v1)',
})

/** Backstage refers to things as `group:default/shop`; the last part is the name. */
function refName(reference: string): string {
  return reference.slice(Math.max(reference.lastIndexOf(':'), reference.lastIndexOf('/')) + 1)
}

/** YAML can name one thing many times over; a manifest has no need to. */
const aliasesPerDocument = 100

/** Reads all documents of all files; every problem of all of them is reported, with its file, line and field. */
export function parseManifest(files: readonly ManifestFile[]): Manifest {
  const found: Findings = { services: [], pipelines: [], problems: [] }
  for (const { file, text } of files) {
    const lines = new LineCounter()
    for (const document of parseAllDocuments(text, { lineCounter: lines })) {
      if (!('contents' in document) || document.contents === null) continue
      readDocument(file, document, lines, found)
    }
  }
  return found
}

function readDocument(file: string, document: Document, lines: LineCounter, found: Findings): void {
  for (const { message, pos } of document.errors) {
    found.problems.push({
      file,
      line: lines.linePos(pos[0]).line,
      field: '',
      message: message.split('\n')[0] ?? message,
    })
  }
  if (document.errors.length > 0) return
  const parsed = kindsSchema.safeParse(document.toJS({ maxAliasCount: aliasesPerDocument }))
  if (!parsed.success) {
    for (const { path, message } of parsed.error.issues) {
      found.problems.push({ file, line: lineOf(document, path, lines), field: fieldPath(path), message })
    }
    return
  }
  const { data } = parsed
  if (data.kind === 'Pipeline') found.pipelines.push({ ...data.spec, name: data.metadata.name })
  else found.services.push(serviceOf(data))
}

function serviceOf({ metadata, spec }: z.infer<typeof componentSchema>): ServiceEntry {
  const tier = tierSchema.parse(Number(metadata.annotations['houston.dev/tier']))
  return {
    name: metadata.name,
    description: metadata.description ?? '',
    owner: spec.owner,
    tier,
    dependsOn: spec.dependsOn,
  }
}

/** The line of the field, or of the nearest thing around it that is there. */
function lineOf(document: Document, path: readonly PropertyKey[], lines: LineCounter): number {
  for (let length = path.length; length >= 0; length--) {
    const node: unknown = length === 0 ? document.contents : document.getIn(path.slice(0, length), true)
    if (isNode(node) && (node as Node).range) return lines.linePos((node as Node).range?.[0] ?? 0).line
  }
  return 1
}
