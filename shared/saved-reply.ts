/** What a saved reply can name, which differs in each conversation. */
export const REPLY_VARIABLES = ['customer', 'me', 'shop', 'product', 'order'] as const
export type ReplyVariable = (typeof REPLY_VARIABLES)[number]

/** A saved reply for one conversation. What is not known there stays as it is written, to be seen before it is sent. */
export const fillReply = (body: string, known: Partial<Record<ReplyVariable, string | null>>): string =>
  body.replace(
    /\{(\w+)\}/g,
    (written, name: string) => (REPLY_VARIABLES.includes(name as ReplyVariable) && known[name as ReplyVariable]) || written,
  )
