/** What every domain stands on: committed events go out to the bus. */
import { type TopologyPart, under } from '../part.ts'

export const plane: TopologyPart = {
  functions: under('streams', '', { Outbox: ['Publishes what was committed', { bus: 'put' }] }),
  streams: [
    {
      name: 'outbox',
      function: 'Outbox',
      batchSize: 100,
      filter: { eventName: ['INSERT'], dynamodb: { NewImage: { _et: { S: ['event'] } } } },
      attempts: 50,
    },
  ],
}
