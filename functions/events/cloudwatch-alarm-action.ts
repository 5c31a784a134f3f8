/** CloudWatch calls this function itself, as the action of an alarm. */
import { Alert } from '@houston/core/alert'
import { awsEventHandler } from '../middleware/event-handler.ts'

export const handler = awsEventHandler((ctx, event) =>
  Alert.receive(ctx, { kind: 'cloudwatch-action', payload: event }),
)
