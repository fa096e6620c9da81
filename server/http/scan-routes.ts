import { readdirSync } from 'node:fs'
import { join } from 'node:path'

export interface RouteFile {
  /** As in OpenAPI: `/api/orders/{number}`. */
  path: string
  method: 'get' | 'post' | 'put' | 'patch' | 'delete'
  file: string
}

const METHOD = /\.(get|post|put|patch|delete)\.ts$/

/** The API routes by their files, in the order of their addresses. Runs when the app is built, and in tests. */
export function scanRoutes(apiFolder: string): RouteFile[] {
  return readdirSync(apiFolder, { recursive: true, encoding: 'utf8' })
    .filter((name) => METHOD.test(name))
    .map((name) => ({
      path: `/api/${name
        .replaceAll('\\', '/')
        .replace(METHOD, '')
        .replace(/(?:^|\/)index$/, '')}`
        .replace(/\[(?:\.\.\.)?(\w+)\]/g, '{$1}')
        .replace(/\/$/, ''),
      method: METHOD.exec(name)![1] as RouteFile['method'],
      file: join(apiFolder, name),
    }))
    .sort((a, b) => (a.path === b.path ? a.method.localeCompare(b.method) : a.path.localeCompare(b.path)))
}
