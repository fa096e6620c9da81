import type { Server } from 'node:http'
import type { Duplex } from 'node:stream'
import type { HeaderSet } from './security-headers'

const ANSWERS: Record<string, string> = {
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  HPE_CHUNK_EXTENSIONS_OVERFLOW: '413 Content Too Large',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
}

/** What Node cannot read as a request never becomes one; it is answered as Node does, with the headers of the house. */
export function answerUnreadable(server: Server, headers: () => HeaderSet): void {
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Duplex) => {
    if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy()
    const lines = headers().pairs.map(([name, value]) => `${name}: ${value}\r\n`)
    socket.end(
      `HTTP/1.1 ${ANSWERS[error.code ?? ''] ?? '400 Bad Request'}\r\nconnection: close\r\ncontent-length: 0\r\n${lines.join('')}\r\n`,
    )
  })
}
