/** Input templates: `<name>` becomes a value of the event, as JSON outside quotes and as text inside. */
import type { Json, JsonObject } from '@houston/core/json.ts'
import { AwsError } from '../aws-service.ts'
import { type InputPath, parseInputPath, valueAt } from './input-path.ts'

export interface TemplateContext {
  readonly ruleArn: string
  readonly ruleName: string
  /** ISO 8601, when the bus took the event. */
  readonly ingestionTime: string
}

/** The filled template. It need not be JSON: nothing is delivered then. */
export type TemplateRenderer = (event: JsonObject, context: TemplateContext) => string

type Value = (event: JsonObject, context: TemplateContext) => Json | undefined
type Part = string | { readonly value: Value; readonly quoted: boolean }

/** AWS's own variables, usable without an entry in the paths. */
const predefined: Readonly<Record<string, Value>> = {
  'aws.events.rule-arn': (_event, { ruleArn }) => ruleArn,
  'aws.events.rule-name': (_event, { ruleName }) => ruleName,
  'aws.events.event.ingestion-time': (_event, { ingestionTime }) => ingestionTime,
  'aws.events.event': eventWithoutDetail,
  'aws.events.event.json': (event) => event,
}

const placeholder = /<([A-Za-z0-9_.-]+)>/y

/** Reads the template once; throws AWS's ValidationException for an unknown placeholder or a path it cannot take. */
export function compileTemplate(
  targetId: string,
  paths: Readonly<Record<string, string>>,
  template: string,
): TemplateRenderer {
  const named = new Map(Object.entries(paths).map(([name, path]) => [name, pathValue(targetId, name, path)]))
  const resolve = (name: string): Value => {
    const value = named.get(name) ?? (Object.hasOwn(predefined, name) ? predefined[name] : undefined)
    if (value !== undefined) return value
    throw new AwsError(
      'ValidationException',
      `InputTemplate for target ${targetId} contains invalid placeholder ${name}.`,
    )
  }
  const parts = splitTemplate(template, resolve)
  // A template that is one string shows objects without their quotes; inside a JSON template's string they break it.
  const showsObjects = template.trimStart().startsWith('"')
  return (event, context) =>
    parts
      .map((part) => {
        if (typeof part === 'string') return part
        const value = part.value(event, context)
        return part.quoted ? insideQuotes(value, showsObjects) : JSON.stringify(value ?? (value === null ? null : ''))
      })
      .join('')
}

function pathValue(targetId: string, name: string, text: string): Value {
  const path: InputPath | undefined = parseInputPath(text)
  if (path === undefined)
    throw new AwsError('ValidationException', `InputPathsMap of target ${targetId} has an invalid path for ${name}.`)
  return (event) => valueAt(path, event)
}

function splitTemplate(template: string, resolve: (name: string) => Value): Part[] {
  const parts: Part[] = []
  let text = ''
  let quoted = false
  for (let at = 0; at < template.length; at++) {
    placeholder.lastIndex = at
    const found = placeholder.exec(template)
    if (found !== null) {
      parts.push(text, { value: resolve(found[1] ?? ''), quoted })
      text = ''
      at = placeholder.lastIndex - 1
      continue
    }
    const character = template.charAt(at)
    if (quoted && character === '\\') {
      text += character + template.charAt(at + 1)
      at++
      continue
    }
    if (character === '"') quoted = !quoted
    text += character
  }
  return [...parts, text]
}

function insideQuotes(value: Json | undefined, showsObjects: boolean): string {
  if (value === undefined) return ''
  if (typeof value === 'string') return JSON.stringify(value).slice(1, -1)
  const json = JSON.stringify(value)
  // Escaped backslashes are stepped over, so that what is left is still the inside of a JSON string.
  return showsObjects ? json.replace(/(\\\\)|\\?"/g, '$1') : json
}

function eventWithoutDetail(event: JsonObject): Json {
  const { detail: _detail, 'detail-type': detailType, ...rest } = event
  return { ...rest, detailType: detailType ?? null }
}
