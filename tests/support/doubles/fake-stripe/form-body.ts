export type FormValue = string | FormParams | FormValue[]
export interface FormParams {
  [name: string]: FormValue | undefined
}

/** Reads what Stripe's SDK sends: `metadata[checkoutId]=1&expand[0]=latest_charge`. A level whose keys are all numbers is a list. */
export function parseForm(text: string): FormParams {
  const params: FormParams = {}
  for (const [name, value] of new URLSearchParams(text)) {
    const path = name.split(/[[\]]+/).filter(Boolean)
    let level = params
    for (const part of path.slice(0, -1)) level = (level[part] ??= {}) as FormParams
    level[path.at(-1)!] = value
  }
  return Object.fromEntries(Object.entries(params).map(([name, value]) => [name, asList(value!)]))
}

function asList(value: FormValue): FormValue {
  if (typeof value === 'string' || Array.isArray(value)) return value
  const entries = Object.entries(value).map(([name, part]) => [name, asList(part!)] as const)
  const isList = entries.length > 0 && entries.every(([name]) => /^\d+$/.test(name))
  return isList ? entries.map(([, part]) => part) : Object.fromEntries(entries)
}

export const textOf = (params: FormParams, name: string): string | undefined =>
  typeof params[name] === 'string' ? (params[name] as string) : undefined

export const wholeOf = (params: FormParams, name: string): number | undefined => {
  const text = textOf(params, name)
  return text !== undefined && /^-?\d+$/.test(text) ? Number(text) : undefined
}

export const namesOf = (params: FormParams, name: string): string[] =>
  Array.isArray(params[name]) ? (params[name] as FormValue[]).filter((part) => typeof part === 'string') : []

export const metadataOf = (params: FormParams): Record<string, string> =>
  typeof params.metadata === 'object' && !Array.isArray(params.metadata) ? (params.metadata as Record<string, string>) : {}
