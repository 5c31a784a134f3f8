/** The embedded runtime. */
export { type Runtime, type RuntimeOptions, startRuntime } from './runtime.ts'
export { openSecrets, type Secrets, secretsFile, tokenFile } from './secrets.ts'
