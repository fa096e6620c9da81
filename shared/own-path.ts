const NOWHERE = 'http://souk.invalid'

/** An address of this marketplace to go on to, or the fallback for anything that could lead elsewhere. */
export function ownPath(wanted: unknown, fallback: string): string {
  if (typeof wanted !== 'string' || !wanted.startsWith('/') || !URL.canParse(wanted, NOWHERE)) return fallback
  const url = new URL(wanted, NOWHERE)
  // Browsers read `/\evil`, `//evil` and a tab between the slashes as another site; so does URL.
  return url.origin === NOWHERE && !url.pathname.startsWith('//') ? url.pathname + url.search + url.hash : fallback
}
