import { DomainError } from '#server/platform/errors'

/** Also the answer for other people's conversations. */
export const conversationNotFound = () => new DomainError('not_found', 'chat.not_found', 'There is no such conversation.')
export const roomNotFound = () => new DomainError('not_found', 'chat.room_not_found', 'There is no such room.')
export const roomClosed = () => new DomainError('conflict', 'chat.room_closed', 'This room is closed. What was written stays to be read.')
export const roomFull = (most: number) =>
  new DomainError('conflict', 'chat.room_full', 'There are as many people in this room as can be.', { most })
export const roomBanned = () => new DomainError('forbidden', 'chat.room_banned', 'You may not come back to this room.')
export const roomRightMissing = () =>
  new DomainError('forbidden', 'chat.room_right_missing', 'Your place in this room does not allow that.')
export const roomMemberNotFound = () => new DomainError('not_found', 'chat.room_member_not_found', 'This person is not in the room.')
export const ownerLeaving = () =>
  new DomainError('conflict', 'chat.owner_leaving', 'Hand the room on to somebody or close it before you leave.')
export const heirMissing = () =>
  new DomainError('conflict', 'chat.heir_missing', 'This account is disabled, so it cannot have a room. Choose somebody else.')
export const titleRefused = () =>
  new DomainError('conflict', 'chat.title_refused', 'The rules of this marketplace allow no such name or topic. Please put it differently.')
export const notARoom = () => new DomainError('conflict', 'chat.not_a_room', 'Only a room can be closed.')
export const tooManyRooms = (most: number) =>
  new DomainError('conflict', 'chat.too_many_rooms', 'Nobody can own more rooms than that. Close one first.', { most })
export const roomInvitationOver = () =>
  new DomainError('not_found', 'chat.room_invitation_over', 'This invitation does not hold any more. Please ask for another one.')
export const notInRooms = () => new DomainError('conflict', 'chat.not_in_rooms', 'That is not there in rooms.')
export const notWithMarketplace = () =>
  new DomainError('conflict', 'chat.not_with_marketplace', 'That is not there in messages with the marketplace.')
export const supportNotYours = () =>
  new DomainError('forbidden', 'chat.support_not_allowed', 'Only moderators and admins read what people write to the marketplace.')
export const messageNotFound = () => new DomainError('not_found', 'chat.message_not_found', 'There is no such message.')
export const attachmentNotFound = (fileId: string) =>
  new DomainError('not_found', 'chat.attachment_not_found', 'This file is not there any more. Please add it again.', { fileId })
export const orderNotFound = () => new DomainError('not_found', 'chat.order_not_found', 'There is no such order of yours.')
export const unseenMessage = () =>
  new DomainError('conflict', 'chat.unseen_message', 'Something was written here that you have not seen yet. Nothing was closed.')
export const assigneeMissing = () => new DomainError('conflict', 'chat.assignee_missing', 'This person is not on the team of the shop.')
export const savedReplyNotFound = () => new DomainError('not_found', 'chat.saved_reply_not_found', 'There is no such saved reply.')
export const tooManySavedReplies = (most: number) =>
  new DomainError('conflict', 'chat.too_many_saved_replies', 'A shop can keep so many saved replies and no more.', { most })
export const chatterMissing = () => new DomainError('unauthenticated', 'chat.not_signed_in', 'Please sign in to write messages.')
export const ownShop = () => new DomainError('forbidden', 'chat.own_shop', 'You are on the team of this shop.')
export const notYourMessage = () => new DomainError('forbidden', 'chat.not_your_message', 'Only whoever wrote a message can change it.')
export const messageNotEditable = () =>
  new DomainError('conflict', 'chat.not_editable', 'This message cannot be edited any more. You can write another one.')
export const messageNotDeletable = () => new DomainError('conflict', 'chat.not_deletable', 'This cannot be deleted.')
export const clientIdTaken = () =>
  new DomainError('conflict', 'chat.client_id_taken', 'Something else was sent with this id. Please send it with another one.')
export const personGone = () => new DomainError('conflict', 'chat.person_gone', 'This account is gone, so nobody would read it.')
export const chatBlocked = () => new DomainError('conflict', 'chat.blocked', 'One of you has blocked the other, so nobody can write here.')
export const wordRefused = (word: string) =>
  new DomainError('conflict', 'chat.word_refused', 'A message with this word cannot be sent here.', { word })
export const notReportable = () =>
  new DomainError('conflict', 'chat.not_reportable', 'Only what the other side has written can be reported.')
export const reportNotFound = () => new DomainError('not_found', 'chat.report_not_found', 'There is no such report.')
export const reportsNotYours = () => new DomainError('forbidden', 'chat.reports_not_allowed', 'Only moderators and admins read reports.')
export const reportDecided = () => new DomainError('conflict', 'chat.report_decided', 'Somebody has decided this report already.')
export const tooManyReports = (retryAfterSeconds: number) =>
  new DomainError('too_many', 'chat.too_many_reports', 'You have reported a lot in a short time.', { retryAfterSeconds })
export const tooManyMessages = (retryAfterSeconds: number) =>
  new DomainError('too_many', 'chat.too_many_messages', 'Please write a little slower.', { retryAfterSeconds })
export const tooManyConversations = (retryAfterSeconds: number) =>
  new DomainError('too_many', 'chat.too_many_conversations', 'Please wait before you write to more shops.', { retryAfterSeconds })
