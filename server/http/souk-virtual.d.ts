declare module '#souk/routes' {
  /** Every file under server/api with its address; generated when the app is built. */
  export const routes: { path: string; method: import('./scan-routes').RouteFile['method']; load: () => Promise<{ default: unknown }> }[]
}

declare module '#souk/build' {
  /** The version in package.json. */
  export const version: string
  /** The hashes of the migrations that this build needs. */
  export const migrations: readonly string[]
}
