import { setTimeout as pause } from 'node:timers/promises'

/** What the server asks of those whom it is too busy for. */
const RETRY_AFTER_MS = 2000

/** What the child process of `bench/login.ts` is told: everybody signs in at once, again and again, for a while. */
export interface Flood {
  base: string
  emails: string[]
  password: string
  seconds: number
}

/** Signs in from the address of one of many people, at a browser of theirs. */
export async function guess(
  base: string,
  { email, password, browser = 'own' }: { email: string; password: string; browser?: string },
  person: number,
): Promise<number> {
  const answer = await fetch(`${base}/api/session`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'sec-fetch-site': 'same-origin',
      'x-forwarded-for': `10.${(person >> 16) & 255}.${(person >> 8) & 255}.${person & 255}`,
      cookie: `souk_device=browser-${browser}-of-${email}`,
    },
    body: JSON.stringify({ email, password }),
  })
  await answer.arrayBuffer()
  return answer.status
}

async function flood({ base, emails, password, seconds }: Flood): Promise<Record<string, number>> {
  const statuses: Record<string, number> = {}
  const end = Date.now() + seconds * 1000
  let people = 0

  const signInAgainAndAgain = async (email: string) => {
    for (let time = 0; Date.now() < end; time++) {
      // One browser may try ten times in a while.
      const status = await guess(base, { email, password, browser: `flood-${Math.floor(time / 9)}` }, people++)
      statuses[status] = (statuses[status] ?? 0) + 1
      // Not all in the same moment, as people do not press a button.
      if (status === 503) await pause(RETRY_AFTER_MS * (0.5 + Math.random()))
    }
  }
  await Promise.all(emails.map(signInAgainAndAgain))
  return statuses
}

process.once('message', async (order: Flood) => {
  process.send!(await flood(order))
  process.exit()
})
