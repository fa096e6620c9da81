import { LANGUAGES, localeOf } from '#shared/languages'

/** The address of this page in another language. */
export function useSwitchLanguage() {
  const route = useRoute()

  return (code: string) => {
    const [first] = LANGUAGES
    const here = localeOf(route.path)
    const bare = here === first.code ? route.path : route.path.slice(here.length + 1) || '/'
    const prefix = code === first.code ? '' : `/${code}`
    return (bare === '/' ? prefix || '/' : prefix + bare) + route.fullPath.slice(route.path.length)
  }
}
