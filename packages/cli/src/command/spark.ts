/** A series as one line of a terminal, eight heights from nothing to the highest; a gap is a dot. */
const heights = '▁▂▃▄▅▆▇█'

export function spark(values: readonly (number | null)[]): string {
  const highest = Math.max(0, ...values.map((value) => value ?? 0))
  return values
    .map((value) => {
      if (value === null) return '·'
      const place = highest === 0 ? 0 : Math.min(heights.length - 1, Math.floor((value / highest) * heights.length))
      return heights.charAt(Math.max(0, place))
    })
    .join('')
}
