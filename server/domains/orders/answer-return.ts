import { isDeepStrictEqual } from 'node:util'
import { recordAudit } from '#server/domains/audit'
import { lockPrivateFiles } from '#server/domains/files'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import type { AnswerReturn } from '#shared/contracts/returns'
import { claimAgain, letGo } from './claim-pieces'
import { moveOrder } from './move-order'
import { moveReturn, tellOfReturn, type ReturnSide } from './move-return'
import { labelNotFound, reasonNeeded } from './orders-errors'
import type { OrderRow } from './orders-locks'
import { lockAnyReturn, lockShopReturn, type LockedReturn } from './returns-locks'

/** The shop says whether it takes pieces back, and how; for those who run it. The same answer again changes nothing. */
export function answerShopReturn(ctx: Context, actor: Actor, shopId: string, returnId: string, input: AnswerReturn): Promise<OrderRow> {
  return inTransaction(ctx, async (ctx) => {
    const found = await lockShopReturn(ctx, actor, shopId, returnId, 'manager')
    if (isAnswered(found, input)) return found.order
    // What was declined only the marketplace takes up again.
    return answer(ctx, actor, found, input, 'shop')
  })
}

/** The same for an admin, also where the shop has declined; who has to say why. */
export function answerAnyReturn(ctx: Context, actor: Actor, number: string, returnId: string, input: AnswerReturn): Promise<OrderRow> {
  return inTransaction(ctx, async (ctx) => {
    const found = await lockAnyReturn(ctx, actor, number, returnId)
    if (!input.note) throw reasonNeeded()
    if (isAnswered(found, input)) return found.order

    const order = await answer(ctx, actor, found, input, 'marketplace')
    await recordAudit(ctx, actor, {
      action: 'orders.return_answered',
      subject: { type: 'order', id: order.id },
      shopId: order.shopId,
      details: { number: found.back.number, answer: input.answer, note: input.note },
    })
    return order
  })
}

function isAnswered({ back }: LockedReturn, input: AnswerReturn): boolean {
  if (input.answer === 'decline') return back.status === 'declined' && back.refusal === input.refusal
  if (back.status !== 'approved' || back.handling !== input.answer) return false
  return input.answer === 'keep' || (back.labelFileId === input.labelFileId && isDeepStrictEqual(back.address, input.address))
}

async function answer(
  ctx: Context,
  actor: Actor,
  { order, lines, back, backLines }: LockedReturn,
  input: AnswerReturn,
  by: ReturnSide,
): Promise<OrderRow> {
  const { note } = input
  if (input.answer === 'decline') {
    await moveReturn(ctx, back, { status: 'declined', refusal: input.refusal, note })
    await letGo(ctx, backLines)
  } else {
    const address = input.answer === 'send' ? input.address : null
    const labelFileId = input.answer === 'send' ? await takeLabel(ctx, order, input.labelFileId) : null
    await moveReturn(ctx, back, { status: 'approved', handling: input.answer, address, labelFileId, refusal: null, note })
    if (back.status === 'declined') await claimAgain(ctx, lines, backLines)
  }

  const { status, fulfilmentStatus } = order
  const kind = input.answer === 'decline' ? 'return_declined' : 'return_approved'
  return moveOrder(ctx, order, { status, fulfilmentStatus }, [await tellOfReturn(ctx, back, { kind, by, note })], actor.userId)
}

async function takeLabel(ctx: Context, order: OrderRow, fileId: string | null): Promise<string | null> {
  if (!fileId) return null
  const [label] = await lockPrivateFiles(ctx, [fileId], { ownerId: order.id, purpose: 'return_label' })
  if (!label) throw labelNotFound()
  return label.id
}
