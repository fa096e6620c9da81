/** Makes an absolute address, in the language of the page, of a path such as `/products/vase`. */
export type Address = (path: string) => string

/** The script's text: JSON in which nothing can end the script or begin another. */
export const serialiseStructuredData = (data: object): string =>
  JSON.stringify(data)
    .replace(/</g, '\\u003c')
    .replace(/\u2028/g, '\\u2028')
    .replace(/\u2029/g, '\\u2029')
