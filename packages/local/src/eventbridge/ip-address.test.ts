import { expect, test } from 'vitest'
import { addressDigits, cidrRange, inAddressRange } from './ip-address.ts'

function inBlock(block: string, address: string): boolean {
  const range = cidrRange(block)
  if ('refused' in range) throw new Error(range.refused)
  return inAddressRange(range, addressDigits(address) ?? address)
}

test('spellings of one address are one address', () => {
  expect(addressDigits('10.0.0.01')).toBe('0A000001')
  expect(addressDigits('::ffff:a00:1')).toBe('0A000001')
  expect(addressDigits('::1')).toBe(addressDigits('0:0:0:0:0:0:0:1'))
  expect(addressDigits('2001:DB8::A')).toBe(addressDigits('2001:db8:0::000a'))
})

test('text that is no address has no digits', () => {
  for (const text of ['10.0.0', '256.0.0.1', '1:2', '1:::2', '1:2:3:4:5:6:7::8', 'fe80::1%eth0', '', '::g'])
    expect(addressDigits(text), text).toBeUndefined()
})

test('a block holds its first and last address and none beside them', () => {
  expect(inBlock('10.0.0.0/24', '10.0.0.0')).toBe(true)
  expect(inBlock('10.0.0.0/24', '10.0.0.255')).toBe(true)
  expect(inBlock('10.0.0.0/24', '10.0.1.0')).toBe(false)
  expect(inBlock('10.0.0.7/24', '10.0.0.1')).toBe(true)
  expect(inBlock('2001:db8::/32', '2001:db8:ffff::1')).toBe(true)
  expect(inBlock('2001:db8::/32', '2001:db9::')).toBe(false)
})

test('an IPv4 block reads the first digits of an IPv6 address, as on AWS', () => {
  expect(inBlock('0.0.0.0/0', '2001:db8::1')).toBe(true)
})

test('refuses blocks AWS refuses, in its words', () => {
  expect(cidrRange('10.0.0.0/32')).toEqual({ refused: 'IPv4 mask bits must be < 32' })
  expect(cidrRange('::/128')).toEqual({ refused: 'IPv6 mask bits must be < 128' })
  expect(cidrRange('10.0.0.0')).toEqual({ refused: "Malformed CIDR, one '/' required" })
  expect(cidrRange('10.0.0.0/x')).toEqual({ refused: 'Malformed CIDR, mask bits must be an integer' })
  expect(cidrRange('10.0.0.0/-1')).toEqual({ refused: 'Malformed CIDR, mask bits must not be negative' })
  expect(cidrRange('300.0.0.1/8')).toEqual({ refused: 'Invalid IP address: 300.0.0.1' })
  expect(cidrRange('host/8')).toEqual({ refused: 'Nonstandard IP address: host' })
})
