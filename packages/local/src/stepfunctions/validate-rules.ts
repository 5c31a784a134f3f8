/** Checks choice rules, retriers and catchers. */
import type { Findings } from './diagnostic.ts'
import { isObject, type Source, type StateUnderCheck } from './validate-state.ts'
import { isPath, isReferencePath } from './validate-syntax.ts'

export function validateChoices({ state, language, location, findings }: StateUnderCheck): void {
  const { Choices } = state
  if (Choices === undefined) return
  if (!Array.isArray(Choices) || Choices.length === 0) {
    findings.schema(`${location}/Choices`, 'Expected an array of at least one choice rule')
    return
  }
  for (const [at, rule] of Choices.entries()) {
    const path = `${location}/Choices[${at}]`
    if (!isObject(rule)) {
      findings.schema(path, 'A choice rule must be an object')
      continue
    }
    if (typeof rule.Next !== 'string') findings.schema(path, 'These fields are required: [Next]')
    if (language === 'JSONPath') validateComparison(rule, path, findings)
    else validateCondition(rule, path, findings)
  }
}

const conditionFields = new Set(['Condition', 'Next', 'Assign', 'Output', 'Comment'])

function validateCondition(rule: Source, path: string, findings: Findings): void {
  const { Condition } = rule
  if (Condition === undefined) findings.schema(path, 'These fields are required: [Condition]')
  else if (typeof Condition !== 'boolean' && typeof Condition !== 'string')
    findings.schema(`${path}/Condition`, 'Expected a JSONata expression')
  for (const field of Object.keys(rule))
    if (!conditionFields.has(field)) findings.schema(path, `Field '${field}' is not supported in a JSONata choice rule`)
}

const comparison =
  /^(?:String|Numeric|Timestamp)(?:Equals|LessThan|GreaterThan|LessThanEquals|GreaterThanEquals)(?:Path)?$|^Boolean(?:Equals)(?:Path)?$|^StringMatches$|^Is(?:Null|Present|Numeric|String|Boolean|Timestamp)$/
const combined = new Set(['And', 'Or', 'Not'])
const ruleFields = new Set(['Variable', 'Next', 'Assign', 'Comment', 'QueryLanguage'])

/** A rule in JSONPath: one comparison of a variable, or rules combined. */
function validateComparison(rule: Source, path: string, findings: Findings): void {
  const operators = Object.keys(rule).filter((field) => comparison.test(field) || combined.has(field))
  for (const field of Object.keys(rule))
    if (!ruleFields.has(field) && !operators.includes(field)) findings.schema(path, `Field '${field}' is not supported`)
  const [operator, more] = operators
  if (operator === undefined || more !== undefined) {
    findings.schema(path, 'A choice rule must have exactly one comparison')
    return
  }
  if (combined.has(operator)) {
    const inner: unknown[] = Array.isArray(rule[operator]) ? rule[operator] : [rule[operator]]
    for (const [at, entry] of inner.entries())
      if (isObject(entry)) validateComparison(entry, `${path}/${operator}[${at}]`, findings)
      else findings.schema(`${path}/${operator}[${at}]`, 'A choice rule must be an object')
    return
  }
  if (typeof rule.Variable !== 'string' || !isPath(rule.Variable))
    findings.schema(`${path}/Variable`, 'Value is not a Reference Path')
  const other = rule[operator]
  if (operator.endsWith('Path') && (typeof other !== 'string' || !isPath(other)))
    findings.schema(`${path}/${operator}`, 'Value is not a Reference Path')
}

const isErrorList = (value: unknown): value is string[] =>
  Array.isArray(value) && value.length > 0 && value.every((entry) => typeof entry === 'string')

/** The error names of a list of retriers or catchers: present, and `States.ALL` alone and last. */
function validateErrors(rules: readonly unknown[], path: string, findings: Findings): void {
  for (const [at, rule] of rules.entries()) {
    const here = `${path}[${at}]`
    if (!isObject(rule)) {
      findings.schema(here, 'Expected an object')
      continue
    }
    if (!isErrorList(rule.ErrorEquals)) {
      findings.schema(here, 'These fields are required: [ErrorEquals]')
      continue
    }
    if (!rule.ErrorEquals.includes('States.ALL')) continue
    if (rule.ErrorEquals.length > 1) findings.schema(`${here}/ErrorEquals`, "'States.ALL' must appear alone")
    if (at < rules.length - 1) findings.schema(here, "'States.ALL' must appear in the last entry")
  }
}

const retryNumbers: Readonly<Record<string, { least: number; most: number; whole: boolean }>> = {
  IntervalSeconds: { least: 0, most: 99_999_999, whole: true },
  MaxAttempts: { least: 0, most: 99_999_999, whole: true },
  BackoffRate: { least: 1, most: Number.MAX_SAFE_INTEGER, whole: false },
  MaxDelaySeconds: { least: 1, most: 31_622_400, whole: true },
}
const retryFields = new Set(['ErrorEquals', 'JitterStrategy', 'Comment', ...Object.keys(retryNumbers)])

export function validateRetry({ state, location, findings }: StateUnderCheck): void {
  const { Retry } = state
  if (Retry === undefined) return
  const path = `${location}/Retry`
  if (!Array.isArray(Retry)) {
    findings.schema(path, 'Expected an array')
    return
  }
  validateErrors(Retry, path, findings)
  for (const [at, retrier] of Retry.entries()) {
    if (!isObject(retrier)) continue
    const here = `${path}[${at}]`
    for (const [field, value] of Object.entries(retrier)) {
      if (!retryFields.has(field)) findings.schema(here, `Field '${field}' is not supported`)
      const bounds = retryNumbers[field]
      if (bounds === undefined) continue
      const { least, most, whole } = bounds
      const fits = typeof value === 'number' && value >= least && value <= most && (!whole || Number.isInteger(value))
      if (!fits) findings.schema(`${here}/${field}`, `Expected a number from ${least} to ${most}`)
    }
    const { JitterStrategy } = retrier
    if (JitterStrategy !== undefined && JitterStrategy !== 'FULL' && JitterStrategy !== 'NONE')
      findings.schema(
        `${here}/JitterStrategy`,
        "The field 'JitterStrategy' should have one of these values: [FULL, NONE]",
      )
  }
}

export function validateCatch({ state, language, location, findings }: StateUnderCheck): void {
  const { Catch } = state
  if (Catch === undefined) return
  const path = `${location}/Catch`
  if (!Array.isArray(Catch)) {
    findings.schema(path, 'Expected an array')
    return
  }
  validateErrors(Catch, path, findings)
  const allowed = new Set([
    'ErrorEquals',
    'Next',
    'Assign',
    'Comment',
    language === 'JSONata' ? 'Output' : 'ResultPath',
  ])
  for (const [at, catcher] of Catch.entries()) {
    if (!isObject(catcher)) continue
    const here = `${path}[${at}]`
    if (typeof catcher.Next !== 'string') findings.schema(here, 'These fields are required: [Next]')
    for (const field of Object.keys(catcher))
      if (!allowed.has(field)) findings.schema(here, `Field '${field}' is not supported in a ${language} catcher`)
    const { ResultPath } = catcher
    if (
      ResultPath !== undefined &&
      ResultPath !== null &&
      !(typeof ResultPath === 'string' && isReferencePath(ResultPath))
    )
      findings.schema(`${here}/ResultPath`, 'Value is not a Reference Path')
  }
}
