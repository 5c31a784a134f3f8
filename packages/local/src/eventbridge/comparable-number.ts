/** Numbers as EventBridge compares them: as doubles, but only where the double says exactly what the literal says. */

const literalParts = /^(-?)([0-9]+)(?:\.([0-9]+))?(?:[eE]([+-]?[0-9]+))?$/

/**
 * The double a JSON number literal stands for, or undefined where none prints the same value: 1e400, 1e-400 and
 * 9007199254740993 can be compared with their own literal only.
 */
export function comparableNumber(literal: string): number | undefined {
  const value = Number(literal)
  if (!Number.isFinite(value) || literal.trim() === '') return undefined
  const written = decimal(literal)
  const held = decimal(String(value))
  if (written === undefined || held === undefined || written !== held) return undefined
  // Literals have no negative zero once they are decimals.
  return value === 0 ? 0 : value
}

/** One spelling per decimal value: digits without zeros at either end, and the power of ten they stand for. */
function decimal(literal: string): string | undefined {
  const parts = literalParts.exec(literal)
  if (parts === null) return undefined
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = parts
  const digits = `${whole}${fraction}`.replace(/^0+/, '')
  const significant = digits.replace(/0+$/, '')
  if (significant === '') return '0'
  return `${sign}${significant}e${Number(exponent) - fraction.length + (digits.length - significant.length)}`
}
