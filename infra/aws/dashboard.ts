/** The two dashboards in CloudWatch. */
import { type DashboardNames, operatorsDashboard, planeDashboard } from '../dashboard.ts'
import { topology } from '../topology.ts'
import { nameOf, withArns } from './naming.ts'

export function makeDashboards(apiId: $util.Input<string>): void {
  const bodies = { operators: operatorsDashboard, plane: planeDashboard }
  for (const [name, body] of Object.entries(bodies))
    new aws.cloudwatch.Dashboard(`${name}Dashboard`, {
      dashboardName: nameOf(name),
      dashboardBody: $util
        .all([
          apiId,
          aws.getRegionOutput().region,
          withArns(({ machine }) => Object.keys(topology.machines).map(machine)),
        ])
        .apply(([api, region, arns]) => body(topology, namesOf(api, region, arns))),
    })
}

function namesOf(apiId: string, region: string, machineArns: readonly string[]): DashboardNames {
  const arns = new Map(Object.keys(topology.machines).map((name, index) => [name, machineArns[index] ?? '']))
  return {
    region,
    apiId,
    table: nameOf('table'),
    bus: nameOf('bus'),
    function: nameOf,
    machineArn: (name) => arns.get(name) ?? '',
    deadLetterQueue: (name) => nameOf(`${name}-dead-letters`),
  }
}
