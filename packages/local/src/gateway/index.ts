/** HTTP in: AWS's services and Houston's own API on loopback. */
export { awsEndpoint, type EndpointOptions } from './endpoint.ts'
export { type GatewayOptions, gateway, type Route } from './gateway.ts'
