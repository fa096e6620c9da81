import type { NitroApp } from 'nitropack/types'
import { scriptHash } from './security-headers'
import { ownScope, withScope } from './request-scope'

const SCRIPT = /<script\b([^>]*)>([\s\S]*?)<\/script>/gi
const DATA_TYPES = /\btype="(?:application\/json|application\/ld\+json)"/i

/**
 * The hashes of the build's own inline scripts, from the shell of a page: it has all of them and nothing that
 * anybody wrote. Never from another body, since that would bless an injected script.
 */
export async function inlineScriptHashes(nitroApp: Pick<NitroApp, 'localFetch'>): Promise<string[]> {
  const shell = await withScope(ownScope({ shell: true }), () => nitroApp.localFetch('/', { headers: { accept: 'text/html' } }))
  if (shell.status !== 200) throw new Error(`the shell of a page cannot be made: ${shell.status}`)
  return hashesIn(await shell.text())
}

export function hashesIn(html: string): string[] {
  const inline = [...html.matchAll(SCRIPT)].filter(([, attributes]) => !/\bsrc=/i.test(attributes!) && !DATA_TYPES.test(attributes!))
  return [...new Set(inline.map(([, , script]) => scriptHash(script!)))]
}
