/** The average with one decimal, as it is shown; null without reviews. */
export const averageRating = (sum: number, count: number): number | null => (count === 0 ? null : Math.round((sum * 10) / count) / 10)
