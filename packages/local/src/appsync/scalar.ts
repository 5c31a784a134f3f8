/** AppSync's scalars by AWS's rules, checked on the way in and on the way out. */
import { isIP, isIPv4 } from 'node:net'
import { GraphQLError, type GraphQLSchema, isScalarType, Kind, type ValueNode } from 'graphql'
import { type AwsScalar, awsScalars } from './builtin.ts'
import { ScalarError } from './error-entry.ts'

/** Whether a text is one; the two that are no texts stand below. */
const isValid: Readonly<Record<Exclude<AwsScalar, 'AWSTimestamp' | 'AWSJSON'>, (text: string) => boolean>> = {
  AWSDate: (text) => isDate(text),
  AWSTime: (text) => isTime(text),
  AWSDateTime: (text) => isDateTime(text),
  AWSEmail: (text) => /^[^\s@<>()[\]\\,;:"]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*$/.test(text),
  AWSURL: (text) => isUrl(text),
  AWSPhone: (text) => isPhone(text),
  AWSIPAddress: (text) => isAddress(text),
}

/** `Z`, or hours and minutes with optional seconds: up to 14 hours is in use, 18 is what the format can say. */
const offset = '(?:Z|[+-](?:0\\d|1[0-8]):[0-5]\\d(?::[0-5]\\d)?)'
const time = '(?:[01]\\d|2[0-3]):[0-5]\\d(?::[0-5]\\d(?:\\.\\d{1,9})?)?'
const datePattern = new RegExp(`^(-?\\d{4,})-(\\d\\d)-(\\d\\d)${offset}?$`)
const timePattern = new RegExp(`^${time}${offset}?$`)
const dateTimePattern = new RegExp(`^(-?\\d{4,}-\\d\\d-\\d\\d)T${time}${offset}$`)

function isDate(text: string): boolean {
  const [, year, month, day] = datePattern.exec(text) ?? []
  if (year === undefined) return false
  const date = new Date(0)
  date.setUTCFullYear(Number(year), Number(month) - 1, Number(day))
  return date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day)
}

const isTime = (text: string): boolean => timePattern.test(text)

function isDateTime(text: string): boolean {
  const date = dateTimePattern.exec(text)?.[1]
  return date !== undefined && isDate(date)
}

/** A scheme is needed, and no empty step in the path. */
function isUrl(text: string): boolean {
  if (!/^[A-Za-z][A-Za-z0-9+.-]*:/.test(text) || !URL.canParse(text)) return false
  return !new URL(text).pathname.includes('//')
}

/** With a country's code in E.164's length, or of North America without one. Spaces and hyphens group. */
function isPhone(text: string): boolean {
  if (!/^\+?[\d(][\d\s().-]*\d$/.test(text)) return false
  const digits = text.replaceAll(/\D/g, '')
  if (text.startsWith('+')) return /^[1-9]\d{6,14}$/.test(digits)
  return /^1?[2-9]\d{2}[2-9]\d{6}$/.test(digits)
}

/** IPv4 or IPv6 without brackets, with an optional prefix length. */
function isAddress(text: string): boolean {
  const [address = '', prefix, ...rest] = text.split('/')
  if (rest.length > 0 || isIP(address) === 0 || address.includes('%')) return false
  if (prefix === undefined) return true
  return /^\d{1,3}$/.test(prefix) && Number(prefix) <= (isIPv4(address) ? 32 : 128)
}

function fail(name: AwsScalar, value: unknown): never {
  const shown = typeof value === 'string' ? value : JSON.stringify(value)
  throw new ScalarError(`Unable to serialize \`${shown}\` as a valid ${name.slice('AWS'.length)} Object.`)
}

function refuse(name: AwsScalar, value: unknown): never {
  throw new GraphQLError(`Variable or literal ${JSON.stringify(value)} is not a valid ${name}`)
}

function check(name: AwsScalar, value: unknown, no: (name: AwsScalar, value: unknown) => never): unknown {
  switch (name) {
    case 'AWSTimestamp':
      return Number.isSafeInteger(value) ? value : no(name, value)
    case 'AWSJSON':
      return typeof value === 'string' ? jsonOf(value, no) : no(name, value)
    default:
      return typeof value === 'string' && isValid[name](value) ? value : no(name, value)
  }
}

function jsonOf(text: string, no: (name: AwsScalar, value: unknown) => never): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return no('AWSJSON', text)
  }
}

/** AWSJSON leaves as JSON text: a text that is JSON already goes as it is, anything else is written as JSON. */
function serialize(name: AwsScalar, value: unknown): unknown {
  if (name !== 'AWSJSON') return check(name, value, fail)
  if (typeof value !== 'string') return JSON.stringify(value)
  jsonOf(value, fail)
  return value
}

function literal(name: AwsScalar, node: ValueNode): unknown {
  if (node.kind === Kind.INT && name === 'AWSTimestamp') return check(name, Number(node.value), refuse)
  if (node.kind === Kind.STRING && name !== 'AWSTimestamp') return check(name, node.value, refuse)
  return refuse(name, 'value' in node ? node.value : node.kind)
}

/** Gives a schema's AWS scalars their rules. */
export function equipScalars(schema: GraphQLSchema): GraphQLSchema {
  for (const name of awsScalars) {
    const type = schema.getType(name)
    if (!isScalarType(type)) continue
    type.serialize = (value) => serialize(name, value)
    type.parseValue = (value) => check(name, value, refuse)
    type.parseLiteral = (node) => literal(name, node)
  }
  return schema
}
