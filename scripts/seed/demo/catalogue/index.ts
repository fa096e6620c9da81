import { aranRow } from './shops/aran-row'
import { bottegaNove } from './shops/bottega-nove'
import { cairnOutdoor } from './shops/cairn-outdoor'
import { fagusBrass } from './shops/fagus-brass'
import { fernAndFurrow } from './shops/fern-and-furrow'
import { kadeCoffee } from './shops/kade-coffee'
import { lumenWick } from './shops/lumen-wick'
import { mareStoneware } from './shops/mare-stoneware'
import { morgenroodPantry } from './shops/morgenrood-pantry'
import { norrlin } from './shops/norrlin'
import { orlaFinch } from './shops/orla-finch'
import { papierhausIlse } from './shops/papierhaus-ilse'
import { pipAndAlder } from './shops/pip-and-alder'
import { savonnerieEstran } from './shops/savonnerie-estran'
import type { DemoShop } from './types'

/** The shops of the demo marketplace, in the order they open. */
export const demoShops: readonly DemoShop[] = [
  mareStoneware,
  norrlin,
  orlaFinch,
  fernAndFurrow,
  kadeCoffee,
  fagusBrass,
  papierhausIlse,
  lumenWick,
  pipAndAlder,
  bottegaNove,
  savonnerieEstran,
  morgenroodPantry,
  cairnOutdoor,
  aranRow,
]
