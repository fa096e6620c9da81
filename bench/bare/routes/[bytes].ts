import { defineEventHandler, getRouterParam } from 'h3'

const bodies = new Map<number, Buffer>()

/** As many bytes as asked for and nothing else: what a page could cost at least. */
export default defineEventHandler((event) => {
  const bytes = Number(getRouterParam(event, 'bytes'))
  if (!bodies.has(bytes)) bodies.set(bytes, Buffer.alloc(bytes, 'x'))
  return bodies.get(bytes)!
})
