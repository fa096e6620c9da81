import { randomBytes } from 'node:crypto'

/** 32 signs without those that look alike (0 and O, 1 and I), so that a byte maps to one without bias. */
const SIGNS = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ'

/** A new number that people read out: 40 random bits after a letter, `S-7KQ2-M9XD`. It may be taken; whoever writes it checks. */
export function newNumber(letter: string): string {
  const signs = [...randomBytes(8)].map((byte) => SIGNS[byte % SIGNS.length]).join('')
  return `${letter}-${signs.slice(0, 4)}-${signs.slice(4)}`
}

export const newGroupNumber = (): string => newNumber('S')

/** The number of the group's order at a place, counted from 0. */
export const orderNumber = (groupNumber: string, index: number) => `${groupNumber}-${index + 1}`

export const groupNumberOf = (orderNumber: string) => orderNumber.replace(/-\d+$/, '')
