import { readdirSync, readFileSync } from 'node:fs'

/** Linux counts CPU time in hundredths of a second. */
const TICK_MS = 10

const statOf = (pid: number): string[] => readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ')

/** CPU time that a process has used, user and system, in milliseconds. */
export function cpuMs(pid: number): number {
  const fields = statOf(pid)
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS
}

/** CPU time of a process and of its children, those that have ended included. */
export function cpuMsWithChildren(pid: number): number {
  const ended = statOf(pid)
  const living = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        return Number(statOf(Number(name))[1]) === pid ? cpuMs(Number(name)) : []
      } catch {
        return [] // It has ended meanwhile.
      }
    })
  return cpuMs(pid) + (Number(ended[13]) + Number(ended[14])) * TICK_MS + living.reduce((sum, ms) => sum + ms, 0)
}

/** Memory that a process holds, in megabytes. */
export const residentMb = (pid: number): number => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) / 1024
