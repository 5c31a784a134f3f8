/** Where the dynoxide binary of this platform is. */
import { createRequire } from 'node:module'
import { binaryMissing } from './error.ts'

/** The path of the binary; throws `dynamodb.binary-missing` where npm installed none. */
export function locateBinary(platform: string = process.platform, architecture: string = process.arch): string {
  const resolve = createRequire(import.meta.url).resolve
  try {
    return resolve(`@dynoxide/${platform}-${architecture}/dynoxide`)
  } catch {
    throw binaryMissing(`${platform}-${architecture}`)
  }
}
