/** What work costs this thread, in milliseconds: a busy machine makes it no dearer, as it does by the clock on the wall. */
export function cpuMs(work: () => unknown): number {
  const before = process.threadCpuUsage()
  work()
  const { user, system } = process.threadCpuUsage(before)
  return (user + system) / 1000
}
