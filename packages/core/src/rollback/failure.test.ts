import { describe, expect, it } from 'vitest'
import { failureSchema, plainCause } from './failure.ts'

describe('the cause of a failure', () => {
  it('is the message of what a function threw, without its stack', () => {
    const cause = JSON.stringify({ errorType: 'Houston.Retryable', errorMessage: 'no "answer"', trace: ['at x.ts'] })
    expect(plainCause(cause)).toBe('no "answer"')
  })

  it('is the message also where Step Functions cut the text', () => {
    expect(plainCause('{"errorType":"E","errorMessage":"no answer","trace":["at')).toBe('no answer')
  })

  it.each(['States.Timeout', '', '{"other":1}', '42'])('is the text itself where it is no function’s: %s', (text) => {
    expect(plainCause(text)).toBe(text)
  })

  it('follows what the machine was doing; without one the sentence stands alone', () => {
    const reason = { code: 'shift-failed', sentence: 'The weight could not be set' }
    expect(failureSchema.parse({ ...reason, cause: 'States.Timeout' })).toEqual({
      code: 'shift-failed',
      sentence: 'The weight could not be set: States.Timeout',
    })
    expect(failureSchema.parse(reason)).toEqual(reason)
  })
})
