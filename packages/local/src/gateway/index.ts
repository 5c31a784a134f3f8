/** HTTP in: AWS's services and Houston's own API on loopback. */

export { Admission, type AdmissionLimits, defaultAdmission } from './admission.ts'
export { awsEndpoint, type EndpointOptions } from './endpoint.ts'
export { type GatewayOptions, gateway, type Route } from './gateway.ts'
