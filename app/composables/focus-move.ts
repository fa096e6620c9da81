/** After a move the button that was pressed keeps the focus; at an end the one that leads back gets it. `item` is what was moved. */
export function focusMove(item: Element | null | undefined, by: -1 | 1): void {
  const buttons = [by, -by].map((way) => item?.querySelector<HTMLButtonElement>(`[data-move="${way}"]`))
  buttons.find((button) => button && !button.disabled)?.focus()
}
