import sanitizeHtml from 'sanitize-html'

const TAGS = ['p', 'br', 'h3', 'h4', 'ul', 'ol', 'li', 'blockquote', 'strong', 'em', 'u', 's', 'sub', 'sup', 'a', 'hr']
const TABLE_TAGS = ['table', 'caption', 'thead', 'tbody', 'tr', 'th', 'td']
/** Other names of what is kept. A page has headings of its own above a text, so the text's begin below them. */
const KEPT_AS: Record<string, string> = { h1: 'h3', h2: 'h3', h5: 'h4', h6: 'h4', b: 'strong', i: 'em', del: 's', strike: 's' }
/** Says nothing when it is empty. */
const NEEDS_TEXT = new Set([
  'p',
  'h3',
  'h4',
  'li',
  'ul',
  'ol',
  'blockquote',
  'strong',
  'em',
  'u',
  's',
  'sub',
  'sup',
  'a',
  ...Object.keys(KEPT_AS),
])

/**
 * What a seller wrote, pasted or imported, as the few elements that a page shows. Scripts, styles, classes, pictures and
 * frames go; links lead to the web or to a mail address and are not vouched for. Cleaning twice changes nothing.
 */
export function cleanRichText(html: string): string {
  const cleaned = sanitizeHtml(html, {
    allowedTags: [...TAGS, ...TABLE_TAGS],
    allowedAttributes: { a: ['href', 'rel'], th: ['colspan', 'rowspan', 'scope'], td: ['colspan', 'rowspan'] },
    allowedSchemes: ['http', 'https', 'mailto'],
    allowProtocolRelative: false,
    disallowedTagsMode: 'discard',
    nonTextTags: ['script', 'style', 'textarea', 'option', 'noscript', 'title', 'template', 'svg', 'math', 'iframe', 'object'],
    transformTags: {
      ...KEPT_AS,
      a: (_, { href = '' }) => ({ tagName: 'a', attribs: { href: href.trim(), rel: 'nofollow ugc noopener' } }),
    },
    exclusiveFilter: ({ tag, text, mediaChildren }) => NEEDS_TEXT.has(tag) && text.trim() === '' && mediaChildren.length === 0,
  })
  return cleaned.replaceAll('\r\n', '\n').trim()
}
