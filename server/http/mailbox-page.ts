import type { KeptMail } from '#server/platform/mail/folder-mailer'

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
const escape = (text: string) => text.replace(/[&<>"']/g, (char) => ESCAPES[char]!)

/** The demo's mailbox as one page without scripts; a mail's HTML is shown in a frame that may do nothing. */
export function mailboxPage(
  mails: readonly KeptMail[],
  { siteName, openId, to }: { siteName: string; openId: string | null; to: string | null },
): string {
  const shown = to ? mails.filter((mail) => mail.to === to) : mails
  const open = shown.find((mail) => mail.id === openId) ?? shown[0]

  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex"><title>Mailbox · ${escape(siteName)}</title><style>${STYLE}</style></head><body>
<header><h1>Mailbox</h1><p>Mails of this demo. Nothing leaves your machine. <a href="/">Back to ${escape(siteName)}</a></p></header>
${shown.length === 0 ? '<p class="empty">No mail yet. Place an order and come back.</p>' : `<div class="box"><nav aria-label="Mails"><ul>${shown.map((mail) => entry(mail, mail === open, to)).join('')}</ul></nav>${reading(open!)}</div>`}
</body></html>`
}

function entry(mail: KeptMail, isOpen: boolean, to: string | null): string {
  const address = `/dev/mail?${new URLSearchParams({ id: mail.id, ...(to ? { to } : {}) })}`
  return `<li><a href="${escape(address)}"${isOpen ? ' aria-current="page"' : ''}><strong>${escape(mail.subject)}</strong>
<span>${escape(mail.to)}</span><time datetime="${escape(mail.sentAt)}">${escape(mail.sentAt.slice(0, 16).replace('T', ' '))} UTC</time></a></li>`
}

/** Links in the frame open beside it, since the sandbox keeps them from leaving it. */
function reading(mail: KeptMail): string {
  const framed = `<base target="_blank">${mail.html}`
  return `<main><h2>${escape(mail.subject)}</h2>
<dl><dt>From</dt><dd>${escape(mail.from)}</dd><dt>To</dt><dd>${escape(mail.to)}</dd></dl>
<iframe title="The mail" sandbox="allow-popups allow-popups-to-escape-sandbox" srcdoc="${escape(framed)}"></iframe>
<details><summary>Text version</summary><pre>${linked(mail.text)}</pre></details></main>`
}

const linked = (text: string) => escape(text).replace(/https?:\/\/[^\s<]+/g, (address) => `<a href="${address}">${address}</a>`)

const STYLE = `
:root{color-scheme:light dark;--line:light-dark(#e5e2dc,#34322e);--soft:light-dark(#6b665e,#a8a299);--paper:light-dark(#fbfaf8,#171613);--ink:light-dark(#1d1b18,#f1efea);--mark:light-dark(#efece5,#24221e)}
*{box-sizing:border-box}body{margin:0 auto;max-width:76rem;padding:1.5rem;font:16px/1.5 system-ui,sans-serif;background:var(--paper);color:var(--ink)}a{color:inherit}
h1{margin:0;font-size:1.6rem}h2{margin:0 0 .5rem;font-size:1.25rem}header p{margin:.25rem 0 1.5rem;color:var(--soft)}
.box{display:grid;grid-template-columns:20rem minmax(0,1fr);gap:1.5rem}ul{list-style:none;margin:0;padding:0}nav a{display:grid;padding:.7rem .8rem;border-radius:.5rem;text-decoration:none;overflow-wrap:anywhere}
nav a:hover,nav a[aria-current]{background:var(--mark)}nav span,time,dt{color:var(--soft);font-size:.88rem}dl{display:grid;grid-template-columns:auto 1fr;gap:.1rem .75rem;margin:0 0 1rem;font-size:.9rem}dd{margin:0;overflow-wrap:anywhere}
iframe{width:100%;height:70vh;border:1px solid var(--line);border-radius:.5rem;background:#fff;color-scheme:light}pre{white-space:pre-wrap;overflow-wrap:anywhere;padding:1rem;background:var(--mark);border-radius:.5rem}summary{cursor:pointer;margin-top:1rem}
@media(max-width:50rem){.box{display:block}main{margin-top:1.5rem}}`
