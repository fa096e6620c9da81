import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SCRIPT_PAYLOADS } from '../../../tests/security/script-payloads'
import { cleanRichText } from './clean-rich-text'

describe('a cleaned text', () => {
  it('keeps what makes a text readable', () => {
    const html =
      '<h3>Care</h3><p>Wash <strong>cold</strong> and <em>dry</em> flat.<br />Thanks.</p><ul><li>one</li></ul><table><tbody><tr><th scope="row">M</th><td colspan="2">40 cm</td></tr></tbody></table>'
    expect(cleanRichText(html)).toBe(html)
  })

  it('has headings below those of the page, and none of the writer’s looks', () => {
    const pasted =
      '<meta charset="utf-8"><h1 class="big" style="color:red">Care</h1><div><span style="line-height:1.4">Wash</span> <b>cold</b></div>'
    expect(cleanRichText(pasted)).toBe('<h3>Care</h3>Wash <strong>cold</strong>')
  })

  it('has no paragraphs, items or links without words', () => {
    expect(cleanRichText('<p>&nbsp;</p><p><span> </span></p><ul><li></li><li>one</li></ul><a href="https://a.example"></a>')).toBe(
      '<ul><li>one</li></ul>',
    )
  })

  it('leads to the web and to mail addresses, and vouches for neither', () => {
    expect(cleanRichText('<a href="https://a.example/?a=1&b=2" target="_blank" onclick="x()">A</a>')).toBe(
      '<a href="https://a.example/?a=1&amp;b=2" rel="nofollow ugc noopener">A</a>',
    )
    for (const href of ['javascript:alert(1)', 'java\nscript:alert(1)', ' data:text/html,x', '//evil.example', 'vbscript:x'])
      expect(cleanRichText(`<a href="${href}">A</a>`)).toBe('<a rel="nofollow ugc noopener">A</a>')
  })

  it.each(SCRIPT_PAYLOADS)('holds no script: %s', (payload) => {
    const cleaned = cleanRichText(`<p>before</p>${payload}<p>after</p>`)
    expect(cleaned).not.toMatch(/<(?:script|img|svg|iframe|details|input|math|style)|<[^<>]*\son\w+=|href="javascript/i)
  })

  it('is cleaned when it is cleaned', () => {
    const part = fc.oneof(
      fc.constantFrom(
        ...SCRIPT_PAYLOADS,
        '<p>',
        '</p>',
        '<ul><li>',
        '</li>',
        '<table><td>',
        '<b>',
        '</i>',
        '&amp;',
        '&lt;',
        '&nbsp;',
        '\r\n',
        '<!--',
      ),
      fc.string(),
    )
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
        const once = cleanRichText(parts.join(''))
        expect(cleanRichText(once)).toBe(once)
      }),
      { numRuns: 500 },
    )
  })

  it('comes as quickly of hostile text', () => {
    const start = performance.now()
    for (const text of ['<', '<a href="', '</p', '&', '<p>', '<table>', '<!--']) cleanRichText(text.repeat(10_000))
    expect(performance.now() - start).toBeLessThan(3000)
  })
})
