export { addMessage, noteChange } from './add-message'
export { addAttachment, attachmentAddress } from './add-attachment'
export { adoptGuestConversations } from './adopt-guest-conversations'
export { blockConversation } from './block-conversation'
export { countMessage } from './chat-limits'
export {
  findMessage,
  lockConversation,
  lockToWrite,
  refuseBlocked,
  takePart,
  type ConversationRow,
  type MessageRow,
  type Taken,
  type Way,
} from './chat-locks'
export { changeRoom, closeRoom } from './change-room'
export { countUnread, type UnreadCounts } from './count-unread'
export { decideReport } from './decide-report'
export { deleteMessage, editMessage } from './edit-message'
export { exportConversation } from './export-conversation'
export { getConversation, listConversations, listShopConversations, listSupportConversations } from './list-conversations'
export { handleConversation, noteAnsweredByShop, reopenForShop } from './handle-conversation'
export { listReports } from './list-reports'
export { readReport } from './read-report'
export { reportMessage } from './report-message'
export { joinRoom, leaveRoom } from './join-room'
export { listPresence } from './list-presence'
export { listMessages } from './list-messages'
export { listMessagesAround } from './list-messages-around'
export { getRoom, listRooms } from './list-rooms'
export { revsOfConversations, signsOfChat } from './look-at-conversations'
export { mailUnread } from './mail-unread'
export { makeRoom } from './make-room'
export { mayWatchConversation, stillWatching } from './may-watch-conversation'
export { openConversation } from './open-conversation'
export { passOnRooms } from './pass-on-rooms'
export { erasePersonalData, personalDataOf } from './personal-data'
export { readConversation } from './read-conversation'
export { signsOfReading } from './read-marks'
export { presentMessage } from './present-messages'
export { acceptRoomInvitation, getRoomInvitation, inviteToRoom, lookAtRoomInvitation, revokeRoomInvitation } from './room-invitations'
export { changeRoomRole, liftRoomBan, listRoomBans, listRoomMembers, removeFromRoom } from './room-members'
export { chooseRoomNotices } from './room-notices'
export { mailRoom } from './mail-room'
export { addSavedReply, changeSavedReply, deleteSavedReply, listSavedReplies } from './saved-replies'
export { searchMessages, searchShopMessages, searchSupportMessages } from './search-messages'
export { findSent, refuseUnlessTwoSides, sendMessage } from './send-message'
export { getShopInbox, replyAutomatically, setShopInbox } from './shop-inbox'
export { sweepUnread } from './sweep-unread'
export { tellOfCancellation, tellOfShipment } from './tell-of-orders'
export { whoHears } from './who-hears'
export { whoTypes } from './who-types'
