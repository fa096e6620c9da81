/** The most of one thing that fits into a cart, whatever its shop says. */
export const LINE_QUANTITY_MAX = 99

/** How many of a thing its shop sells at once: at least, at most (null is as many as there are), and in steps of so many. */
export interface OrderRule {
  orderMin: number
  orderMax: number | null
  orderStep: number
}

/** The fewest that can be bought, which is a whole number of steps. */
export const fewestOf = ({ orderMin, orderStep }: OrderRule): number => Math.ceil(orderMin / orderStep) * orderStep

/** The most that can be bought where so many are left; 0 where that is less than the fewest. */
export function mostOf(rule: OrderRule, left: number = LINE_QUANTITY_MAX): number {
  const most = Math.floor(Math.min(left, rule.orderMax ?? LINE_QUANTITY_MAX, LINE_QUANTITY_MAX) / rule.orderStep) * rule.orderStep
  return most < fewestOf(rule) ? 0 : most
}

export const mayBuy = (rule: OrderRule, quantity: number): boolean =>
  quantity % rule.orderStep === 0 && quantity >= fewestOf(rule) && quantity <= mostOf(rule)

/** Whether anything can be bought by it at all. */
export const isPossible = (rule: OrderRule): boolean => mostOf(rule) > 0
