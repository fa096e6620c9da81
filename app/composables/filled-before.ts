/**
 * What stands in the fields before a page is alive, also where the browser put it there by itself and says nothing of it, as
 * it does on coming back. An input's name is the path of its field, such as `shippingAddress.city`.
 */
export function takeWhatIsFilledIn(fields: Record<string, unknown>, path = ''): void {
  for (const [key, value] of Object.entries(fields)) {
    const named = `input[name="${CSS.escape(path + key)}"]`
    const input = document.querySelector<HTMLInputElement>(`${named}:is(:not([type="radio"]), :checked)`)
    if (isRecord(value)) takeWhatIsFilledIn(value, `${path}${key}.`)
    else if (typeof value === 'boolean' && input?.type === 'checkbox') fields[key] = input.checked
    else if (typeof value === 'string' && input?.value) fields[key] = input.value
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)
