/** Lambda functions on one machine. */
export { functionArn, type LambdaOptions, type LocalFunction, LocalLambda } from './lambda.ts'
