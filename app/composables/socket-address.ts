/** Where the sockets are; a guest says at once what they want to watch, and shows the key to it. */
export function socketAddress(query: { topic?: string; key?: string } = {}): URL {
  const address = new URL('/ws', location.href)
  address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:'
  for (const [name, value] of Object.entries(query)) if (value) address.searchParams.set(name, value)
  return address
}
