import { existsSync } from 'node:fs'
import path from 'node:path'

export type Program = 'redis-server' | 'nginx' | 'chromium'

/** Names under which systems keep the same program, the best first. */
const NAMES: Record<Program, string[]> = {
  'redis-server': ['redis-server'],
  nginx: ['nginx'],
  // The first draws no window around its pages, which takes a third of the time.
  chromium: ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'],
}

/** The path of a program of this machine, or null. */
export function findProgram(program: Program): string | null {
  const folders = [...(process.env.PATH ?? '').split(path.delimiter), '/usr/sbin', '/usr/local/sbin']
  const files = NAMES[program].flatMap((name) => folders.map((folder) => path.join(folder, name)))
  return files.find((file) => existsSync(file)) ?? null
}
