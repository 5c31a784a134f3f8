/** PutEvents as the SDK sends it, for a caller that must hear every answer, also a broken one. */
import type { Secrets } from '@houston/local/runtime'

export const eventHeadersFor = ({ accessKeyId }: Secrets): Record<string, string> => ({
  authorization: `AWS4-HMAC-SHA256 Credential=${accessKeyId}/20260302/us-east-1/events/aws4_request, Signature=0`,
  'x-amz-target': 'AWSEvents.PutEvents',
  'content-type': 'application/x-amz-json-1.1',
})

export const putEventBody = (source: string, detailType: string, detail: unknown): string =>
  JSON.stringify({ Entries: [{ Source: source, DetailType: detailType, Detail: JSON.stringify(detail) }] })
