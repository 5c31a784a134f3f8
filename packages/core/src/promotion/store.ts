/** Where promotions and the entrances of stages lie in the table. */
import * as z from 'zod'
import { defineEntity, revisioned } from '../entity.ts'
import { nameSchema } from '../service/index.ts'
import { promotionIdSchema, promotionSchema } from './promotion.ts'
import { hasEnded } from './state.ts'

/** One pipeline's promotions, by time. */
export const promotionsOfPipeline = (pipeline: string) =>
  ({ index: 'gsi1', pk: `promotions#pipeline#${pipeline}` }) as const
/** Promotions that have not ended, in gsi2 by time. */
export const activePromotions = { index: 'gsi2', pk: 'promotions#active' } as const

export const promotionEntity = defineEntity({
  name: 'promotion',
  itemVersion: 1,
  schema: promotionSchema,
  keyFields: ['id'],
  key: ({ id }) => ({ pk: `promotion#${id}`, sk: 'promotion' }),
  indexes: ({ id, pipeline, state }) => ({
    gsi1: { pk: promotionsOfPipeline(pipeline).pk, sk: id },
    ...(!hasEnded(state) && { gsi2: { pk: activePromotions.pk, sk: id } }),
  }),
})

const placeInLine = z.object({ promotionId: promotionIdSchema, orderMs: z.int(), hotfix: z.boolean().optional() })

/** A stage of a pipeline: who is inside, who waits at its entrance, and how new the newest was that ever entered. */
export const stageEntity = defineEntity({
  name: 'stage',
  itemVersion: 1,
  schema: z.object({
    ...revisioned,
    pipeline: nameSchema,
    stage: nameSchema,
    inside: placeInLine.optional(),
    /** The oldest first. */
    line: z.array(placeInLine),
    enteredOrderMs: z.int().optional(),
    enteredBy: promotionIdSchema.optional(),
  }),
  keyFields: ['pipeline', 'stage'],
  key: ({ pipeline, stage }) => ({ pk: `pipeline#${pipeline}`, sk: `stage#${stage}` }),
})

/** The stages of one pipeline that something has come to. */
export const stagesOfPipeline = (pipeline: string) => ({ pk: `pipeline#${pipeline}`, skPrefix: 'stage#' })
