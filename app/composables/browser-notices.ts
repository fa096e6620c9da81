import { keptList } from './kept-list'

/** Those who want to be told in this browser, by the ids of their accounts. */
const list = keptList('souk-notices', (kept): kept is string => typeof kept === 'string')

/** Whether somebody is told: by their wish; not yet; never, for the browser refuses or cannot. */
export type NoticeState = 'on' | 'off' | 'denied' | 'unsupported'

export function noticeState(userId: string): NoticeState {
  if (!('Notification' in globalThis)) return 'unsupported'
  if (Notification.permission === 'denied') return 'denied'
  return Notification.permission === 'granted' && list.read().includes(userId) ? 'on' : 'off'
}

/** Asks the browser, and shows the person how it will look: phones have notices that pages cannot show. */
export async function turnOnNotices(userId: string, example: string): Promise<NoticeState> {
  if ((await Notification.requestPermission()) !== 'granted') return noticeState(userId)
  if (!showNotice(example)) return 'unsupported'
  list.write([...list.read().filter((id) => id !== userId), userId])
  return noticeState(userId)
}

export const turnOffNotices = (userId: string): void => list.write(list.read().filter((id) => id !== userId))

/** Shows a notice in the place of the one before; false where a browser shows none to pages. */
export function showNotice(title: string, pressed?: () => void): boolean {
  try {
    const notice = new Notification(title, { tag: 'souk-messages', icon: '/favicon.svg' })
    notice.onclick = () => {
      notice.close()
      window.focus()
      pressed?.()
    }
    return true
  } catch {
    return false
  }
}
