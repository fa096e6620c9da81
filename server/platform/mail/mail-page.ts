/** A part of a mail; every kind has a form in HTML and one in plain text. */
export type MailBlock =
  | { kind: 'paragraph'; text: string }
  | { kind: 'heading'; text: string }
  | { kind: 'link'; label: string; address: string }
  /** Rows of two columns; the second is set to the right. */
  | { kind: 'table'; rows: readonly { label: string; note?: string; value: string; strong?: boolean }[] }
  /** Digits to type somewhere else. */
  | { kind: 'code'; text: string }
  | { kind: 'lines'; lines: readonly string[] }

export interface MailPage {
  language: string
  title: string
  /** What a list of mails shows beside the subject. */
  preview: string
  blocks: readonly MailBlock[]
  /** The name of the marketplace, at the end. */
  sender: string
}

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
const escape = (text: string) => text.replace(/[&<>"']/g, (sign) => ESCAPES[sign]!)

const FONT = "font-family:Inter,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif"
/** A grey that can be read on white and on black, since a mail program may show either. */
const QUIET = 'color:#767676'
const LINE = 'border-top:1px solid #8883'

/** A mail's two bodies. Text keeps the colours of the program that shows it, so that it can be read in the dark as well. */
export const composeMail = (page: MailPage): { html: string; text: string } => ({ html: htmlOf(page), text: textOf(page) })

const htmlOf = ({ language, title, preview, blocks, sender }: MailPage) => `<!doctype html>
<html lang="${escape(language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${escape(title)}</title>
</head>
<body style="margin:0;padding:24px 16px;${FONT};font-size:16px;line-height:1.5">
<div style="display:none;max-height:0;overflow:hidden">${escape(preview)}</div>
<div style="max-width:560px;margin:0 auto">
<h1 style="font-size:24px;line-height:1.25;margin:0 0 16px">${escape(title)}</h1>
${blocks.map(htmlBlock).join('\n')}
<p style="margin:32px 0 0;padding-top:16px;${LINE};font-size:14px;${QUIET}">${escape(sender)}</p>
</div>
</body>
</html>`

function htmlBlock(block: MailBlock): string {
  switch (block.kind) {
    case 'paragraph':
      return `<p style="margin:0 0 16px">${escape(block.text)}</p>`
    case 'heading':
      return `<h2 style="font-size:18px;margin:24px 0 8px">${escape(block.text)}</h2>`
    case 'link':
      return `<p style="margin:24px 0"><a href="${escape(block.address)}" style="display:inline-block;padding:12px 20px;border-radius:8px;background:#fdb827;color:#1d1813;font-weight:600;text-decoration:none">${escape(block.label)}</a></p>`
    case 'table':
      return `<table role="presentation" style="width:100%;border-collapse:collapse;margin:0 0 16px">${block.rows.map(htmlRow).join('')}</table>`
    case 'code':
      return `<p style="margin:16px 0 24px;font-size:32px;font-weight:600;letter-spacing:6px">${escape(block.text)}</p>`
    case 'lines':
      return `<p style="margin:0 0 16px">${block.lines.map(escape).join('<br>')}</p>`
  }
}

const htmlRow = ({ label, note, value, strong }: { label: string; note?: string; value: string; strong?: boolean }) => {
  const weight = strong ? ';font-weight:600' : ''
  const remark = note ? `<br><span style="font-size:14px;${QUIET}">${escape(note)}</span>` : ''
  return `<tr><td style="padding:8px 8px 8px 0;${LINE};vertical-align:top${weight}">${escape(label)}${remark}</td><td style="padding:8px 0;${LINE};text-align:right;vertical-align:top;white-space:nowrap${weight}">${escape(value)}</td></tr>`
}

const textOf = ({ title, blocks, sender }: MailPage) => [title, ...blocks.map(textBlock), `-- \n${sender}`].join('\n\n') + '\n'

function textBlock(block: MailBlock): string {
  switch (block.kind) {
    case 'paragraph':
    case 'code':
      return block.text
    case 'heading':
      return `${block.text}\n${'-'.repeat(block.text.length)}`
    case 'link':
      return `${block.label}:\n${block.address}`
    case 'table':
      return block.rows.map(({ label, note, value }) => `${label}${note ? ` (${note})` : ''}: ${value}`).join('\n')
    case 'lines':
      return block.lines.join('\n')
  }
}
