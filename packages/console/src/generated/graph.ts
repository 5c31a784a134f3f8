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
  | 'HELD'
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

export type ChangesSubscriptionVariables = Exact<{ [key: string]: never; }>;


export type ChangesSubscription = { changed: { noun: string, id: string, event: string } | null };

export type OverviewQueryVariables = Exact<{ [key: string]: never; }>;


export type OverviewQuery = { now: string | null, releases: { nodes: Array<{ id: string, serviceName: string, pipelineName: string, version: string, state: ReleaseState, isEnded: boolean, weightPercent: number, waveIndex: number, createdAt: string, changedAt: string, endedAt: string | null, reason: { code: string, sentence: string } | null, waves: Array<{ index: number, name: string, weightPercent: number, startedAt: string | null, endedAt: string | null, outcome: string | null, verdict: { outcome: VerdictOutcome, sentence: string } | null }> | null }> } | null, services: { nodes: Array<{ name: string, owner: string, tier: number, lastRelease: { id: string, serviceName: string, pipelineName: string, version: string, state: ReleaseState, isEnded: boolean, weightPercent: number, waveIndex: number, createdAt: string, changedAt: string, endedAt: string | null, reason: { code: string, sentence: string } | null, waves: Array<{ index: number, name: string, weightPercent: number, startedAt: string | null, endedAt: string | null, outcome: string | null, verdict: { outcome: VerdictOutcome, sentence: string } | null }> | null } | null }> } | null };

export type ReleaseRowFragment = { id: string, serviceName: string, pipelineName: string, version: string, state: ReleaseState, isEnded: boolean, weightPercent: number, waveIndex: number, createdAt: string, changedAt: string, endedAt: string | null, reason: { code: string, sentence: string } | null, waves: Array<{ index: number, name: string, weightPercent: number, startedAt: string | null, endedAt: string | null, outcome: string | null, verdict: { outcome: VerdictOutcome, sentence: string } | null }> | null };

export type ReleaseViewQueryVariables = Exact<{
  id: string;
}>;


export type ReleaseViewQuery = { now: string | null, release: { id: string, serviceName: string, pipelineName: string, version: string, digest: string, commit: string, author: string, stage: string, region: string, state: ReleaseState, isEnded: boolean, stableVersion: string | null, waveIndex: number, weightPercent: number, approvedBy: string | null, abortedBy: string | null, createdAt: string, endedAt: string | null, waves: Array<{ index: number, name: string, weightPercent: number, soakSec: number, needsApproval: boolean, startedAt: string | null, endedAt: string | null, isJudged: boolean, outcome: string | null, reason: { code: string, sentence: string } | null, verdict: { outcome: VerdictOutcome, reason: string, sentence: string, at: string, blamed: Array<string>, findings: Array<{ metric: string, isCritical: boolean, isBlamed: boolean, canaryRequests: number, canaryEvents: number, stableRequests: number, stableEvents: number, ratio: number | null, eValue: number, needs: number, safeEValue: number }> } | null, ticks: Array<{ metric: string, title: string, kind: string, points: Array<{ at: string, canary: number | null, stable: number | null }> }> | null }> | null, timeline: { nodes: Array<{ id: string, type: string, at: string, actor: string, data: string }> } | null, reason: { code: string, sentence: string } | null, actions: Array<{ command: string, isAllowed: boolean, reason: string | null }> } | null };

export type ReleaseFactsFragment = { id: string, serviceName: string, pipelineName: string, version: string, digest: string, commit: string, author: string, stage: string, region: string, state: ReleaseState, isEnded: boolean, stableVersion: string | null, waveIndex: number, weightPercent: number, approvedBy: string | null, abortedBy: string | null, createdAt: string, endedAt: string | null, reason: { code: string, sentence: string } | null, actions: Array<{ command: string, isAllowed: boolean, reason: string | null }> };

export type WaveFactsFragment = { index: number, name: string, weightPercent: number, soakSec: number, needsApproval: boolean, startedAt: string | null, endedAt: string | null, isJudged: boolean, outcome: string | null, reason: { code: string, sentence: string } | null, verdict: { outcome: VerdictOutcome, reason: string, sentence: string, at: string, blamed: Array<string>, findings: Array<{ metric: string, isCritical: boolean, isBlamed: boolean, canaryRequests: number, canaryEvents: number, stableRequests: number, stableEvents: number, ratio: number | null, eValue: number, needs: number, safeEValue: number }> } | null, ticks: Array<{ metric: string, title: string, kind: string, points: Array<{ at: string, canary: number | null, stable: number | null }> }> | null };

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
export const ReleaseFactsFragmentDoc = new TypedDocumentString(`
    fragment ReleaseFacts on Release {
  id
  serviceName
  pipelineName
  version
  digest
  commit
  author
  stage
  region
  state
  isEnded
  stableVersion
  waveIndex
  weightPercent
  approvedBy
  abortedBy
  createdAt
  endedAt
  reason {
    code
    sentence
  }
  actions {
    command
    isAllowed
    reason
  }
}
    `, {"fragmentName":"ReleaseFacts"}) as unknown as TypedDocumentString<ReleaseFactsFragment, unknown>;
export const WaveFactsFragmentDoc = new TypedDocumentString(`
    fragment WaveFacts on Wave {
  index
  name
  weightPercent
  soakSec
  needsApproval
  startedAt
  endedAt
  isJudged
  outcome
  reason {
    code
    sentence
  }
  verdict {
    outcome
    reason
    sentence
    at
    blamed
    findings {
      metric
      isCritical
      isBlamed
      canaryRequests
      canaryEvents
      stableRequests
      stableEvents
      ratio
      eValue
      needs
      safeEValue
    }
  }
  ticks {
    metric
    title
    kind
    points {
      at
      canary
      stable
    }
  }
}
    `, {"fragmentName":"WaveFacts"}) as unknown as TypedDocumentString<WaveFactsFragment, unknown>;
export const ChangesDocument = new TypedDocumentString(`
    subscription Changes {
  changed {
    noun
    id
    event
  }
}
    `) as unknown as TypedDocumentString<ChangesSubscription, ChangesSubscriptionVariables>;
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
export const ReleaseViewDocument = new TypedDocumentString(`
    query ReleaseView($id: ID!) {
  now
  release(id: $id) {
    ...ReleaseFacts
    waves {
      ...WaveFacts
    }
    timeline(first: 100) {
      nodes {
        id
        type
        at
        actor
        data
      }
    }
  }
}
    fragment ReleaseFacts on Release {
  id
  serviceName
  pipelineName
  version
  digest
  commit
  author
  stage
  region
  state
  isEnded
  stableVersion
  waveIndex
  weightPercent
  approvedBy
  abortedBy
  createdAt
  endedAt
  reason {
    code
    sentence
  }
  actions {
    command
    isAllowed
    reason
  }
}
fragment WaveFacts on Wave {
  index
  name
  weightPercent
  soakSec
  needsApproval
  startedAt
  endedAt
  isJudged
  outcome
  reason {
    code
    sentence
  }
  verdict {
    outcome
    reason
    sentence
    at
    blamed
    findings {
      metric
      isCritical
      isBlamed
      canaryRequests
      canaryEvents
      stableRequests
      stableEvents
      ratio
      eValue
      needs
      safeEValue
    }
  }
  ticks {
    metric
    title
    kind
    points {
      at
      canary
      stable
    }
  }
}`) as unknown as TypedDocumentString<ReleaseViewQuery, ReleaseViewQueryVariables>;