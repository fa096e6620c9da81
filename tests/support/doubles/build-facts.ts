/** What the build makes up as `#souk/build`. */
export const version = '0.0.0'
export const migrations: readonly string[] = []
