import { kadeCoffee } from './shops/kade-coffee'
import { mareStoneware } from './shops/mare-stoneware'
import type { DemoShop } from './types'

/** The shops of the demo marketplace, in the order they open. */
export const demoShops: readonly DemoShop[] = [mareStoneware, kadeCoffee]
