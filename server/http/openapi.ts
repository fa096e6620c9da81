import { z } from 'zod'
import { errorSchema } from '#shared/contracts/common'
import type { Access, RouteContract } from './define-route'
import { scopeOf } from './route-scopes'
import type { RouteFile } from './scan-routes'

export interface DocumentedRoute extends Pick<RouteFile, 'path' | 'method'> {
  contract: RouteContract
}

const WHO: Record<Access, string> = {
  public: 'Everyone.',
  user: 'Who is signed in.',
  seller: 'Members of the shop.',
  moderator: 'Moderators and admins, after a second factor.',
  admin: 'Admins, after a second factor.',
}

const SECURITY_SCHEMES = {
  session: {
    type: 'apiKey',
    in: 'cookie',
    name: '__Host-souk_session',
    description: 'A browser that has signed in (`souk_session` in the demo).',
  },
  bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: 'An access token of `POST /api/auth/token`.' },
  apiKey: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'souk_…',
    description: 'An API key; what it needs to be allowed stands with each route.',
  },
}

/** Ways in, one of which is enough; the empty one is for visitors. */
function securityOf(route: DocumentedRoute): Record<string, string[]>[] {
  const scope = scopeOf(route)
  const key = scope === 'closed' ? [] : [{ apiKey: scope === 'open' ? [] : [scope] }]
  return [...(route.contract.access === 'public' ? [{}] : []), { session: [] }, { bearer: [] }, ...key]
}

const toJsonSchema = (schema: z.ZodType, io: 'input' | 'output') => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' })
  return rest
}

/** The OpenAPI 3.1 document of all routes, from the very schemas that check them. */
export function openApiDocument(routes: readonly DocumentedRoute[], site: { name: string; url: string; version: string }) {
  const paths: Record<string, Record<string, unknown>> = {}
  for (const route of routes) (paths[route.path] ??= {})[route.method] = operation(route)

  return {
    openapi: '3.1.0',
    info: {
      title: `${site.name} API`,
      version: site.version,
      description: 'Amounts are whole minor units (cents); times are ISO 8601 in UTC.',
    },
    servers: [{ url: site.url }],
    tags: [...new Set(routes.map(tagOf))].map((name) => ({ name })),
    paths,
    components: {
      schemas: { Error: toJsonSchema(errorSchema, 'output') },
      securitySchemes: SECURITY_SCHEMES,
    },
  }
}

/** The domain, which is the first word after the audience. */
const tagOf = ({ path }: { path: string }) => {
  const [first, second] = path.split('/').slice(2)
  return first === 'admin' || first === 'seller' ? `${first}: ${second}` : (first ?? 'api')
}

function operation(route: DocumentedRoute) {
  const { contract } = route
  const error = (description: string) => ({
    description,
    content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
  })

  return {
    summary: contract.summary,
    description: `For: ${WHO[contract.access]}`,
    operationId: `${route.method}${route.path.slice(4).replace(/[/{}\-.]+(\w?)/g, (_, letter: string) => letter.toUpperCase())}`,
    tags: [tagOf(route)],
    'x-access': contract.access,
    'x-scope': scopeOf(route),
    security: securityOf(route),
    parameters: [...parameters(contract.params, 'path'), ...parameters(contract.query, 'query')],
    ...(contract.body && {
      requestBody: { required: true, content: { 'application/json': { schema: toJsonSchema(contract.body, 'input') } } },
    }),
    ...(contract.upload && {
      requestBody: { required: true, content: Object.fromEntries(contract.upload.types.map((type) => [type, {}])) },
    }),
    responses: {
      ...success(contract),
      default: error('Refused; `data.code` says why.'),
    },
  }
}

function success({ download, response, status }: RouteContract) {
  if (download) return { 200: { description: 'The file.', content: Object.fromEntries(download.types.map((type) => [type, {}])) } }
  if (!response) return { [status ?? 204]: { description: 'Done; nothing to say.' } }
  return { [status ?? 200]: { description: 'Done.', content: { 'application/json': { schema: toJsonSchema(response, 'output') } } } }
}

function parameters(schema: z.ZodType | undefined, place: 'path' | 'query') {
  if (!schema) return []
  const { properties = {}, required = [] } = toJsonSchema(schema, 'input') as { properties?: Record<string, object>; required?: string[] }
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    schema: property,
  }))
}

/** Loads the routes' modules and keeps those that have a contract. */
export async function loadRoutes(
  files: readonly { path: string; method: RouteFile['method']; load: () => Promise<{ default: unknown }> }[],
) {
  const loaded = await Promise.all(files.map(async ({ load, ...route }) => ({ ...route, handler: (await load()).default })))
  return loaded.flatMap(({ handler, ...route }) => (hasContract(handler) ? [{ ...route, contract: handler.contract }] : []))
}

const hasContract = (handler: unknown): handler is { contract: RouteContract } => typeof handler === 'function' && 'contract' in handler
