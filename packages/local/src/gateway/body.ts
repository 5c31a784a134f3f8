/** A request's body, up to a limit. */
import type { IncomingMessage } from 'node:http'

/** Reads on past the limit without keeping anything, so that the caller gets an answer and not a reset. */
export async function readBody(request: IncomingMessage, maxBytes: number): Promise<Buffer | 'too-large'> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes <= maxBytes) chunks.push(chunk)
  }
  return bytes > maxBytes ? 'too-large' : Buffer.concat(chunks)
}
