/** IP addresses as EventBridge sees them: strings of hex digits, compared as ranges from the left. */

/** `lowest` and `highest` are hex digits of the same length, both inclusive. */
export interface AddressRange {
  readonly lowest: string
  readonly highest: string
}

const v4Shape = /^[0-9]+\.[0-9]+\.[0-9]+\.[0-9]+$/
const v6Shape = /^[0-9a-fA-F:]*:[0-9a-fA-F:]*$/
/** `000.000.000.000`: longer text is no IPv4 literal to AWS's reader. */
const longestV4Characters = 15
const mappedV4Prefix = `${'0'.repeat(20)}FFFF`

const looksLikeAddress = (text: string): boolean => v4Shape.test(text) || v6Shape.test(text)

/** The address's hex digits in upper case, 8 for IPv4 (also when written as `::ffff:a00:1`) or 32, or undefined. */
export function addressDigits(text: string): string | undefined {
  if (v4Shape.test(text)) return v4Digits(text)
  return v6Shape.test(text) ? v6Digits(text) : undefined
}

/**
 * Whether `digits` lies in the range, decided at the first digit that tells. Longer digits are cut and shorter ones match
 * where their digits suffice: this is how `0.0.0.0/0` comes to match IPv6 text on AWS, too.
 */
export function inAddressRange({ lowest, highest }: AddressRange, digits: string): boolean {
  let atLowest = true
  let atHighest = true
  for (let place = 0; place < lowest.length; place++) {
    const digit = digits[place]
    if (digit === undefined || !/[0-9A-F]/.test(digit)) return false
    const [low = '', high = ''] = [lowest[place], highest[place]]
    if ((atLowest && digit < low) || (atHighest && digit > high)) return false
    atLowest &&= digit === low
    atHighest &&= digit === high
    if (!atLowest && !atHighest) return true
  }
  return true
}

/** The range of a CIDR block, or the sentence that refuses it. */
export function cidrRange(block: string): AddressRange | { readonly refused: string } {
  const parts = block.split('/')
  // AWS's reader drops empty parts at the end: `10.0.0.0/8/` is a block.
  while (parts.length > 0 && parts.at(-1) === '') parts.pop()
  const [address, maskText] = parts
  if (parts.length !== 2 || address === undefined || maskText === undefined)
    return { refused: "Malformed CIDR, one '/' required" }
  if (!/^[+-]?[0-9]{1,10}$/.test(maskText)) return { refused: 'Malformed CIDR, mask bits must be an integer' }
  const maskBits = Number(maskText)
  if (maskBits > 2_147_483_647) return { refused: 'Malformed CIDR, mask bits must be an integer' }
  if (maskBits < 0) return { refused: 'Malformed CIDR, mask bits must not be negative' }
  const digits = addressDigits(address)
  if (digits === undefined)
    return { refused: `${looksLikeAddress(address) ? 'Invalid' : 'Nonstandard'} IP address: ${address}` }
  if (digits.length === 8 && maskBits > 31) return { refused: 'IPv4 mask bits must be < 32' }
  if (maskBits > 127) return { refused: 'IPv6 mask bits must be < 128' }
  return blockRange(digits, maskBits)
}

function blockRange(digits: string, maskBits: number): AddressRange {
  const freeMask = (1n << BigInt(digits.length * 4 - maskBits)) - 1n
  const address = BigInt(`0x${digits}`)
  const hex = (value: bigint): string => value.toString(16).toUpperCase().padStart(digits.length, '0')
  return { lowest: hex(address & ~freeMask), highest: hex(address | freeMask) }
}

function v4Digits(text: string): string | undefined {
  const bytes = text.split('.').map(Number)
  if (text.length > longestV4Characters || bytes.some((byte) => byte > 255)) return undefined
  return bytes.map((byte) => byte.toString(16).toUpperCase().padStart(2, '0')).join('')
}

function v6Digits(text: string): string | undefined {
  const halves = text.split('::')
  const [head = '', tail] = halves
  if (halves.length > 2) return undefined
  const before = groups(head)
  const after = tail === undefined ? [] : groups(tail)
  if (before === undefined || after === undefined) return undefined
  const missing = 8 - before.length - after.length
  // `::` stands for at least one group.
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined
  const digits = [...before, ...Array<string>(missing).fill('0000'), ...after].join('')
  return digits.startsWith(mappedV4Prefix) ? digits.slice(mappedV4Prefix.length) : digits
}

function groups(text: string): string[] | undefined {
  if (text === '') return []
  const found: string[] = []
  for (const group of text.split(':')) {
    // More than four digits pass where the first ones are zeros.
    const digits = group.replace(/^0+(?=.)/, '').toUpperCase()
    if (digits === '' || digits.length > 4) return undefined
    found.push(digits.padStart(4, '0'))
  }
  return found
}
