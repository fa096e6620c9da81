/** Which rows of a list are chosen: a click chooses one, a click with shift everything from the last one on. */
export function useSelection(shown: () => readonly string[], most: number) {
  const chosen = ref(new Set<string>())
  let last: string | null = null
  watch(shown, (ids) => (chosen.value = new Set([...chosen.value].filter((id) => ids.includes(id)))))

  const set = (ids: readonly string[], on: boolean) => {
    const next = new Set(chosen.value)
    for (const id of ids)
      if (!on) next.delete(id)
      else if (next.size < most) next.add(id)
    chosen.value = next
  }

  function toggle(id: string, range = false) {
    const ids = shown()
    const [from, to] = [last === null ? -1 : ids.indexOf(last), ids.indexOf(id)].sort((one, other) => one - other) as [number, number]
    set(range && from >= 0 ? ids.slice(from, to + 1) : [id], !chosen.value.has(id))
    last = id
  }

  const all = computed(() => shown().length > 0 && chosen.value.size === Math.min(shown().length, most))
  const toggleAll = () => (all.value ? clear() : set(shown(), true))
  const clear = () => (chosen.value = new Set())

  return { chosen, all, toggle, toggleAll, clear }
}
