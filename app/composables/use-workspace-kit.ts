import { _api } from '@iconify/vue'

/**
 * What Nuxt UI needs before its components render, kept out of shopper pages: layouts of the workspace call it and
 * import `~/assets/css/workspace.css`. Icons ship with the build, so an unknown one is empty and never fetched.
 */
export function useWorkspaceKit() {
  _api.setFetch(() => Promise.resolve(new Response()))
}
