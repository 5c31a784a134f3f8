/** What a target receives: the event, a constant, a part of the event, or a template filled from it. */
import type { Json, JsonObject } from '@houston/core/json.ts'
import { AwsError } from '../aws-service.ts'
import { parseInputPath, valueAt } from './input-path.ts'
import { compileTemplate, type TemplateContext } from './input-template.ts'

export type TargetInput =
  | { readonly kind: 'event' }
  /** JSON text, delivered as it is. */
  | { readonly kind: 'constant'; readonly json: string }
  | { readonly kind: 'path'; readonly path: string }
  | { readonly kind: 'transformer'; readonly paths: Readonly<Record<string, string>>; readonly template: string }

/** The same as AWS's API has it. */
export interface AwsTargetInput {
  readonly Input?: string
  readonly InputPath?: string
  readonly InputTransformer?: {
    readonly InputPathsMap?: Readonly<Record<string, string>>
    readonly InputTemplate: string
  }
}

export type RenderedInput =
  | { readonly kind: 'rendered'; readonly payload: Json }
  /** The template gives no JSON for this event: AWS delivers nothing. */
  | { readonly kind: 'invalid-json'; readonly text: string }

/** Renders one event's payload. */
export type InputRenderer = (event: JsonObject, context: TemplateContext) => RenderedInput

const invalid = (message: string): AwsError => new AwsError('ValidationException', message)

export function inputFromAws(targetId: string, input: AwsTargetInput): TargetInput {
  const { Input: json, InputPath: path, InputTransformer: transformer } = input
  if ([json, path, transformer].filter((one) => one !== undefined).length > 1)
    throw invalid(`Only one of Input, InputPath, or InputTransformer must be provided for target ${targetId}.`)
  if (json !== undefined) return { kind: 'constant', json }
  if (path !== undefined) return { kind: 'path', path }
  if (transformer === undefined) return { kind: 'event' }
  return { kind: 'transformer', paths: transformer.InputPathsMap ?? {}, template: transformer.InputTemplate }
}

export function inputToAws(input: TargetInput): AwsTargetInput {
  switch (input.kind) {
    case 'event':
      return {}
    case 'constant':
      return { Input: input.json }
    case 'path':
      return { InputPath: input.path }
    case 'transformer':
      return { InputTransformer: { InputPathsMap: input.paths, InputTemplate: input.template } }
  }
}

/** Checks the input once and gives its renderer; throws AWS's ValidationException. */
export function compileInput(targetId: string, input: TargetInput): InputRenderer {
  switch (input.kind) {
    case 'event':
      return (event) => ({ kind: 'rendered', payload: event })
    case 'constant': {
      const rendered = jsonOf(input.json)
      if (rendered.kind === 'invalid-json') throw invalid(`JSON syntax error in input for target ${targetId}.`)
      return () => rendered
    }
    case 'path': {
      const path = parseInputPath(input.path)
      if (path === undefined) throw invalid(`InputPath for target ${targetId} is invalid.`)
      return (event) => ({ kind: 'rendered', payload: valueAt(path, event) ?? null })
    }
    case 'transformer': {
      const render = compileTemplate(targetId, input.paths, input.template)
      return (event, context) => jsonOf(render(event, context))
    }
  }
}

function jsonOf(text: string): RenderedInput {
  try {
    return { kind: 'rendered', payload: JSON.parse(text) }
  } catch {
    return { kind: 'invalid-json', text }
  }
}
