import { list, paragraphs } from '../prose'
import type { DemoShop } from '../types'

const travel =
  'Grown in our own glasshouse and packed standing up, with the soil held down by paper. In frost we add a heat pack or wait; we write to you either way.'
const terracotta =
  'Terracotta breathes, so roots get air and a heavy hand with the watering can is forgiven. White marks on the outside are only lime.'
const steel = 'Forged in one piece and riveted to an ash handle. Clean it, dry it, wipe it with oil in November.'
const dried =
  'Dried hanging upside down in the loft above the stable. Keep it out of direct sun and damp, and dust it with a hairdryer on cold.'

export const fernAndFurrow: DemoShop = {
  slug: 'fern-and-furrow',
  name: 'Fern & Furrow',
  tagline: 'Plants, pots and the tools to keep them',
  about: paragraphs(
    'A nursery of two glasshouses and one field near Boskoop. Wietske looks after what is green, Pim after what is clay and steel, and a dog named Furrow after the gate.',
    'We grow without peat. Every plant comes with a card that says where it likes to stand, how it tells you that it is thirsty, and when to leave it alone.',
  ),
  country: 'NL',
  shipFrom: 'Boskoop, Netherlands',
  shippingPolicy: 'Plants leave on Mondays and Tuesdays only, so that no plant spends a weekend in a depot.',
  returnPolicy: 'A plant that arrives unhappy is replaced: send a photo within three days. Pots and tools come back within 30 days.',
  returnDays: 30,
  shipping: { name: 'Plant parcel', priceMinor: 890, freeFromMinor: 7500, minDays: 2, maxDays: 4 },
  skuPrefix: 'FRN',
  owner: { name: 'Wietske Bos', email: 'wietske@fern-and-furrow.example' },
  products: [
    {
      title: 'Monstera deliciosa, in a clay pot',
      category: 'plants-and-garden/house-plants',
      priceMinor: 4200,
      description: paragraphs(
        'Leaves with their first windows already cut. It climbs, so give it a stick in its second year, and a place that is bright without midday sun.',
        list('Water when the top three centimetres are dry', 'Wipe the leaves once a month', 'Not for cats or toddlers who chew'),
        travel,
      ),
      attributes: [
        ['Height', '55–65 cm'],
        ['Pot', 'Ø 19 cm'],
        ['Light', 'Bright, indirect'],
      ],
      weightGrams: 4200,
      picture: {
        object: 'plant',
        look: { colour: '#b96a48', finish: 'raw', form: 'monstera', inside: 'pot:classic', detail: '#3f6f4a' },
        backdrop: 0,
      },
      family: 'plant',
    },
    {
      title: 'Pilea, the friendship plant',
      category: 'plants-and-garden/house-plants',
      priceMinor: 1900,
      description: paragraphs(
        'Round leaves on thin stalks, all turned to the window like an audience. Turn the pot a quarter each week. It makes daughters that you can give away, hence the name.',
        travel,
      ),
      attributes: [
        ['Height', '20–25 cm'],
        ['Pot', 'Ø 12 cm'],
        ['Light', 'Bright'],
      ],
      options: { Colour: ['Chalk pot', 'Blush pot', 'Sea pot'] },
      colours: ['#ebe2d2', '#dba894', '#7fa3a6'],
      weightGrams: 1300,
      picture: {
        object: 'plant',
        look: { colour: '#dba894', finish: 'satin', form: 'pilea', inside: 'pot:belly', detail: '#5c8a58' },
        colours: ['#ebe2d2', '#dba894', '#7fa3a6'],
        backdrop: 1,
      },
      family: 'plant',
    },
    {
      title: 'Snake plant in a footed pot',
      category: 'plants-and-garden/house-plants',
      priceMinor: 2900,
      description: paragraphs(
        'For the dark corner, the office, and people who travel. Water it once a fortnight, and less in winter; it dies of kindness and of nothing else.',
        travel,
      ),
      attributes: [
        ['Height', '50 cm'],
        ['Pot', 'Ø 15 cm'],
        ['Light', 'Any'],
      ],
      weightGrams: 2600,
      picture: {
        object: 'plant',
        look: { colour: '#3f5560', finish: 'gloss', form: 'snake', inside: 'pot:footed', detail: '#4f7a52' },
        backdrop: 2,
      },
      family: 'plant',
    },
    {
      title: 'Boston fern',
      category: 'plants-and-garden/house-plants',
      priceMinor: 2200,
      description: paragraphs(
        'A green fountain that likes bathrooms. It wants the soil always a little moist and tells you off with dry tips if it is not.',
        travel,
      ),
      attributes: [
        ['Height', '40 cm'],
        ['Pot', 'Ø 14 cm'],
        ['Light', 'Half shade'],
      ],
      weightGrams: 1500,
      picture: {
        object: 'plant',
        look: { colour: '#e6d3b3', finish: 'satin', form: 'fern', inside: 'pot:bowl', detail: '#5f8f4f' },
        props: 'bath',
        backdrop: 0,
      },
      family: 'plant',
    },
    {
      title: 'Hanging pothos with a cotton cord',
      category: 'plants-and-garden/house-plants',
      priceMinor: 3400,
      compareAtMinor: 3900,
      description: paragraphs(
        'Trails a metre in its first year. The hanger is knotted from cotton in our packing room during January, when there is little to pack.',
        travel,
      ),
      attributes: [
        ['Length', '60 cm, growing'],
        ['Pot', 'Ø 14 cm'],
        ['Light', 'Bright to half shade'],
      ],
      weightGrams: 1800,
      picture: { object: 'hangingPlant', look: { colour: '#c9744a', finish: 'raw', detail: '#5f8a4a' }, backdrop: 2 },
      family: 'plant',
    },
    {
      title: 'Kitchen herbs in one pot',
      category: 'plants-and-garden/house-plants',
      priceMinor: 1800,
      description: paragraphs(
        'Basil, parsley and thyme, sown by us and not forced, so they last a season rather than a week. Harvest from the top.',
      ),
      attributes: [
        ['Height', '20 cm'],
        ['Pot', 'Ø 16 cm'],
        ['Light', 'Sunny sill'],
      ],
      soldOut: 'all',
      weightGrams: 1700,
      picture: {
        object: 'plant',
        look: { colour: '#8fa08a', finish: 'satin', form: 'herbs', inside: 'pot:rimmed', detail: '#5f8f4f' },
        props: 'kitchen',
        backdrop: 1,
      },
      family: 'plant',
    },
    {
      title: 'Small cactus, slow and cheerful',
      category: 'plants-and-garden/house-plants',
      priceMinor: 1200,
      description: paragraphs(
        'Grows about as fast as a child’s patience. Full sun, a sip of water every three weeks, none between November and March.',
        travel,
      ),
      attributes: [
        ['Height', '12 cm'],
        ['Pot', 'Ø 9 cm'],
        ['Light', 'Full sun'],
      ],
      weightGrams: 560,
      picture: {
        object: 'plant',
        look: {
          colour: '#d9a23f',
          finish: 'gloss',
          form: 'cactus',
          inside: 'pot:cylinder',
          pattern: 'dipped',
          accent: '#f1e6d0',
          detail: '#4f7f5c',
        },
        backdrop: 0,
      },
      family: 'plant',
    },
    {
      title: 'Olive tree, young',
      category: 'plants-and-garden/house-plants',
      priceMinor: 4900,
      description: paragraphs(
        'Three years old, with a straight stem and a loose crown. Outside from April to October, then somewhere cool and light.',
        list('Hardy to about −7 °C in a sheltered place', 'Repot every second spring', 'The first olives in year five or six'),
      ),
      attributes: [
        ['Height', '80 cm'],
        ['Pot', 'Ø 21 cm'],
        ['Light', 'Full sun'],
      ],
      weightGrams: 5600,
      picture: {
        object: 'plant',
        look: { colour: '#c27a54', finish: 'raw', form: 'olive', inside: 'pot:tall', detail: '#8a9a78' },
        backdrop: 1,
      },
      family: 'plant',
    },
    {
      title: 'Terracotta pot with saucer',
      category: 'plants-and-garden/pots',
      priceMinor: 1600,
      description: paragraphs(
        'A plain pot, thrown in Tuscany from the clay of Impruneta, which stands frost. The rim is thick because rims get knocked.',
        terracotta,
      ),
      attributes: [
        ['Material', 'Terracotta'],
        ['Made in', 'Italy'],
        ['Frost', 'Down to −20 °C'],
      ],
      options: { Size: ['Ø 14 cm', 'Ø 20 cm', 'Ø 28 cm'] },
      extraMinor: { 'Ø 20 cm': 1200, 'Ø 28 cm': 3300 },
      weightGrams: 1200,
      picture: { object: 'pot', look: { colour: '#bd6a45', finish: 'raw', form: 'rimmed', pattern: 'saucer' }, backdrop: 0 },
      family: 'plant',
    },
    {
      title: 'Fluted planter, glazed',
      category: 'plants-and-garden/pots',
      priceMinor: 3800,
      description: paragraphs(
        'Vertical flutes catch the light from the side. There is a hole in the bottom and a cork for those who prefer it closed.',
        'Suits plants in nursery pots up to 17 cm.',
      ),
      attributes: [
        ['Material', 'Stoneware'],
        ['Dimensions', 'Ø 19 × 18 cm'],
      ],
      options: { Colour: ['Moss', 'Cream', 'Plum'] },
      colours: ['#6f7f52', '#ece0c6', '#6b3f4f'],
      soldOut: ['Plum'],
      weightGrams: 2300,
      picture: {
        object: 'pot',
        look: { colour: '#6f7f52', finish: 'gloss', form: 'cylinder', pattern: 'fluted' },
        colours: ['#6f7f52', '#ece0c6', '#6b3f4f'],
        backdrop: 1,
      },
      family: 'ceramics',
    },
    {
      title: 'Three pots, falling in size',
      category: 'plants-and-garden/pots',
      priceMinor: 4400,
      compareAtMinor: 5200,
      description: paragraphs(
        'Three round pots in the colours of a brick wall at different hours. Made for a windowsill of ordinary depth.',
        terracotta,
      ),
      attributes: [
        ['Material', 'Coloured terracotta'],
        ['Dimensions', 'Ø 17, 13 and 10 cm'],
        ['Contents', '3 pots'],
      ],
      weightGrams: 2700,
      picture: {
        object: 'pot',
        look: { colour: '#c4714c', form: 'belly', finish: 'satin', pattern: 'set', swatches: ['#c4714c', '#e0b58f', '#8a4a36'] },
        backdrop: 2,
      },
      family: 'ceramics',
    },
    {
      title: 'Tall planter, speckled',
      category: 'plants-and-garden/pots',
      priceMinor: 6900,
      description: paragraphs(
        'Knee-high, for the plant that has outgrown the shelf. A false bottom keeps the weight down and the roots out of standing water.',
      ),
      attributes: [
        ['Material', 'Stoneware'],
        ['Dimensions', 'Ø 26 × 42 cm'],
      ],
      weightGrams: 7200,
      picture: { object: 'pot', look: { colour: '#ddd6c6', finish: 'satin', form: 'tall', pattern: 'speckled' }, backdrop: 0 },
      family: 'ceramics',
    },
    {
      title: 'Trowel with an ash handle',
      category: 'plants-and-garden/garden-tools',
      priceMinor: 2800,
      description: paragraphs('Narrow, deep and sharp enough to cut a root. The neck is thick where cheap trowels bend.', steel),
      attributes: [
        ['Material', 'Carbon steel, ash'],
        ['Length', '33 cm'],
        ['Made in', 'Netherlands'],
      ],
      weightGrams: 340,
      picture: { object: 'gardenTool', look: { colour: '#b98458', accent: '#8a8c8a', form: 'trowel' }, backdrop: 1 },
      family: 'plant',
    },
    {
      title: 'Hand fork for tight places',
      category: 'plants-and-garden/garden-tools',
      priceMinor: 2900,
      description: paragraphs(
        'Three tines for loosening between perennials without digging anybody up. Also lifts bulbs, and dandelions with the whole root.',
        steel,
      ),
      attributes: [
        ['Material', 'Carbon steel, ash'],
        ['Length', '30 cm'],
      ],
      weightGrams: 320,
      picture: { object: 'gardenTool', look: { colour: '#a8743f', accent: '#7f8382', form: 'fork' }, backdrop: 0 },
      family: 'plant',
    },
    {
      title: 'Secateurs, left or right',
      category: 'plants-and-garden/garden-tools',
      priceMinor: 4600,
      description: paragraphs(
        'Cuts green wood to 22 mm. Every part can be replaced, and there is a version for left hands that is made for left hands and not just mirrored in the photograph.',
        'Sharpen with a fine stone, on the bevelled side only.',
      ),
      attributes: [
        ['Material', 'Steel, aluminium'],
        ['Length', '21 cm'],
        ['Cut', 'Up to 22 mm'],
      ],
      options: { Hand: ['Right', 'Left'] },
      weightGrams: 250,
      picture: { object: 'gardenTool', look: { colour: '#b5402f', accent: '#b9bcbc', form: 'secateurs' }, backdrop: 2 },
      family: 'plant',
    },
    {
      title: 'Watering can with a long spout',
      category: 'plants-and-garden/garden-tools',
      priceMinor: 3900,
      compareAtMinor: 4500,
      description: paragraphs(
        'Reaches the soil under the leaves, where the water should go. One litre; you will walk a bit, and look at the plants more often.',
        'Zinc-plated inside, painted outside.',
      ),
      attributes: [
        ['Material', 'Steel'],
        ['Capacity', '1 l'],
      ],
      options: { Colour: ['Fern', 'Terracotta', 'Butter'] },
      colours: ['#4f7a52', '#b9694a', '#ecd596'],
      weightGrams: 520,
      picture: {
        object: 'wateringCan',
        look: { colour: '#4f7a52', accent: '#c9a15b', form: 'long' },
        colours: ['#4f7a52', '#b9694a', '#ecd596'],
        backdrop: 1,
      },
      family: 'plant',
    },
    {
      title: 'Lavender, dried bunch',
      category: 'plants-and-garden/dried-flowers',
      priceMinor: 1400,
      description: paragraphs(
        'About a hundred stems, cut when a third of the flowers are open: then the scent stays for two years. Rub it when you pass.',
        dried,
      ),
      attributes: [
        ['Length', '35 cm'],
        ['Origin', 'Netherlands'],
      ],
      weightGrams: 120,
      picture: { object: 'bunch', look: { colour: '#8a74b5', form: 'lavender', detail: '#7d8f6a' }, backdrop: 0 },
      family: 'plant',
    },
    {
      title: 'Pampas and bunny tail',
      category: 'plants-and-garden/dried-flowers',
      priceMinor: 2400,
      description: paragraphs(
        'Tall, pale and patient. A mist of hairspray keeps the plumes from shedding; then leave them for a year or three.',
        dried,
      ),
      attributes: [
        ['Length', '65 cm'],
        ['Contents', '13 stems'],
      ],
      weightGrams: 160,
      picture: { object: 'bunch', look: { colour: '#e3cfae', form: 'pampas', detail: '#b5a47c' }, backdrop: 1 },
      family: 'plant',
    },
    {
      title: 'Eucalyptus for the bathroom',
      category: 'plants-and-garden/dried-flowers',
      priceMinor: 1600,
      description: paragraphs(
        'Sent fresh, and made to dry where it hangs. Tied to the shower it scents the steam for about three weeks and then just looks good.',
      ),
      attributes: [
        ['Length', '50 cm'],
        ['Contents', '9 stems'],
      ],
      weightGrams: 220,
      picture: { object: 'bunch', look: { colour: '#8fa99a', form: 'eucalyptus', detail: '#7d8f6a' }, backdrop: 2 },
      family: 'plant',
    },
    {
      title: 'Wheat sheaf',
      category: 'plants-and-garden/dried-flowers',
      priceMinor: 1200,
      description: paragraphs(
        'An old variety with long whiskers, from a strip we sow for the partridges. For the door in August or the table in November.',
        dried,
      ),
      attributes: [
        ['Length', '45 cm'],
        ['Origin', 'Netherlands'],
      ],
      weightGrams: 140,
      picture: { object: 'bunch', look: { colour: '#d9b25f', form: 'wheat', accent: '#a8503c', detail: '#c9a86a' }, backdrop: 0 },
      family: 'plant',
    },
  ],
}
