/**
 * Files that are dropped on a part of a page, which takes `onto` as its listeners; with `paste` also those that are pasted
 * anywhere on the page. `isOver` is true while files hover over that part.
 */
export function useFileDrop(take: (files: File[]) => unknown, { paste = false } = {}) {
  const isOver = ref(false)
  const onto = {
    dragover(event: DragEvent) {
      event.preventDefault()
      isOver.value = event.dataTransfer?.types.includes('Files') ?? false
    },
    dragleave() {
      isOver.value = false
    },
    drop(event: DragEvent) {
      event.preventDefault()
      isOver.value = false
      takeAny(event.dataTransfer)
    },
  }

  function takeAny(data: DataTransfer | null) {
    const files = [...(data?.files ?? [])]
    if (files.length > 0) void take(files)
  }

  if (paste) {
    // What is copied from a spreadsheet comes as text and as a picture of it: the text is what was meant.
    const onPaste = ({ clipboardData }: ClipboardEvent) => {
      if (!clipboardData?.types.includes('text/plain')) takeAny(clipboardData)
    }
    onMounted(() => document.addEventListener('paste', onPaste))
    onBeforeUnmount(() => document.removeEventListener('paste', onPaste))
  }

  return { isOver, onto }
}
