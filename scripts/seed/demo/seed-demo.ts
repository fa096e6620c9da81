import type { Context } from '#server/platform/context'

/** An account of the demo marketplace, with the password that was made for it. */
export interface DemoAccount {
  who: 'shopper' | 'seller' | 'admin'
  email: string
  password: string
  /** Base32; the admin's second factor. */
  totpSecret?: string
}

export interface SeedOptions {
  /** Told what is being made, in words for people. */
  report: (what: string) => void
}

/** Fills an empty marketplace by calling the domains, so that its stock has movements and its money has postings. */
export async function seedDemo(_ctx: Context, { report }: SeedOptions): Promise<DemoAccount[]> {
  report('nothing yet')
  return []
}
