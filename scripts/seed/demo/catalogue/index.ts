import { bottegaNove } from './shops/bottega-nove'
import { kadeCoffee } from './shops/kade-coffee'
import { mareStoneware } from './shops/mare-stoneware'
import { norrlin } from './shops/norrlin'
import { orlaFinch } from './shops/orla-finch'
import type { DemoShop } from './types'

/** The shops of the demo marketplace, in the order they open. */
export const demoShops: readonly DemoShop[] = [mareStoneware, norrlin, orlaFinch, kadeCoffee, bottegaNove]
