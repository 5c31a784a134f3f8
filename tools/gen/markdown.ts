/** Markdown that does not change unless what it says changes. */

/** Text inside a table's cell. */
export const cell = (text: string): string =>
  text
    .replaceAll('|', '\\|')
    .replaceAll(/\s*\n\s*/g, ' ')
    .trim()

export const code = (text: string): string => (text === '' ? '' : `\`${text.replaceAll('`', "'")}\``)

export function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`
  return [line(heads), `|${heads.map(() => '---').join('|')}|`, ...rows.map(line)].join('\n')
}

export const mermaid = (lines: readonly string[]): string => ['```mermaid', ...lines, '```'].join('\n')

/** A page: its title, who made it, and its parts with an empty line between. */
export const page = (title: string, source: string, ...parts: readonly string[]): string =>
  `${[`# ${title}`, `Made by \`npm run gen\` from ${source}; do not edit.`, ...parts.filter((part) => part !== '')].join('\n\n')}\n`
