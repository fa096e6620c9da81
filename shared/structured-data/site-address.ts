/** Makes absolute addresses of paths: of pages in the language of this one, and of files, which have none. */
export interface Address {
  page: (path: string) => string
  file: (path: string) => string
}

/** The script's text: JSON in which nothing can end the script or begin another. */
export const serialiseStructuredData = (data: object): string =>
  JSON.stringify(data)
    .replace(/</g, '\\u003c')
    .replace(/\u2028/g, '\\u2028')
    .replace(/\u2029/g, '\\u2029')
