/// <reference path="./.sst/platform/config.d.ts" />

/** The deployment: `sst deploy --stage NAME`. What is deployed stands in infra/topology.ts. */
export default $config({
  app(input) {
    const production = input?.stage === 'production'
    return { name: 'houston', home: 'aws', removal: production ? 'retain' : 'remove', protect: production }
  },
  async run() {
    const { deploy } = await import('./infra/aws/deploy.ts')
    return deploy()
  },
})
