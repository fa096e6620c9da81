/**
 * Writes shared/common-passwords.ts: the commonest passwords of those that are long enough for ours, by the ranked list of
 * @zxcvbn-ts/language-common. Run it by `node --import ./scripts/typescript.mjs scripts/make-common-passwords.ts` after
 * an update of that package.
 */
import { writeFileSync } from 'node:fs'
import { dictionary } from '@zxcvbn-ts/language-common'
import { PASSWORD_MIN } from '../shared/password-rules'

const COUNT = 3000
const WIDTH = 138

const ranked = [...dictionary['passwords-common']].map(String)
const commonest = [...new Set(ranked.filter((password) => password.length >= PASSWORD_MIN && !/[\s`\\$]/.test(password)))].slice(0, COUNT)
if (commonest.length < COUNT) throw new Error(`the list has only ${commonest.length}`)

const lines = ['']
for (const password of commonest) {
  if (lines.at(-1)!.length + password.length >= WIDTH) lines.push('')
  lines.push(`${lines.pop()} ${password}`.trimStart())
}

writeFileSync(
  'shared/common-passwords.ts',
  `// Made by scripts/make-common-passwords.ts; not edited by hand.

/** The ${COUNT} commonest passwords that are long enough, in lower case, the commonest first. */
export const COMMON_PASSWORDS: readonly string[] = \`
${lines.join('\n')}
\`
  .trim()
  .split(/\\s+/)
`,
)
