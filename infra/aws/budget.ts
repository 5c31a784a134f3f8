/** What a stage may cost a month: at 80 % of it, and when it is forecast to be passed, the fallback topic is told. */
import { deploymentSettings } from '../settings.ts'
import { fallbackTopic } from './fallback.ts'
import { nameOf, tags } from './naming.ts'

export function makeBudget(): void {
  const { monthlyBudgetUsd } = deploymentSettings(process.env)
  const subscribers = [fallbackTopic().arn]
  const notice = {
    comparisonOperator: 'GREATER_THAN',
    thresholdType: 'PERCENTAGE',
    subscriberSnsTopicArns: subscribers,
  }
  new aws.budgets.Budget('Budget', {
    name: nameOf('budget'),
    budgetType: 'COST',
    timeUnit: 'MONTHLY',
    limitAmount: String(monthlyBudgetUsd),
    limitUnit: 'USD',
    // Counts once the tag is switched on as a cost allocation tag of the account.
    costFilters: [{ name: 'TagKeyValue', values: [`user:houston:stage$${$app.stage}`] }],
    notifications: [
      { ...notice, threshold: 80, notificationType: 'ACTUAL' },
      { ...notice, threshold: 100, notificationType: 'FORECASTED' },
    ],
    tags,
  })
}
