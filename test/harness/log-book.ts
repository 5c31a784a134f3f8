/** What runtime and handlers log, as lines to look at: warnings and errors that a story does not expect fail it. */
import type { Log } from '@houston/core/port/log.ts'

export interface Line {
  readonly level: 'debug' | 'info' | 'warn' | 'error'
  readonly text: string
}

/** Errors as their code and message: what a person would search the log for. */
function plain(_key: string, value: unknown): unknown {
  if (!(value instanceof Error)) return value
  const code = 'code' in value ? String(value.code) : value.name
  return { code, message: value.message, ...(value.cause !== undefined && { cause: value.cause }) }
}

export class LogBook {
  readonly lines: Line[] = []
  readonly #expected: RegExp[] = []
  readonly #allowed: RegExp[] = []
  readonly log: Log

  constructor() {
    const write =
      (level: Line['level']) =>
      (message: string, facts: Record<string, unknown> = {}): void =>
        void this.lines.push({ level, text: `${level}: ${message} ${JSON.stringify(facts, plain)}` })
    this.log = { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') }
  }

  /** Puts the book in place of what the handlers log to; returns how to put that back. */
  takeOver(log: Log): () => void {
    const before = { ...log }
    Object.assign(log, this.log)
    return () => void Object.assign(log, before)
  }

  /** Lines like this must come at least once. */
  expect(pattern: RegExp): void {
    this.#expected.push(pattern)
  }

  /** Lines like this may come. */
  allow(pattern: RegExp): void {
    this.#allowed.push(pattern)
  }

  matching(pattern: RegExp): Line[] {
    return this.lines.filter(({ text }) => pattern.test(text))
  }

  /** Lines of any level that hold one of these, which no log may: a complaint names the level and never the secret. */
  leaks(secrets: readonly string[]): string[] {
    const leaking = this.lines.filter(({ text }) => secrets.some((secret) => text.includes(secret)))
    return leaking.map(({ level, text }) => `a secret stands in the log: ${level}: ${text.slice(0, 40)}…`)
  }

  /** Empty where every warning and error was expected, and every expected one came. */
  complaints(): string[] {
    const known = [...this.#expected, ...this.#allowed]
    const loud = this.lines.filter(({ level }) => level === 'warn' || level === 'error')
    const surprises = loud.filter(({ text }) => !known.some((pattern) => pattern.test(text)))
    const silent = this.#expected.filter((pattern) => !loud.some(({ text }) => pattern.test(text)))
    return [
      ...surprises.map(({ text }) => `unexpected log line: ${text.slice(0, 1_500)}`),
      ...silent.map((pattern) => `no log line like ${pattern}`),
    ]
  }
}
