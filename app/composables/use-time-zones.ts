interface Region {
  name: string
  zones: { value: string; label: string }[]
}

const byName = (one: { label: string }, other: { label: string }) => one.label.localeCompare(other.label)

/** The time zones that this browser knows, by region, and its own; both empty on the server, which is somewhere else. */
export function useTimeZones(chosen: () => string | null | undefined) {
  const { t, te } = useI18n()
  const own = ref('')
  const known = shallowRef<string[]>([])

  onMounted(() => {
    own.value = Intl.DateTimeFormat().resolvedOptions().timeZone
    known.value = Intl.supportedValuesOf('timeZone')
  })

  const regions = computed<Region[]>(() => {
    const found = new Map<string, string[]>()
    for (const zone of new Set([...known.value, chosen() || []].flat())) {
      const region = regionOf(zone)
      found.set(region, [...(found.get(region) ?? []), zone])
    }
    return [...found].map(([region, zones]) => ({
      name: te(`account.profile.regions.${region}`) ? t(`account.profile.regions.${region}`) : region,
      zones: zones.map((value) => ({ value, label: placeOf(value) })).sort(byName),
    }))
  })

  return { own, regions, placeOf }
}

const regionOf = (zone: string) => (zone.includes('/') ? zone.slice(0, zone.indexOf('/')) : 'Etc')

/** `America/Argentina/Buenos_Aires` is called `Buenos Aires (Argentina)`. */
function placeOf(zone: string): string {
  const [place, ...around] = zone.replaceAll('_', ' ').split('/').slice(1).reverse()
  return around.length > 0 ? `${place} (${around.join(', ')})` : (place ?? zone)
}
