/** What a deployment is told by its environment, all of it optional. Read while sst.config.ts is evaluated, never at run time. */

export interface DeploymentSettings {
  /** Told of the plane's own alarms, whatever state Houston is in. The address confirms by mail. */
  readonly fallbackEmail: string | undefined
  /** Regions that hold a copy of the table: what a region is left for. */
  readonly replicaRegions: readonly string[]
  readonly monthlyBudgetUsd: number
  /** Accounts whose builds and alarms are heard here: they may put AWS's events on this account's default bus. */
  readonly forwardingAccounts: readonly string[]
  /** Ranges inside the network, as CIDR, that webhooks and other configured URLs may lead into. */
  readonly outboundAllowed: readonly string[]
  /** A folder of documents, whose `Alarm` documents become alarms of CloudWatch. Of several stages in one account one has it. */
  readonly manifests: string | undefined
  /** Who says who people are: an OpenID Connect issuer, whose tokens hold a claim `roles`. Without one nobody reads the graph but by IAM. */
  readonly oidcIssuer: string | undefined
  /** The console's client at that issuer. */
  readonly oidcClient: string | undefined
}

/** Where people sign in to the console, and as which client. */
export interface SignInSettings {
  readonly issuer: string
  readonly client: string
}

/** Both or neither: an issuer alone lets people read the graph and gives no console. */
export function signInSettings({ oidcIssuer, oidcClient }: DeploymentSettings): SignInSettings | undefined {
  if (oidcIssuer === undefined || oidcClient === undefined) return undefined
  return { issuer: oidcIssuer, client: oidcClient }
}

const defaultMonthlyBudgetUsd = 200

export function deploymentSettings(environment: Readonly<Record<string, string | undefined>>): DeploymentSettings {
  const budget = Number(environment.HOUSTON_MONTHLY_BUDGET_USD ?? defaultMonthlyBudgetUsd)
  if (!(budget > 0)) throw new RangeError('HOUSTON_MONTHLY_BUDGET_USD must be a number of dollars above 0')
  return {
    fallbackEmail: environment.HOUSTON_FALLBACK_EMAIL || undefined,
    replicaRegions: listed(environment.HOUSTON_REPLICA_REGIONS),
    forwardingAccounts: listed(environment.HOUSTON_FORWARDING_ACCOUNTS).map(accountId),
    outboundAllowed: listed(environment.HOUSTON_OUTBOUND_ALLOWED),
    monthlyBudgetUsd: budget,
    manifests: environment.HOUSTON_MANIFESTS || undefined,
    oidcIssuer: environment.HOUSTON_OIDC_ISSUER || undefined,
    oidcClient: environment.HOUSTON_OIDC_CLIENT || undefined,
  }
}

const listed = (text = ''): string[] =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')

function accountId(text: string): string {
  if (!/^\d{12}$/.test(text)) throw new RangeError(`HOUSTON_FORWARDING_ACCOUNTS: ${text} is no account id of 12 digits`)
  return text
}
