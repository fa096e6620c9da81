import { setTimeout as pause } from 'node:timers/promises'
import { WebSocket } from 'ws'
import type { MessagePage, MessagesAround, MessageView } from '#shared/contracts/chat'
import { createConversationLine, type Outgoing } from '../../app/composables/conversation-line'
import type { SocketLike } from '../../app/composables/kept-socket'
import { followTopic } from '../../app/composables/live-topic'
import { shownOf, type MessageLog } from '../../app/composables/message-log'
import type { Client } from './server'

const REQUEST_ENDS_WITHIN_MS = 15_000
/** As a page asks while its socket is away. */
const POLL_MS = 5000

/** What browsers keep over a reload; each finds its own by who is signed in. */
const kept = new Map<string, string>()
export const storage = {
  getItem: (key: string) => kept.get(key) ?? null,
  setItem: (key: string, value: string) => void kept.set(key, value),
  removeItem: (key: string) => void kept.delete(key),
}

export interface ChatBrowser {
  send(body: string): void
  /** Forgets all but what is stored, and opens the page again. */
  reload(): void
  close(): void
  /** Scrolls up to the first message and down again, and gives all that was there, as it was seen last. */
  scrollThrough(): Promise<readonly MessageView[]>
  /** What is shown, in its order: what is known of the server, then what is on its way. */
  shown(): { log: MessageLog | undefined; outgoing: readonly Outgoing[] }
  /** When each message was first shown, by its number; moments of `performance.now()`. */
  shownAt: ReadonlyMap<number, number>
  /** What should never have been seen: something twice, out of order, or with a gap. */
  faults: readonly string[]
  sockets(): number
}

/** What a browser may do wrong, to show that it is noticed. */
export type Wrong = 'sends with a new id each time' | 'does not ask for what it has missed'

interface Opened {
  /** The servers, as everybody reaches them. */
  url: string
  client: Client
  userId: string
  conversationId: string
  /** Where the API has the conversation for this person. */
  path: string
  wrong?: Wrong
}

const addressOf = (query: object) => new URLSearchParams(Object.entries(query).map(([name, value]) => [name, `${value}`]))

/** Somebody's browser at one conversation: it runs the page's own code over real requests and sockets. */
export function openChatBrowser({ url, client, userId, conversationId, path, wrong }: Opened): ChatBrowser {
  const shownAt = new Map<number, number>()
  const faults: string[] = []
  let sockets = 0
  let page = open()

  /** As `$fetch` does it. */
  async function request<T>(target: string, init: RequestInit = {}): Promise<T> {
    const headers = { accept: 'application/json', 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' }
    const response = await client.fetch(target, { headers, signal: AbortSignal.timeout(REQUEST_ENDS_WITHIN_MS), ...init })
    const data = (await response.json()) as T
    if (!response.ok) throw Object.assign(new Error(`${response.status}`), { statusCode: response.status, data })
    return data
  }

  function dial(): SocketLike {
    sockets++
    const socket = new WebSocket(`${url.replace('http', 'ws')}/ws?topic=conversation:${conversationId}`, {
      origin: url,
      headers: { cookie: client.cookies(), 'x-forwarded-for': client.address },
    })
    socket.on('error', () => {})
    return socket as unknown as SocketLike
  }

  function open() {
    let log: MessageLog | undefined
    let outgoing: readonly Outgoing[] = []
    let isClosed = false
    let isAtEnd = true

    function look(): void {
      const now = performance.now()
      for (const { seq } of log?.messages ?? []) if (!shownAt.has(seq)) shownAt.set(seq, now)
      for (const { messages } of log ? [log, shownOf(log)] : []) {
        const seqs = messages.map(({ seq }) => seq)
        if (seqs.some((seq, index) => seq !== seqs[0]! + index)) faults.push(`not in order: ${seqs.join(' ')}`)
      }
      const ids = [...(log?.messages ?? []), ...outgoing].flatMap(({ clientId }) => clientId ?? [])
      if (new Set(ids).size < ids.length) faults.push(`twice: ${ids.filter((id, index) => ids.indexOf(id) !== index).join(' ')}`)
    }

    const line = createConversationLine({
      userId,
      conversationId,
      ask: (query) => request<MessagePage>(`${path}/messages?${addressOf(query)}`),
      askAround: (place) => request<MessagesAround>(`${path}/messages/around?${addressOf(place)}`),
      isAtEnd: () => isAtEnd,
      post: (message) => {
        const body = wrong === 'sends with a new id each time' ? { ...message, clientId: crypto.randomUUID() } : message
        return request<MessageView>(`${path}/messages`, { method: 'POST', body: JSON.stringify(body) })
      },
      changed(known, unseen) {
        log = known
        outgoing = unseen
        look()
      },
      lost: (error) => void faults.push(`lost: ${String(error)}`),
      refused: (error) => String(error),
    })
    const following = followTopic({
      dial,
      topic: () => `conversation:${conversationId}`,
      key: () => undefined,
      changed: (rev, said) => wrong !== 'does not ask for what it has missed' && (said ? line.hear(said) : line.catchUp(rev)),
      becameLive() {},
      signedOut: async () => (faults.push('signed out'), false),
      pollMs: POLL_MS,
      isSeen: () => true,
    })

    line.resume()
    following.open()
    following.poll()
    /** Somebody presses the button until the page comes. */
    void (async () => {
      while (
        !isClosed &&
        !(await line.load().then(
          () => true,
          () => false,
        ))
      )
        await pause(500)
    })()
    return {
      line,
      shown: () => ({ log, outgoing }),
      leaveEnd: () => void (isAtEnd = false),
      close() {
        isClosed = true
        line.stop()
        following.stop()
      },
    }
  }

  return {
    send: (body) => void page.line.send(body, null, []),
    reload() {
      page.close()
      page = open()
    },
    close: () => page.close(),
    async scrollThrough() {
      const seen = new Map<number, MessageView>()
      const look = () => page.shown().log && shownOf(page.shown().log!).messages.forEach((message) => seen.set(message.seq, message))
      page.leaveEnd()
      for (look(); page.shown().log && shownOf(page.shown().log!).hasOlder; look()) await page.line.loadOlder()
      for (; page.shown().log?.past; look()) await page.line.loadNewer()
      return [...seen.values()].sort((one, other) => one.seq - other.seq)
    },
    shown: () => page.shown(),
    shownAt,
    faults,
    sockets: () => sockets,
  }
}
