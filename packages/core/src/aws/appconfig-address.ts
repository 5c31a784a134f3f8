/** Where a flag lives in AppConfig: an environment and a profile of an application, and the flag's key in the profile's document. */
import * as z from 'zod'
import * as refused from '../port/traffic-error.ts'

/** What a role needs to set flags, on the application, its environment and profile, and the deployment strategy. */
export const requiredActions = [
  'appconfig:CreateHostedConfigurationVersion',
  'appconfig:GetConfigurationProfile',
  'appconfig:GetHostedConfigurationVersion',
  'appconfig:ListDeployments',
  'appconfig:StartDeployment',
  'appconfig:StopDeployment',
] as const

const expected =
  'appconfig://<region>/<application>/<environment>/<profile>/<flag>?strategy=<deployment strategy>&unit=<context key>, with the ids that AppConfig gave'

export interface AppConfigAddress {
  readonly region: string
  readonly application: string
  readonly environment: string
  readonly profile: string
  readonly flag: string
  /** How AppConfig hands a new document out; best one of no duration and no bake time: waves and soaks are Houston's. */
  readonly strategy: string
  /** The key of the evaluation context whose value decides who is on which side, e.g. `userId`. */
  readonly unit: string
}

const idSchema = z.string().regex(/^[a-z0-9]{4,7}$/)
const addressSchema = z.object({
  region: z.string().regex(/^[a-z0-9-]+$/),
  application: idSchema,
  environment: idSchema,
  profile: idSchema,
  flag: z.string().regex(/^[a-z][a-zA-Z\d_-]{0,63}$/),
  strategy: z
    .string()
    .regex(/^([a-z0-9]{4,7}|AppConfig\.[A-Za-z0-9]{9,40})$/)
    .default('AppConfig.AllAtOnce'),
  unit: z
    .string()
    .regex(/^[a-zA-Z]\w{0,63}$/)
    .default('userId'),
})

/** The address of one flag in one environment, as a URL. */
export const appConfigAddressSchema = z.string().transform((text, context): AppConfigAddress => {
  const url = URL.canParse(text) ? new URL(text) : undefined
  const [, application, environment, profile, flag, ...more] = url?.pathname.split('/') ?? []
  const query = Object.fromEntries(url?.searchParams ?? [])
  const parsed = addressSchema.safeParse({ ...query, region: url?.hostname, application, environment, profile, flag })
  if (url?.protocol === 'appconfig:' && more.length === 0 && parsed.success) return parsed.data
  context.addIssue({ code: 'custom', message: `must be ${expected}` })
  return z.NEVER
})

export function appConfigAddress(address: string): AppConfigAddress {
  const parsed = appConfigAddressSchema.safeParse(address)
  if (!parsed.success) throw refused.targetInvalid(address, expected)
  return parsed.data
}
