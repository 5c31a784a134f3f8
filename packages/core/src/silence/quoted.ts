/** Strings in double quotes as Go writes them (strconv.Unquote): the escapes it knows, and nothing that is no UTF-8. */
const simple: Readonly<Record<string, number>> = {
  a: 7,
  b: 8,
  f: 12,
  n: 10,
  r: 13,
  t: 9,
  v: 11,
  '\\': 92,
  '"': 34,
}
const hexLengths: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 }
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** The text that starts with the quote at `start`, and the place behind its closing quote; throws where it is not one. */
export function readGoString(source: string, start: number): { text: string; end: number } {
  const bytes: number[] = []
  let place = start + 1
  while (source.charAt(place) !== '"') {
    if (place >= source.length) throw new Error(`${start}: end of input: expected a closing quote`)
    if (source.charAt(place) === '\\') {
      const escaped = readEscape(source, place + 1)
      bytes.push(...escaped.bytes)
      place = escaped.end
    } else {
      const letter = String.fromCodePoint(source.codePointAt(place) ?? 0)
      if (letter === '\n') throw new Error(`${place}: a line ends within quotes: invalid input`)
      bytes.push(...Buffer.from(letter))
      place += letter.length
    }
  }
  try {
    return { text: decoder.decode(Uint8Array.from(bytes)), end: place + 1 }
  } catch (cause) {
    throw new Error(`${start}: ${source.slice(start, place + 1)}: invalid input`, { cause })
  }
}

function readEscape(source: string, place: number): { bytes: readonly number[]; end: number } {
  const letter = source.charAt(place)
  const plain = simple[letter]
  if (plain !== undefined) return { bytes: [plain], end: place + 1 }
  const length = hexLengths[letter]
  if (length !== undefined) {
    const digits = source.slice(place + 1, place + 1 + length)
    const code = Number.parseInt(digits, 16)
    if (!new RegExp(`^[0-9a-fA-F]{${length}}$`).test(digits) || code > 0x10ffff)
      throw new Error(`\\${letter}${digits}: invalid input`)
    return { bytes: letter === 'x' ? [code] : [...Buffer.from(String.fromCodePoint(code))], end: place + 1 + length }
  }
  const octal = /^[0-3][0-7]{2}/.exec(source.slice(place, place + 3))?.[0]
  if (octal === undefined) throw new Error(`\\${letter}: invalid input`)
  return { bytes: [Number.parseInt(octal, 8)], end: place + 3 }
}
