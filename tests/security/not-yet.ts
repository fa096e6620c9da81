/** Items of the security checklist that nothing here can show, each with its reason. `npm run test:security` prints them. */
export const NOT_YET: Record<string, string> = {
  '14: 200 parallel sign-ins leave others served': 'a load, for `npm run bench`; the gate before hashing has tests of its own',
  '35: impersonation is logged and barred from payouts': 'nobody can act as somebody else',
}
