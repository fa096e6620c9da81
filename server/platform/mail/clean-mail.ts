import { DomainError } from '../errors'
import type { Mail } from './mail'

const LINE_BREAKS = /[\r\n\u2028\u2029\0]+/g

/** A mail whose subject and headers are single lines and that has one recipient, whatever people put into names. */
export function cleanMail(mail: Mail): Mail {
  if (/[\s,;<>"]/.test(mail.to) || !mail.to.includes('@'))
    throw new DomainError('invalid', 'mail.bad_recipient', 'This is not one address.')
  const headers = Object.entries(mail.headers ?? {}).map(([name, value]) => [name, oneLine(value)])
  return { ...mail, subject: oneLine(mail.subject), headers: Object.fromEntries(headers) }
}

const oneLine = (text: string) => text.replace(LINE_BREAKS, ' ').trim()
