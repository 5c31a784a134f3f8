/** A profile's document of type AWS.AppConfig.FeatureFlags, as far as Houston writes it: a flag is an ordered list of variants. */
import * as z from 'zod'
import { percentOfFraction } from './traffic-weight.ts'

const attributeValue = z.union([z.string(), z.number(), z.boolean(), z.array(z.string()), z.array(z.number())])

/** The first variant whose rule holds is served; the last has no rule. */
export const variantSchema = z.object({
  name: z.string(),
  enabled: z.boolean(),
  rule: z.string().optional(),
  attributeValues: z.record(z.string(), attributeValue).optional(),
})
export type Variant = z.infer<typeof variantSchema>

const flagValueSchema = z.looseObject({ _variants: z.array(variantSchema).min(1) })
export const flagDocumentSchema = z.looseObject({
  version: z.literal('1'),
  flags: z.record(z.string(), z.looseObject({})),
  values: z.record(z.string(), z.looseObject({})),
})
export type FlagDocument = z.infer<typeof flagDocumentSchema>

export function parseDocument(content: Uint8Array | undefined): FlagDocument | undefined {
  try {
    return flagDocumentSchema.parse(JSON.parse(new TextDecoder().decode(content)))
  } catch {
    return undefined
  }
}

export const documentContent = (document: FlagDocument): Uint8Array =>
  new TextEncoder().encode(JSON.stringify(document))

/** The flag's variants; undefined where it is not there or is none of Houston's making. */
export function variantsOf(document: FlagDocument, flag: string): readonly Variant[] | undefined {
  return flagValueSchema.safeParse(document.values[flag]).data?._variants
}

/** The document with the flag's variants; attributes are declared as the texts that they are. */
export function withVariants(
  document: FlagDocument,
  flag: string,
  variants: readonly Variant[],
  attributes: readonly string[] = [],
): FlagDocument {
  const declared = Object.fromEntries(attributes.map((name) => [name, { constraints: { type: 'string' } }]))
  const definition = document.flags[flag] ?? { name: flag }
  const known = z.record(z.string(), z.unknown()).catch({}).parse(definition.attributes)
  return {
    ...document,
    flags: { ...document.flags, [flag]: { ...definition, attributes: { ...known, ...declared } } },
    values: { ...document.values, [flag]: { _variants: [...variants] } },
  }
}

/** Holds for that share of the units, always the same ones, and as the share grows for those and more. */
export const splitRule = (unit: string, percent: number, seed: string): string =>
  `(split by::$${unit} pct::${percent} seed::${JSON.stringify(seed)})`

/** The share of a rule that is nothing but a split. */
export function splitPercent(rule: string | undefined): number | undefined {
  const percent = /^\(split by::\$\w+ pct::(\d+(?:\.\d+)?)(?: seed::"(?:[^"\\]|\\.)*")?\)$/.exec(rule ?? '')?.[1]
  return percent === undefined ? undefined : Number(percent)
}

/** What part of the clients has, between what they had and what they will have. */
export const between = (before: number, after: number, share: number): number =>
  percentOfFraction((before + (after - before) * share) / 100)
