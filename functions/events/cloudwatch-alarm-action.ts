/** CloudWatch calls this function itself, as the action of an alarm. */
import * as Alert from '@houston/core/alert/surface.ts'
import { awsEventHandler } from '../middleware/event-handler.ts'

export const handler = awsEventHandler((ctx, event) =>
  Alert.receive(ctx, { kind: 'cloudwatch-action', payload: event }),
)
