/** The console's operations on the graph. Made by `npm run gen`; changes go into the SDL. */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
export type ReleaseState =
  | 'QUEUED'
  | 'ADMITTED'
  | 'PREPARING'
  | 'AWAITING_APPROVAL'
  | 'SHIFTING'
  | 'SOAKING'
  | 'PROMOTING'
  | 'COMPLETED'
  | 'ROLLING_BACK'
  | 'ROLLED_BACK'
  | 'ROLLBACK_FAILED'
  | 'SUPERSEDED';

export type VerdictOutcome =
  | 'HARM'
  | 'BLIND'
  | 'UNDECIDED'
  | 'SAFE';

export type OverviewQueryVariables = Exact<{ [key: string]: never; }>;


export type OverviewQuery = { now: string | null, releases: { nodes: Array<{ id: string, serviceName: string, pipelineName: string, version: string, state: ReleaseState, isEnded: boolean, weightPercent: number, waveIndex: number, createdAt: string, changedAt: string, endedAt: string | null, reason: { code: string, sentence: string } | null, waves: Array<{ index: number, name: string, weightPercent: number, startedAt: string | null, endedAt: string | null, outcome: string | null, verdict: { outcome: VerdictOutcome, sentence: string } | null }> | null }> } | null, services: { nodes: Array<{ name: string, owner: string, tier: number, lastRelease: { id: string, serviceName: string, pipelineName: string, version: string, state: ReleaseState, isEnded: boolean, weightPercent: number, waveIndex: number, createdAt: string, changedAt: string, endedAt: string | null, reason: { code: string, sentence: string } | null, waves: Array<{ index: number, name: string, weightPercent: number, startedAt: string | null, endedAt: string | null, outcome: string | null, verdict: { outcome: VerdictOutcome, sentence: string } | null }> | null } | null }> } | null };

export type ReleaseRowFragment = { id: string, serviceName: string, pipelineName: string, version: string, state: ReleaseState, isEnded: boolean, weightPercent: number, waveIndex: number, createdAt: string, changedAt: string, endedAt: string | null, reason: { code: string, sentence: string } | null, waves: Array<{ index: number, name: string, weightPercent: number, startedAt: string | null, endedAt: string | null, outcome: string | null, verdict: { outcome: VerdictOutcome, sentence: string } | null }> | null };

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, any> | undefined;

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}
export const ReleaseRowFragmentDoc = new TypedDocumentString(`
    fragment ReleaseRow on Release {
  id
  serviceName
  pipelineName
  version
  state
  isEnded
  weightPercent
  waveIndex
  createdAt
  changedAt
  endedAt
  reason {
    code
    sentence
  }
  waves {
    index
    name
    weightPercent
    startedAt
    endedAt
    outcome
    verdict {
      outcome
      sentence
    }
  }
}
    `, {"fragmentName":"ReleaseRow"}) as unknown as TypedDocumentString<ReleaseRowFragment, unknown>;
export const OverviewDocument = new TypedDocumentString(`
    query Overview {
  now
  releases(first: 25) {
    nodes {
      ...ReleaseRow
    }
  }
  services(first: 100) {
    nodes {
      name
      owner
      tier
      lastRelease {
        ...ReleaseRow
      }
    }
  }
}
    fragment ReleaseRow on Release {
  id
  serviceName
  pipelineName
  version
  state
  isEnded
  weightPercent
  waveIndex
  createdAt
  changedAt
  endedAt
  reason {
    code
    sentence
  }
  waves {
    index
    name
    weightPercent
    startedAt
    endedAt
    outcome
    verdict {
      outcome
      sentence
    }
  }
}`) as unknown as TypedDocumentString<OverviewQuery, OverviewQueryVariables>;