const STEP = 1000
const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const

/** How large a file is, such as `4.2 MB`. */
export function useFileSize() {
  const { locale } = useI18n()

  return (bytes: number): string => {
    const power = Math.min(Math.max(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), 0), UNITS.length - 1)
    const look = { style: 'unit', unit: UNITS[power], unitDisplay: power === 0 ? 'long' : 'short', maximumFractionDigits: 1 } as const
    return new Intl.NumberFormat(locale, look).format(bytes / STEP ** power)
  }
}
