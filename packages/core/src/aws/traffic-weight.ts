/** Shares of traffic in the units that targets have. A share is set exactly or refused: the judge counts on it. */
import * as refused from '../port/traffic-error.ts'

/** Units of a hundred-millionth: six decimals of a per cent, the finest share that anybody writes down. */
const unitsPerWhole = 100_000_000
const unitsPerPercent = unitsPerWhole / 100

export function checkWeight(weightPercent: number): void {
  if (!(weightPercent >= 0 && weightPercent <= 100)) throw refused.weightInvalid(weightPercent)
}

/** How many steps of `stepPercent` make the weight; refused where no whole number does. */
export function wholeSteps(weightPercent: number, stepPercent: number): number {
  checkWeight(weightPercent)
  const steps = Math.round(weightPercent / stepPercent)
  const exact = Math.round(steps * stepPercent * unitsPerPercent) === unitsOf(weightPercent)
  if (!exact) throw refused.weightInexpressible(weightPercent, `must be a multiple of ${stepPercent} %`)
  return steps
}

/** Two whole numbers from 0 to `most` whose ratio is the weight's, smallest first found: 0.5 % is 1 to 199. */
export function wholeRatio(weightPercent: number, most: number): { canary: number; stable: number } {
  checkWeight(weightPercent)
  const units = unitsOf(weightPercent)
  const shared = greatestCommonDivisor(units, unitsPerWhole)
  const canary = units / shared
  const stable = (unitsPerWhole - units) / shared
  if (Math.max(canary, stable) > most)
    throw refused.weightInexpressible(weightPercent, `must be the ratio of two whole numbers from 0 to ${most}`)
  return { canary, stable }
}

/** A part of a whole as a per cent, the same number that a person wrote: 333 of 1000 is 33.3. */
export const percentOf = (part: number, whole: number): number => (100 * part) / whole

/** A fraction from 0 to 1 as a per cent, without the noise of binary fractions. */
export const percentOfFraction = (fraction: number): number => Math.round(fraction * unitsPerWhole) / unitsPerPercent

function unitsOf(weightPercent: number): number {
  const units = Math.round(weightPercent * unitsPerPercent)
  if (units / unitsPerPercent !== weightPercent)
    throw refused.weightInexpressible(weightPercent, 'must have six decimals at most')
  return units
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b)
}
