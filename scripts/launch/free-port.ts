import net from 'node:net'

/** The wanted port, or the next free one above it within 50. */
export async function nextFreePort(wanted: number, host: string): Promise<number> {
  for (let port = wanted; port < wanted + 50; port++) if (await isFree(port, host)) return port
  throw new Error(`No free port between ${wanted} and ${wanted + 49}.`)
}

function isFree(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const server = net.createServer()
    server.once('error', () => resolve(false))
    server.listen(port, host, () => server.close(() => resolve(true)))
  })
}
