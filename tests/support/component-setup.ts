/// <reference types="vite/client" />
import { registerEndpoint } from '@nuxt/test-utils/runtime'
import { enableAutoUnmount } from '@vue/test-utils'
import { afterEach } from 'vitest'
import { TEXT_ADDRESSES } from '../../app/texts/load-texts'
import de from '../../i18n/locales/de.json'
import en from '../../i18n/locales/en.json'

// What a browser fetches beside the scripts before the app starts.
registerEndpoint(TEXT_ADDRESSES.en!, () => en)
registerEndpoint(TEXT_ADDRESSES.de!, () => de)

// A clock of a page that is left rings when the document is gone already.
enableAutoUnmount(afterEach)
