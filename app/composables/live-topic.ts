import type { Said, SocketAnswer, SocketRequest } from '#shared/contracts/socket'
import { SOCKET_CLOSE } from '#shared/socket-close'
import { keepSocket, type SocketLike } from './kept-socket'

export interface LiveTopicParts {
  dial: () => SocketLike
  topic: () => string
  key: () => string | undefined
  /** `rev` is up to which change there is something, where that is known; `said` what it is, where that was told. */
  changed: (rev?: number, said?: Said) => unknown
  becameLive: (live: boolean) => void
  /** Told of what is said besides. */
  heard?: (answer: SocketAnswer) => void
  /** True where somebody is still signed in, in a session that has taken the place of the one that ended. */
  signedOut: () => Promise<boolean>
  /** Asks once at the beginning too, for what came after the page was rendered. For topics whose changes are not counted. */
  asksFirst?: boolean
  pollMs: number
  /** Whether anybody looks. */
  isSeen: () => boolean
}

/**
 * Calls `changed` when what a topic stands for has changed. While the socket is away it asks by the clock instead, and once more
 * when the socket is back, since something may have happened in between.
 */
export function followTopic({ dial, topic, key, changed, becameLive, heard, signedOut, asksFirst, pollMs, isSeen }: LiveTopicParts) {
  let isLive = false
  let wasLive = false
  let timer: ReturnType<typeof setInterval> | undefined
  let send: (request: SocketRequest) => void = () => {}
  function become(live: boolean): void {
    isLive = live
    becameLive(live)
  }

  const socket = keepSocket({
    dial,
    opened(say) {
      send = say
      say({ type: 'subscribe', topic: topic(), key: key() })
    },
    heard(answer) {
      if (answer.type === 'subscribed') {
        if (wasLive || asksFirst) void changed()
        wasLive = true
        become(true)
      }
      if (answer.type === 'changed' && answer.topic === topic()) void changed(answer.rev, answer.said)
      if ('topic' in answer && answer.topic === topic()) heard?.(answer)
    },
    closed(code) {
      become(false)
      if (code === SOCKET_CLOSE.noLonger) void changed()
      return code === SOCKET_CLOSE.signedOut ? signedOut() : code !== SOCKET_CLOSE.noLonger
    },
  })

  return {
    open: socket.open,
    /** Says something of the topic; false while nobody would hear it. */
    say(request: SocketRequest): boolean {
      if (isLive) send(request)
      return isLive
    },
    /** Until it is opened again. */
    rest(): void {
      become(false)
      socket.stop()
    },
    poll: () => (timer ??= setInterval(() => !isLive && isSeen() && void changed(), pollMs)),
    stop(): void {
      clearInterval(timer)
      socket.stop()
    },
  }
}
