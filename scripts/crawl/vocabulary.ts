import ts from 'typescript'

/** The vocabulary itself is large and always the same. */
const parsed = new Map<string, ts.SourceFile | undefined>()
const PRELUDE = `import type * as schema from 'schema-dts'\n`

/**
 * What schema.org does not know of each block: a type, a property or a value that is not in its vocabulary, as schema-dts,
 * which is made from it, has it. The compiler is the judge, so a block is checked as if somebody had written it.
 */
export function unknownToSchemaOrg(blocks: readonly object[]): string[][] {
  const lines = blocks.map((block, index) => `const block${index}: ${typeOf(block)} = ${JSON.stringify(block, withoutAnnotations)}`)
  const source = PRELUDE + lines.join('\n')
  const file = new URL('blocks-of-a-page.ts', import.meta.url).pathname

  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    types: [],
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
  }
  const host = ts.createCompilerHost(options)
  const { fileExists, getSourceFile } = host
  host.fileExists = (name) => name === file || fileExists(name)
  host.getSourceFile = (name, target) => {
    if (name === file) return ts.createSourceFile(name, source, target, true)
    if (!parsed.has(name)) parsed.set(name, getSourceFile.call(host, name, target))
    return parsed.get(name)
  }

  const program = ts.createProgram([file], options, host)
  const own = program.getSourceFile(file)!
  const found: string[][] = blocks.map(() => [])
  for (const diagnostic of ts.getPreEmitDiagnostics(program, own)) {
    const line = own.getLineAndCharacterOfPosition(diagnostic.start ?? 0).line - 1
    found[Math.max(line, 0)]?.push(shortOf(ts.flattenDiagnosticMessageText(diagnostic.messageText, ' ')))
  }
  return found
}

const typeOf = (block: object) => {
  const name = (block as Record<string, unknown>)['@type']
  return `schema.WithContext<schema.${typeof name === 'string' && /^\w+$/.test(name) ? name : 'Thing'}>`
}

/** schema.org lets an action say what goes into it beside each property, which schema-dts leaves out. */
const withoutAnnotations = (key: string, value: unknown) => (/-(?:in|out)put$/.test(key) ? undefined : value)

const LONGEST = 300
const shortOf = (text: string) => (text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text)
