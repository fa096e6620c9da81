export const paragraphs = (...texts: readonly string[]) => texts.join('\n\n')

export const list = (...items: readonly string[]) => items.map((item) => `- ${item}`).join('\n')
