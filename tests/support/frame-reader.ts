import * as ws from 'ws'

type Listener = (data: Buffer, isBinary: boolean) => void
interface Receiver {
  on(event: 'message', listener: Listener): void
  on(event: 'error', listener: (error: Error) => void): void
  write(frames: Buffer): void
}
/** It is not among the types of ws. */
const { Receiver } = ws as unknown as { Receiver: new (options: { isServer: boolean }) => Receiver }

/** Reads the frames of a server as a client of another make does. */
export function frameReader(onText: (text: string) => void, onError: (error: Error) => void): (frames: Buffer) => void {
  const receiver = new Receiver({ isServer: false })
  receiver.on('message', (data, isBinary) => (isBinary ? onError(new Error('no text')) : onText(data.toString())))
  receiver.on('error', onError)
  return (frames) => receiver.write(frames)
}
