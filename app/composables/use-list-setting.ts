import type { AdminSettings, ChangeSettings, PinnedRow, WordList } from '#shared/contracts/marketplace-settings'

type ListSetting = WordList | PinnedRow

interface Options<Key extends ListSetting> {
  key: Key
  settings: () => Pick<AdminSettings, Key | 'version'>
  /** Shows what the setting is now instead of what was being written. */
  take: (now: readonly string[]) => void
  save: (change: ChangeSettings) => Promise<unknown>
}

/** A setting that is a list, in a form of its own: it is saved on the version it was taken from, and says so when somebody else was faster. */
export function useListSetting<Key extends ListSetting>({ key, settings, take, save }: Options<Key>) {
  const known = ref({ list: settings()[key] as readonly string[], version: settings().version })
  const isSaved = ref(false)

  // Another setting beside it makes another version; this one is the same.
  watch(settings, (now) => {
    const list: readonly string[] = now[key]
    if (list.join('\n') !== known.value.list.join('\n')) take(list)
    known.value = { list, version: now.version }
  })

  const {
    pending,
    failed,
    run: keep,
  } = useAction(async (list: readonly string[]) => {
    await save({ [key]: list, version: known.value.version })
    take(known.value.list)
    await nextTick()
    isSaved.value = true
  })
  function reload(ask: () => void) {
    failed.value = undefined
    ask()
  }

  return { pending, failed, isSaved, keep, reload }
}
