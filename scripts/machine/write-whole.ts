import { renameSync, writeFileSync } from 'node:fs'

/** Writes a file that only its owner reads, so that after a crash it is as before or as meant, never cut. */
export function writeWhole(file: string, text: string): void {
  const draft = `${file}.${process.pid}`
  writeFileSync(draft, text, { mode: 0o600, flush: true })
  renameSync(draft, file)
}
