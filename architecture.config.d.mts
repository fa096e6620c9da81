export const layers: Record<string, { folders: string[]; mayImport: string[] }>
export const domains: string[]
export const packagesAtHome: Record<string, string[]>
export const packagesOfLayer: Record<string, string[]>
export const packagesRefused: Record<string, string[]>
