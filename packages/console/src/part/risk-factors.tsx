/** How risky a change is, and what of it makes it so: each factor with its share of all points, the heaviest first. */
import Box from '@cloudscape-design/components/box'
import ExpandableSection from '@cloudscape-design/components/expandable-section'
import SpaceBetween from '@cloudscape-design/components/space-between'
import type { AssessmentFactsFragment } from '../generated/graph.ts'

type Risk = AssessmentFactsFragment['risk']
type Factor = Risk['factors'][number]

/** The rest is one press away. */
const shownFactors = 6

const nameOf = (factor: string): string => factor.replaceAll('-', ' ')

/** A score out of so many, as blocks that can be counted. */
export function Score({ score, of, text }: { readonly score: number; readonly of: number; readonly text: string }) {
  return (
    <div className={`score score-${score / of > 0.7 ? 'high' : score / of > 0.4 ? 'middle' : 'low'}`}>
      <span className="score-number">{score}</span>
      <span className="soft">
        of {of}, {text}
      </span>
      <span className="score-blocks" aria-hidden="true">
        {Array.from({ length: of }, (_, index) => (
          <span key={`${index + 1}`} className={index < score ? 'score-on' : ''} />
        ))}
      </span>
    </div>
  )
}

export function RiskFactors({ risk, plan }: { readonly risk: Risk; readonly plan: AssessmentFactsFragment['plan'] }) {
  const heavy = risk.factors.filter(({ points }) => points > 0).slice(0, shownFactors)
  const light = risk.factors.slice(heavy.length)
  return (
    <SpaceBetween size="s">
      <Score score={risk.score} of={10} text={`weights ${risk.weightsVersion}`} />
      <ol className="causes">
        {heavy.map((factor) => (
          <FactorLine key={factor.factor} factor={factor} />
        ))}
      </ol>
      {light.length > 0 && (
        <ExpandableSection headerText={`${light.length} more that weigh less or nothing`}>
          <ol className="causes">
            {light.map((factor) => (
              <FactorLine key={factor.factor} factor={factor} />
            ))}
          </ol>
        </ExpandableSection>
      )}
      <Box color="text-body-secondary">{plan.sentence}</Box>
    </SpaceBetween>
  )
}

function FactorLine({ factor: { factor, share, sentence, isMissing } }: { readonly factor: Factor }) {
  const percent = Math.round(share * 100)
  return (
    <li>
      <div className="cause-line">
        <span>
          {nameOf(factor)}
          {isMissing && <strong className="unknown"> not known</strong>}
        </span>
        <span>{percent} %</span>
      </div>
      <svg className="wave-bar" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
        <rect className="wave-rail" width="100" height="6" rx="3" />
        <rect className={isMissing ? 'bar-unknown' : 'wave-done'} width={percent} height="6" rx="3" />
      </svg>
      <div className="soft">{isMissing ? `${sentence}: counts as at its worst` : sentence}</div>
    </li>
  )
}
