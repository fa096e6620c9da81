import { readFileSync } from 'node:fs'
import { commandOf } from '../postgres/process'

const EVERY_MS = 1000
const GENERATIONS = 6

/**
 * Calls back once npm, which started this process, has been killed without a word: it hands its own end on
 * only when it is asked to end. Without npm nothing is watched, so that a launcher may outlive its shell.
 */
export function whenAbandoned(callback: () => void): void {
  const family = familyUpToNpm()
  if (family.length === 0) return
  const timer = setInterval(() => {
    if (family.every(({ child, parent }) => parentOf(child) === parent)) return
    clearInterval(timer)
    callback()
  }, EVERY_MS)
  timer.unref()
}

function familyUpToNpm(): { child: number; parent: number }[] {
  const family: { child: number; parent: number }[] = []
  for (let child = process.pid; family.length < GENERATIONS;) {
    const parent = parentOf(child)
    if (!parent || parent === 1) return []
    family.push({ child, parent })
    if (/^(npm|pnpm|yarn)\b|[\\/](npm|pnpm|yarn)(-cli)?(\.c?js)? /.test(commandOf(parent))) return family
    child = parent
  }
  return []
}

/** Only Linux tells this cheaply; elsewhere only of ourselves. */
function parentOf(pid: number): number | null {
  if (pid === process.pid) return process.ppid
  try {
    return Number(
      readFileSync(`/proc/${pid}/stat`, 'utf8')
        .replace(/^.*\) \S+ /s, '')
        .split(' ')[0],
    )
  } catch {
    return null
  }
}
