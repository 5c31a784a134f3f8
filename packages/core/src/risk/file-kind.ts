/** What a changed file is, from its path alone. Where two kinds fit, the one that is the greater risk comes first. */
export const fileKinds = [
  'migration',
  'lockfile',
  'manifest',
  'infrastructure',
  'test',
  'generated',
  'documentation',
  'configuration',
  'source',
  'other',
] as const
export type FileKind = (typeof fileKinds)[number]

const lockfiles = new Set([
  'package-lock.json',
  'npm-shrinkwrap.json',
  'yarn.lock',
  'pnpm-lock.yaml',
  'bun.lock',
  'go.sum',
  'cargo.lock',
  'gemfile.lock',
  'poetry.lock',
  'uv.lock',
  'pipfile.lock',
  'composer.lock',
  'gradle.lockfile',
  'packages.lock.json',
])
const manifests = new Set([
  'package.json',
  'go.mod',
  'cargo.toml',
  'gemfile',
  'pyproject.toml',
  'setup.py',
  'pipfile',
  'composer.json',
  'pom.xml',
  'build.gradle',
  'build.gradle.kts',
  'build.sbt',
  'mix.exs',
])

/** Each takes a path in lower case. The first that fits gives the kind. */
const rules: readonly (readonly [FileKind, (path: string, name: string) => boolean])[] = [
  [
    'migration',
    (path, name) => /(^|\/)(migrations?|migrate|flyway|liquibase|alembic)\//.test(path) || /\.(sql|ddl)$/.test(name),
  ],
  ['migration', (_, name) => /^v\d[\d._]*__/.test(name) || name === 'schema.prisma' || name === 'schema.rb'],
  ['lockfile', (_, name) => lockfiles.has(name)],
  [
    'manifest',
    (_, name) =>
      manifests.has(name) || /^requirements[\w.-]*\.(txt|in)$/.test(name) || /\.(csproj|gemspec)$/.test(name),
  ],
  [
    'infrastructure',
    (path) => /(^|\/)(infra|infrastructure|terraform|cdk|helm|charts|k8s|kubernetes|deploy|statemachines)\//.test(path),
  ],
  ['infrastructure', (path) => /^(\.github\/(workflows|actions)|\.circleci|\.buildkite)\//.test(path)],
  [
    'infrastructure',
    (_, name) => /\.(tf|tfvars|bicep)$/.test(name) || /^(dockerfile|jenkinsfile|buildspec)/.test(name),
  ],
  ['infrastructure', (_, name) => /^(sst\.config|cdk\.json|serverless|docker-compose|compose)\b/.test(name)],
  ['infrastructure', (_, name) => /^(template|samconfig|\.gitlab-ci)\.(ya?ml|toml|json)$/.test(name)],
  ['test', (path) => /(^|\/)(tests?|__tests__|specs?|e2e|testdata|fixtures|__snapshots__)\//.test(path)],
  [
    'test',
    (_, name) =>
      /([._-](test|spec)\.\w+|_test\.go|tests?\.(java|kt|cs|swift)|\.snap)$/.test(name) || /^test_.*\.py$/.test(name),
  ],
  [
    'generated',
    (path, name) =>
      /(^|\/)(generated|__generated__|dist)\//.test(path) ||
      /(\.pb\.go|_pb2\.py|\.generated\.\w+|\.min\.js|\.map)$/.test(name),
  ],
  [
    'documentation',
    (_, name) => /\.(md|mdx|rst|adoc|txt)$/.test(name) || /^(license|notice|codeowners|authors)$/.test(name),
  ],
  [
    'documentation',
    (path, name) => /(^|\/)docs?\//.test(path) && /\.(png|jpe?g|svg|gif|html|css|drawio|mmd)$/.test(name),
  ],
  [
    'configuration',
    (_, name) => /\.(ya?ml|json|toml|ini|conf|cfg|properties|env|xml|plist)$/.test(name) || /^\.?env(\.|$)/.test(name),
  ],
  ['configuration', (path) => /(^|\/)(config|configs|settings)\//.test(path)],
  [
    'source',
    (_, name) =>
      /\.(ts|tsx|mts|cts|js|jsx|mjs|cjs|py|go|rs|java|kt|kts|scala|rb|php|cs|fs|c|h|cc|cpp|hpp|swift|m|ex|exs|erl|clj|sh|lua|dart|vue|svelte|html|css|scss|graphql|proto|asl)$/.test(
        name,
      ),
  ],
]

/** `other` where no rule fits: it counts as much as source. */
export function fileKindOf(path: string): FileKind {
  const lower = path.toLowerCase()
  const name = lower.slice(lower.lastIndexOf('/') + 1)
  return rules.find(([, fits]) => fits(lower, name))?.[0] ?? 'other'
}

/** The folder that a file belongs to for the spread of a change: at most two levels, as in `packages/core`. */
export const areaOf = (path: string): string => path.split('/').slice(0, -1).slice(0, 2).join('/')
