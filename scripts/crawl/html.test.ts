import { expect, it } from 'vitest'
import { findAll, parseHtml, textOf } from './html'

const page = parseHtml(`<!DOCTYPE html><html lang="en"><head><title>A &amp; B</title>
  <script>if (1 < 2) document.write("<p>no</p>")</script></head>
  <body><!-- <p>hidden</p> --><main data-v=1 hidden><h1>Bowls<br>and<span class='x'>&nbsp;"vases"</span></h1>
  <p>2 &lt; 3<p>&#8364;&#x2009;5</p><img src="/a?b=1&amp;c=2" alt=""/><a href='/x'>Go</a></main><textarea><b></textarea></body></html>`)

it('reads elements, attributes and texts as a browser does', () => {
  expect(findAll(page, 'html')[0]!.attributes).toEqual({ lang: 'en' })
  expect(findAll(page, 'title').map(textOf)).toEqual(['A & B'])
  expect(findAll(page, 'main')[0]!.attributes).toEqual({ 'data-v': '1', hidden: '' })
  expect(findAll(page, 'h1').map(textOf)).toEqual(['Bowlsand "vases"'])
  expect(findAll(page, 'img')[0]!.attributes).toEqual({ src: '/a?b=1&c=2', alt: '' })
  expect(textOf(findAll(page, 'main')[0]!)).toBe('Bowlsand "vases" 2 < 3 € 5 Go')
})

it('takes no element out of a script, a comment or a field', () => {
  expect(findAll(page, 'p')).toHaveLength(2)
  expect(findAll(page, 'b')).toEqual([])
})
