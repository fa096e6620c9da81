import { AsyncLocalStorage } from 'node:async_hooks'
import { newId } from '#server/platform/clock/ids'

/** What a request is known by, also in the calls that a page makes to the API within this process. */
export interface RequestScope {
  requestId: string
  clientAddress: string | null
  /** Nobody is asking: a page is made for the cache. */
  isOwn?: boolean
  /** Asks for the bare page without any content; see `inline-scripts.ts`. */
  shell?: boolean
}

declare module 'h3' {
  interface H3EventContext {
    requestId?: string
    /** Replaces the content security policy of the house; for what strangers wrote. */
    contentPolicy?: string
  }
}

const scopes = new AsyncLocalStorage<RequestScope>()

export const withScope = <T>(scope: RequestScope, work: () => T): T => scopes.run(scope, work)
export const currentScope = (): RequestScope | undefined => scopes.getStore()
/** The scope of what no visitor asked for. */
export const ownScope = (over: Partial<RequestScope> = {}): RequestScope => ({
  requestId: newId(),
  clientAddress: null,
  isOwn: true,
  ...over,
})
