/** Amazon SNS's messages over HTTPS: their shape, what is signed in them, and whose certificate may have signed it. */
import { createVerify, X509Certificate } from 'node:crypto'
import * as z from 'zod'

export const snsMessageSchema = z.object({
  Type: z.enum(['Notification', 'SubscriptionConfirmation', 'UnsubscribeConfirmation']),
  MessageId: z.string(),
  TopicArn: z.string(),
  Message: z.string(),
  Subject: z.string().nullish(),
  Timestamp: z.string(),
  SignatureVersion: z.enum(['1', '2']),
  Signature: z.string(),
  SigningCertURL: z.string(),
  SubscribeURL: z.string().optional(),
  Token: z.string().optional(),
})
export type SnsMessage = z.infer<typeof snsMessageSchema>

const signedFields = {
  Notification: ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type'],
  SubscriptionConfirmation: ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'],
  UnsubscribeConfirmation: ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'],
} as const satisfies Record<SnsMessage['Type'], readonly (keyof SnsMessage)[]>

/** The bytes that SNS signs: name and value of each field in order, a line each. */
export const snsSignedText = (message: SnsMessage): string =>
  signedFields[message.Type]
    .filter((field) => message[field] != null)
    .map((field) => `${field}\n${message[field]}\n`)
    .join('')

const amazonHost = /^sns\.[a-z0-9-]{3,}\.amazonaws\.com(\.cn)?$/

/** Only Amazon's own host may name the certificate or be asked to confirm: anything else would let a sender vouch for itself. */
export function isAmazonUrl(text: string, kind: 'certificate' | 'confirmation'): boolean {
  if (!URL.canParse(text)) return false
  const url = new URL(text)
  const plain = url.protocol === 'https:' && amazonHost.test(url.host) && url.username === '' && url.password === ''
  return plain && (kind === 'confirmation' || /^\/SimpleNotificationService-[0-9a-f]+\.pem$/.test(url.pathname))
}

export type SnsVerdict =
  | { readonly kind: 'genuine' }
  | {
      readonly kind: 'refused'
      readonly reason:
        | 'certificate-not-from-amazon'
        | 'topic-not-subscribed'
        | 'certificate-not-valid-now'
        | 'signature-wrong'
    }

/** `certificatePem` was fetched from the message's own URL, which `isAmazonUrl` must have accepted before. */
export function verifySns(
  message: SnsMessage,
  certificatePem: string,
  topics: readonly string[],
  nowMs: number,
): SnsVerdict {
  if (!isAmazonUrl(message.SigningCertURL, 'certificate'))
    return { kind: 'refused', reason: 'certificate-not-from-amazon' }
  if (!topics.includes(message.TopicArn)) return { kind: 'refused', reason: 'topic-not-subscribed' }
  const certificate = new X509Certificate(certificatePem)
  const [fromMs, toMs] = [Date.parse(certificate.validFrom), Date.parse(certificate.validTo)]
  if (!(nowMs >= fromMs && nowMs < toMs)) return { kind: 'refused', reason: 'certificate-not-valid-now' }
  const verifier = createVerify(message.SignatureVersion === '1' ? 'RSA-SHA1' : 'RSA-SHA256')
  verifier.update(snsSignedText(message))
  return verifier.verify(certificate.publicKey, message.Signature, 'base64')
    ? { kind: 'genuine' }
    : { kind: 'refused', reason: 'signature-wrong' }
}
