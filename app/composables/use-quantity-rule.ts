const MOST = 99

/** How many of a thing its shop sells at once, in words; nothing where it may be any number. */
export function useQuantityRule() {
  const { t } = useI18n()

  return ({ fewest, most, step }: { fewest: number; most: number; step: number }): string => {
    const parts = [
      ...(fewest > 1 ? [t('product.atLeast', { count: fewest })] : []),
      ...(step > 1 ? [t('product.inSteps', { count: step })] : []),
      // What is left of the most that a cart takes is no rule of the shop.
      ...(most + step <= MOST ? [t('product.atMost', { count: most })] : []),
    ]
    return parts.length > 0 ? t('product.soldSo', { rules: parts.join(', ') }) : ''
  }
}
