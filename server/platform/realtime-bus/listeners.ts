type Listener = (message: unknown) => void

/** The listeners of this process by channel. One that throws does not keep the others from hearing. */
export function createListeners(onError: (error: unknown) => void) {
  const byChannel = new Map<string, Set<Listener>>()

  return {
    add(channel: string, listener: Listener): () => void {
      const listeners = byChannel.get(channel) ?? new Set()
      listeners.add(listener)
      byChannel.set(channel, listeners)
      return () => {
        listeners.delete(listener)
        if (listeners.size === 0) byChannel.delete(channel)
      }
    },
    deliver(channel: string, message: unknown): void {
      for (const listener of [...(byChannel.get(channel) ?? [])]) {
        try {
          listener(message)
        } catch (error) {
          onError(error)
        }
      }
    },
    channels: () => [...byChannel.keys()],
    clear: () => byChannel.clear(),
  }
}
