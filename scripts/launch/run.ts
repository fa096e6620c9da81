import { whenAbandoned } from './abandonment'
import { stopAllKept } from './keep'
import { say } from './progress'
import { explain } from './refusal'

/** What was started, so that it can be stopped in the opposite order. */
export interface Run {
  /** Notes how to stop something that has just been started. */
  onStop: (stop: () => Promise<unknown>) => void
  /** Ends everything and then this process. */
  end: (code: number, reason?: string) => Promise<never>
}

/** Runs a launcher until it fails, somebody asks it to end, or npm is gone; ends what it started in good order. */
export async function run(launch: (run: Run) => Promise<void>): Promise<void> {
  const stops: (() => Promise<unknown>)[] = []
  let ending: Promise<never> | null = null

  async function stopAll(code: number): Promise<never> {
    while (stops.length > 0) await stops.pop()!().catch((error: unknown) => say(explain(error)))
    await stopAllKept()
    process.exit(code)
  }
  const end = (code: number, reason?: string): Promise<never> => {
    if (!ending && reason) say(`\n${reason}`)
    return (ending ??= stopAll(code))
  }

  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void end(0, 'Stopping …'))
  whenAbandoned(() => void end(1))
  // What was interrupted fails, also where nobody waits for it; that is not news.
  process.on('unhandledRejection', (error) => void end(1, explain(error)))
  try {
    await launch({ onStop: (stop) => stops.push(stop), end })
  } catch (error) {
    await end(1, explain(error))
  }
}
