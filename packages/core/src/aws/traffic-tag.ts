/** Names and digests are kept in AWS's own tags; not every text is fit for one. */
import * as refused from '../port/traffic-error.ts'

/** Tag values take letters, digits, spaces and + - = . _ : / @, 256 at most. */
export function checkTagValue(service: string, version: string, ...values: readonly string[]): void {
  if (values.every((value) => /^[\p{L}\p{N}\s+\-=._:/@]{1,256}$/u.test(value))) return
  throw refused.versionInvalid(service, version, 'its name and digest must be fit for a tag of AWS')
}
