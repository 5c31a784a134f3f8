/** docs/generated/errors.md */
import { declaredErrors, errorKinds } from '../../packages/core/src/error.ts'
import { outward } from '../../packages/core/src/error-map.ts'
import { code, page, table } from './markdown.ts'
import { declarationSites } from './repository.ts'

export function errorPage(): string {
  const sites = declarationSites('Error')
  return page(
    'Errors',
    'the declarations in the sources and `packages/core/src/error-map.ts`',
    'Every refusal has a stable code, a kind, a sentence, the fields at fault and, where there is one, a way out. The kind decides what a caller sees:',
    table(
      ['Kind', 'HTTP', 'GraphQL', 'Step Functions', 'The same call may succeed later'],
      errorKinds.map((kind) => {
        const { httpStatus, graphqlType, taskError, retryable } = outward[kind]
        return [code(kind), `${httpStatus}`, code(graphqlType), code(taskError), retryable ? 'yes' : 'no']
      }),
    ),
    table(
      ['Code', 'Kind', 'What is wrong', 'Declared in'],
      declaredErrors().map(({ code: name, kind, summary }) => [code(name), kind, summary, code(sites.get(name) ?? '')]),
    ),
  )
}
