import type { AggregateRating } from 'schema-dts'
import type { Rating } from '../contracts/reviews'

/** Nothing where nobody has rated yet. */
export const aggregateRating = ({ average, count }: Rating): { aggregateRating?: AggregateRating } =>
  average === null
    ? {}
    : { aggregateRating: { '@type': 'AggregateRating', ratingValue: average, reviewCount: count, bestRating: 5, worstRating: 1 } }
