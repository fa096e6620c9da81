import type { Judgement } from './judgements'

/** How well an order of results answers a query. */
export interface Score {
  /** A right product is among the first five, and nothing unwanted among the first ten. */
  success: boolean
  /** The usual discounted gain of the first ten, as a share of the best order there is. */
  ndcg: number
}

const gain = (grade: number, place: number) => (2 ** grade - 1) / Math.log2(place + 2)
const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0)

export function scoreOf({ grades, unwanted }: Judgement, found: readonly string[]): Score {
  const best = [...grades.values()].sort((one, other) => other - one).slice(0, 10)
  return {
    success: found.slice(0, 5).some((sku) => grades.get(sku) === 2) && !found.slice(0, 10).some((sku) => unwanted.has(sku)),
    ndcg: sum(found.slice(0, 10).map((sku, place) => gain(grades.get(sku) ?? 0, place))) / sum(best.map(gain)),
  }
}

/** The shares of several scores. */
export const meanOf = (scores: readonly Score[]) => ({
  success: scores.filter(({ success }) => success).length / scores.length,
  ndcg: sum(scores.map(({ ndcg }) => ndcg)) / scores.length,
})
