import { pathToFileURL } from 'node:url'
import { scanRoutes } from '#server/http/scan-routes'

/** What the build makes up as `#souk/routes`, from the files themselves. */
export const routes = scanRoutes('server/api').map(({ path, method, file }) => ({
  path,
  method,
  load: () => import(/* @vite-ignore */ pathToFileURL(file).href) as Promise<{ default: unknown }>,
}))
