/** The ports on AWS. */
export { createPorts, type PortSettings } from './ports.ts'
