import path from 'node:path'
import { build, createNitro, prepare } from 'nitropack'

/** Builds the smallest Nitro server there can be; everything is measured against it. Returns its entry. */
export async function buildBareServer(): Promise<string> {
  const root = path.resolve('bench/bare')
  const output = path.resolve('.data/bench-bare')
  const nitro = await createNitro({
    rootDir: root,
    srcDir: root,
    dev: false,
    preset: 'node-server',
    output: { dir: output },
    buildDir: `${output}/build`,
    experimental: { websocket: true },
    logLevel: 1,
  })
  await prepare(nitro)
  await build(nitro)
  await nitro.close()
  return path.join(output, 'server/index.mjs')
}
