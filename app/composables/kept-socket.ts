import type { SocketAnswer, SocketRequest } from '#shared/contracts/socket'
import { SOCKET_CLOSE } from '#shared/socket-close'

const FIRST_RETRY_MS = 1000
const LAST_RETRY_MS = 30_000
/** A server that restarts sends everybody elsewhere; they do not all come in the same moment. */
const ELSEWHERE_MS = 300
/** A line that was cut without a word looks like one on which nobody speaks. */
const PING_MS = 25_000

/** As much of a browser's socket as is needed. */
export type SocketLike = Pick<WebSocket, 'send' | 'close' | 'onopen' | 'onmessage' | 'onclose'>

interface KeptSocketParts {
  dial: () => SocketLike
  opened: (send: (request: SocketRequest) => void) => void
  heard: (answer: SocketAnswer) => void
  /** Whether to open it again. */
  closed: (code: number, wasOpen: boolean) => boolean | Promise<boolean>
}

/** A socket that is opened again whenever it ends or the server cannot answer: at once where that restarts, else later and later. */
export function keepSocket({ dial, opened, heard, closed }: KeptSocketParts) {
  let socket: SocketLike | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  let pinging: ReturnType<typeof setInterval> | undefined
  let retry = FIRST_RETRY_MS
  let isSentElsewhere = false

  function connect(): void {
    clearTimeout(timer)
    const mine = dial()
    let isOpen = false
    let isAnswered = true
    socket = mine
    const say = (request: SocketRequest) => mine.send(JSON.stringify(request))

    mine.onopen = () => {
      if (socket !== mine) return
      isOpen = true
      opened(say)
      pinging = setInterval(() => {
        if (!isAnswered) return void end(UNANSWERED)
        isAnswered = false
        say({ type: 'ping' })
      }, PING_MS)
    }
    mine.onmessage = ({ data }) => {
      if (socket !== mine) return
      const answer = JSON.parse(String(data)) as SocketAnswer
      // Nobody would say again what was asked for.
      if (answer.type === 'error' && answer.code === 'socket.unavailable') return void end(UNANSWERED)
      isAnswered = true
      retry = FIRST_RETRY_MS
      isSentElsewhere = false
      heard(answer)
    }
    mine.onclose = ({ code }) => void end(code)

    async function end(code: number): Promise<void> {
      if (socket !== mine) return
      letGo()
      if ((await closed(code, isOpen)) && !socket && !stopped) timer = setTimeout(connect, pauseAfter(code))
    }
  }

  function pauseAfter(code: number): number {
    if (code === SOCKET_CLOSE.restarting && !isSentElsewhere) {
      isSentElsewhere = true
      return Math.random() * ELSEWHERE_MS
    }
    const pause = retry * (0.75 + Math.random() / 2)
    retry = Math.min(retry * 2, LAST_RETRY_MS)
    return pause
  }

  function letGo(): void {
    clearInterval(pinging)
    const ended = socket
    socket = undefined
    ended?.close()
  }

  let stopped = false
  return {
    /** Opens it, where it is not open. */
    open(): void {
      stopped = false
      if (!socket) connect()
    },
    /** Closes it for good, or until it is opened again. */
    stop(): void {
      stopped = true
      clearTimeout(timer)
      letGo()
    },
  }
}

/** As a browser says it of a line that was cut. */
const UNANSWERED = 1006
