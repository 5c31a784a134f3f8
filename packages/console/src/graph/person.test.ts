import { expect, it } from 'vitest'
import { personOf } from './person.ts'

const tokenOf = (claims: object): string => `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.x`

it('takes name and roles of the access token, as Houston’s functions do', () => {
  expect(personOf(tokenOf({ sub: 'u1', email: 'zoë@example.com', roles: ['responder'] }), {})).toEqual({
    id: 'zoë@example.com',
    roles: ['responder'],
  })
  expect(personOf(tokenOf({ sub: 'u1', roles: 'viewer, releaser' }), {}).roles).toEqual(['viewer', 'releaser'])
})

it('gives nobody a role that the access token does not name', () => {
  expect(personOf(tokenOf({ sub: 'u1' }), { sub: 'u1', roles: ['admin'] })).toEqual({ id: 'u1', roles: [] })
  expect(personOf('opaque', { sub: 'u2', roles: ['admin'] })).toEqual({ id: 'u2', roles: [] })
})
