/** Where commands write: text for people, JSON for programs. */
import { stripVTControlCharacters, styleText } from 'node:util'

export type Style = Parameters<typeof styleText>[0]

/** Colours only where a person looks and wants them (NO_COLOR). */
export const paint = (style: Style, text: string): string =>
  process.stdout.isTTY && process.env.NO_COLOR === undefined ? styleText(style, text) : text

export const print = (text: string): void => {
  process.stdout.write(`${text}\n`)
}

export const printJson = (value: unknown): void => print(JSON.stringify(value, null, 2))

export const visibleLength = (text: string): number => stripVTControlCharacters(text).length

export const padEnd = (text: string, width: number): string =>
  text + ' '.repeat(Math.max(0, width - visibleLength(text)))

/** Columns as wide as their widest cell. */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = header.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => visibleLength(row[column] ?? ''))),
  )
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => padEnd(cell, widths[column] ?? 0))
      .join('  ')
      .trimEnd()
  return [paint('dim', line(header)), ...rows.map(line)].join('\n')
}
