import { compileText } from './compile-text'

/** The texts themselves come by app/plugins/texts.ts. */
export default defineI18nConfig(() => ({ legacy: false, messageCompiler: compileText }))
