import type { PasswordRefusal } from '#shared/password-rules'

const REASONS: readonly PasswordRefusal[] = ['short', 'common', 'site_name', 'personal']

/** For `useForm`: every refusal of a chosen password speaks of this field. */
export const refusalsOfPassword = <Field extends string>(field: Field): Record<string, Field> =>
  Object.fromEntries(REASONS.map((reason) => [`accounts.password_${reason}`, field]))
