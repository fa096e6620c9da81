import { defineEventHandler, getQuery, setResponseHeader } from 'h3'
import { sendError } from '#server/http/define-route'
import { mailboxPage } from '#server/http/mailbox-page'
import { routeNotFound } from '#server/http/route-errors'
import { contextOf } from '#server/http/world'
import { listKeptMails } from '#server/platform/mail/folder-mailer'
import { mailFolder } from '#server/platform/world'

/** The demo's mailbox: every mail that was sent, to be read in the browser. */
export default defineEventHandler(async (event) => {
  const ctx = contextOf(event)
  if (!ctx.config.demo) return sendError(event, ctx, routeNotFound())

  const { id, to } = getQuery(event)
  const mails = await listKeptMails(mailFolder(ctx.config))
  setResponseHeader(event, 'content-type', 'text/html; charset=utf-8')
  return mailboxPage(mails, { siteName: ctx.config.SITE_NAME, openId: text(id), to: text(to) })
})

const text = (value: unknown): string | null => (typeof value === 'string' ? value : null)
