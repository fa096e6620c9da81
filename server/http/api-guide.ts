import type { openApiDocument } from './openapi'

type Document = ReturnType<typeof openApiDocument>
interface Operation {
  summary: string
  description: string
  tags: string[]
  parameters: { name: string; in: string; required: boolean; schema: JsonSchema }[]
  requestBody?: { content: Content }
  responses: Record<string, { description: string; content?: Content }>
}
type Content = Record<string, { schema?: JsonSchema }>
interface JsonSchema {
  type?: string | string[]
  enum?: unknown[]
  const?: unknown
  format?: string
  pattern?: string
  minimum?: number
  maximum?: number
  maxLength?: number
  items?: JsonSchema
  anyOf?: JsonSchema[]
  properties?: Record<string, JsonSchema>
  required?: string[]
}

const escape = (text: unknown) =>
  String(text).replace(/[&<>"']/g, (char) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' })[char]!)

/** The OpenAPI document as one readable page without scripts. */
export function apiGuide(document: Document): string {
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation: operation as Operation })),
  )
  const sections = document.tags.map(({ name }) => {
    const own = operations.filter(({ operation }) => operation.tags[0] === name)
    return `<section id="${escape(name)}"><h2>${escape(name)}</h2>${own.map(article).join('')}</section>`
  })

  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(document.info.title)}</title><style>${STYLE}</style></head><body>
<nav aria-label="Sections"><strong>${escape(document.info.title)}</strong><span class="version">${escape(document.info.version)}</span>
${document.tags.map(({ name }) => `<a href="#${escape(name)}">${escape(name)}</a>`).join('')}<a href="/api/openapi.json">OpenAPI 3.1</a></nav>
<main><h1>${escape(document.info.title)}</h1><p>${escape(document.info.description)}
A refusal always has the same shape: <code>statusCode</code>, <code>message</code> and <code>data</code> with a stable <code>code</code>,
<code>details</code> and the <code>requestId</code>.</p>${sections.join('')}</main></body></html>`
}

function article({ path, method, operation }: { path: string; method: string; operation: Operation }): string {
  const answers = Object.entries(operation.responses).filter(([status]) => status !== 'default')
  return `<article><h3><span class="method ${method}">${method.toUpperCase()}</span> <code>${escape(path)}</code></h3>
<p>${escape(operation.summary)} <small>${escape(operation.description)}</small></p>
${operation.parameters.length ? `<h4>Parameters</h4>${table(operation.parameters.map(({ name, required, schema, in: place }) => [`${name} (${place})`, schema, required]))}` : ''}
${operation.requestBody ? `<h4>Body</h4>${body(operation.requestBody.content)}` : ''}
${answers.map(([status, { description, content }]) => `<h4>${status} <small>${escape(description)}</small></h4>${content ? body(content) : ''}`).join('')}
</article>`
}

const body = (content: Content): string =>
  Object.entries(content)
    .map(([type, { schema }]) => (schema ? fields(schema) : `<p class="type">${escape(type)}</p>`))
    .join('')

function fields(schema: JsonSchema): string {
  if (!schema.properties) return `<p class="type">${escape(typeOf(schema))}</p>`
  return table(Object.entries(schema.properties).map(([name, value]) => [name, value, schema.required?.includes(name) ?? false]))
}

function table(rows: [string, JsonSchema, boolean][]): string {
  const cells = rows.map(([name, schema, required]) => {
    const inner = schema.items?.properties ? schema.items : schema
    const nested = inner.properties ? `<details><summary>Fields</summary>${fields(inner)}</details>` : ''
    return `<tr><th scope="row"><code>${escape(name)}</code>${required ? '' : ' <small>optional</small>'}</th><td>${escape(typeOf(schema))}${nested}</td></tr>`
  })
  return `<table>${cells.join('')}</table>`
}

function typeOf(schema: JsonSchema): string {
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' | ')
  if (schema.anyOf) return schema.anyOf.map(typeOf).join(' | ')
  if (schema.items) return `list of ${typeOf(schema.items)}`
  const bounds = [
    schema.format,
    schema.minimum !== undefined && schema.minimum > Number.MIN_SAFE_INTEGER ? `≥ ${schema.minimum}` : null,
    schema.maximum !== undefined && schema.maximum < Number.MAX_SAFE_INTEGER ? `≤ ${schema.maximum}` : null,
    schema.maxLength !== undefined ? `at most ${schema.maxLength} characters` : null,
  ].filter(Boolean)
  return [[schema.type ?? 'any'].flat().join(' | '), ...bounds].join(', ')
}

const STYLE = `
:root{color-scheme:light dark;--line:light-dark(#e5e2dc,#34322e);--soft:light-dark(#6b665e,#a8a299);--paper:light-dark(#fbfaf8,#171613);--ink:light-dark(#1d1b18,#f1efea)}
*{box-sizing:border-box}body{margin:0;font:16px/1.55 system-ui,sans-serif;background:var(--paper);color:var(--ink);display:grid;grid-template-columns:15rem minmax(0,52rem);gap:3rem;padding:2rem}
nav{position:sticky;top:2rem;align-self:start;display:grid;gap:.35rem;font-size:.9rem;max-height:calc(100vh - 4rem);overflow:auto}nav a{color:inherit}.version,small,.type{color:var(--soft)}
h1{font-size:2rem;margin:0}h2{margin:3rem 0 0;font-size:1.35rem}h3{font-size:1rem;margin:0;overflow-wrap:anywhere}h4{margin:1rem 0 .25rem;font-size:.85rem}
article{border-top:1px solid var(--line);padding:1.25rem 0}article p{margin:.35rem 0}table{width:100%;border-collapse:collapse;font-size:.9rem}th,td{text-align:left;vertical-align:top;padding:.3rem .75rem .3rem 0;border-top:1px solid var(--line);overflow-wrap:anywhere}th{width:38%;font-weight:400}
.method{display:inline-block;min-width:4.2rem;font-size:.75rem;letter-spacing:.04em;color:var(--soft)}code{font-size:.92em}
@media(max-width:60rem){body{display:block;padding:1.25rem}nav{position:static;max-height:none;margin-bottom:2rem}}`
