/** The notice machine: some of what is due is sent. */
import * as Notice from '@houston/core/notice/surface.ts'
import { taskHandler } from '../middleware/task-handler.ts'

export const handler = taskHandler(Notice.send)
