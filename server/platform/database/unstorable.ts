/** Postgres keeps neither a zero nor half of a character. */
export const isUnstorableText = (text: string): boolean => text.includes('\0') || !text.isWellFormed()

/** Whether there is such a text anywhere in it. */
export const isUnstorable = (value: unknown): boolean => {
  if (typeof value === 'string') return isUnstorableText(value)
  return typeof value === 'object' && value !== null && Object.entries(value).flat().some(isUnstorable)
}
