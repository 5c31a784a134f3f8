/** What other nouns do with pages. */
export { decidePage, type PageDecision, type PageFacts } from './decide.ts'
export { pageLimits } from './limits.ts'
export { createPage, list, ofDay } from './operation.ts'
export { isOpen } from './page.ts'
export { type PageStepFacts, type PageSubject, planForAddress, planForPerson, planTelling } from './plan.ts'
export { type Footing, listByEscalation, sendDue } from './sending.ts'
