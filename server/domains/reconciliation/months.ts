/** `2026-11`, in UTC. */
export const presentMonth = (at: Date): string => at.toISOString().slice(0, 7)

/** From the first moment of a month to that of the next, in UTC. */
export function momentsOf(month: string): { from: Date; to: Date } {
  const [year, number] = month.split('-').map(Number) as [number, number]
  return { from: new Date(Date.UTC(year, number - 1)), to: new Date(Date.UTC(year, number)) }
}

/** Every month from that of one moment to that of another, the newest first. */
export function monthsBetween(first: Date, last: Date): string[] {
  const indexOf = (at: Date) => at.getUTCFullYear() * 12 + at.getUTCMonth()
  const count = Math.max(0, indexOf(last) - indexOf(first)) + 1
  return Array.from({ length: count }, (_, back) => presentMonth(new Date(Date.UTC(last.getUTCFullYear(), last.getUTCMonth() - back))))
}
