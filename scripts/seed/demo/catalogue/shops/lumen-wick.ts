import { list, paragraphs } from '../prose'
import type { DemoShop } from '../types'

const wax =
  'Rapeseed wax from Spain with a cotton wick. Let the whole surface melt the first time, which takes about two hours; a candle remembers how far it was allowed to go.'
const trim = 'Cut the wick to half a centimetre before each lighting and it burns without smoke.'
const reuse = 'When it is empty, pour in hot water, lift out the rest of the wax and keep the vessel.'
const glass = 'Mouth-blown in La Granja, so there are small bubbles and a slight lean. Wash by hand, warm and not hot.'

export const lumenWick: DemoShop = {
  slug: 'lumen-wick',
  name: 'Lumen & Wick',
  tagline: 'Candles, scent and things that hold light',
  about: paragraphs(
    'Lumen & Wick is a workshop on the fourth floor in Zaragoza, where the evenings are long and the windows face west. Marisol blends the scents; Íñigo pours, at eleven in the morning, when the light shows every bubble.',
    'We use six scents and do not bring out new ones each season. Around the candles we collect what goes with them: holders, vases, a few good glasses.',
  ),
  country: 'ES',
  shipFrom: 'Zaragoza, Spain',
  shippingPolicy: 'Poured to order and sent within three days, bedded in cork granules. Above 35 °C we send at night.',
  returnPolicy: 'Unlit candles can come back within 30 days. If one tunnels or drowns its wick, send a photo and we replace it.',
  returnDays: 30,
  shipping: { name: 'Parcel', priceMinor: 590, freeFromMinor: 6000, minDays: 3, maxDays: 6 },
  skuPrefix: 'LUM',
  owner: { name: 'Marisol Arrieta', email: 'marisol@lumen-wick.example' },
  products: [
    {
      title: 'Candle No. 1, fig and cedar',
      category: 'home/candles-and-scent',
      priceMinor: 2800,
      description: paragraphs(
        'A fig tree against a warm wall: the leaf more than the fruit. Forty-five hours in an amber glass.',
        wax,
        reuse,
      ),
      attributes: [
        ['Material', 'Rapeseed wax, cotton'],
        ['Burn time', '45 hours'],
        ['Weight', '220 g'],
      ],
      weightGrams: 480,
      picture: {
        object: 'candle',
        look: { colour: '#b5763a', accent: '#f3e8d2', detail: '#f6ecd8', form: 'jar', finish: 'glass', pattern: 'leaf' },
        backdrop: 2,
      },
      family: 'candle',
    },
    {
      title: 'Candle No. 2, rain on stone',
      category: 'home/candles-and-scent',
      priceMinor: 2800,
      description: paragraphs(
        'Petrichor, wet slate, a bit of vetiver. The quietest of the six, for people who do not like scented candles.',
        wax,
        trim,
      ),
      attributes: [
        ['Material', 'Rapeseed wax, cotton'],
        ['Burn time', '45 hours'],
        ['Vessel', 'Stoneware'],
      ],
      weightGrams: 560,
      picture: {
        object: 'candle',
        look: { colour: '#6a7684', accent: '#f3ede0', detail: '#e8e6e0', form: 'jar', finish: 'satin' },
        backdrop: 1,
      },
      family: 'candle',
    },
    {
      title: 'Candle No. 3, orange and clove',
      category: 'home/candles-and-scent',
      priceMinor: 2800,
      compareAtMinor: 3300,
      description: paragraphs(
        'December, but the dry kind: peel, clove, a cold chimney. In a fluted terracotta cup that will hold pencils afterwards.',
        wax,
        reuse,
      ),
      attributes: [
        ['Material', 'Rapeseed wax, cotton'],
        ['Burn time', '45 hours'],
        ['Vessel', 'Terracotta'],
      ],
      weightGrams: 590,
      picture: {
        object: 'candle',
        look: { colour: '#c4714c', accent: '#f6e6cb', form: 'jar', finish: 'satin', pattern: 'fluted' },
        backdrop: 0,
      },
      family: 'candle',
    },
    {
      title: 'Bowl candle, tomato leaf',
      category: 'home/candles-and-scent',
      priceMinor: 5400,
      description: paragraphs(
        'For the long table outside. Green, peppery, and mosquitoes seem to dislike it as much as we like it.',
        wax,
        trim,
      ),
      attributes: [
        ['Material', 'Rapeseed wax, cotton'],
        ['Burn time', '60 hours'],
        ['Dimensions', 'Ø 20 cm'],
      ],
      options: { Colour: ['Moss', 'Chalk', 'Night'] },
      colours: ['#6b7352', '#ebe2d0', '#363c52'],
      weightGrams: 1400,
      picture: {
        object: 'candle',
        look: { colour: '#6b7352', accent: '#f3e8d2', form: 'bowl', finish: 'satin' },
        colours: ['#6b7352', '#ebe2d0', '#363c52'],
        backdrop: 0,
      },
      family: 'candle',
    },
    {
      title: 'Travel candle in a tin',
      category: 'home/candles-and-scent',
      priceMinor: 1400,
      description: paragraphs(
        'Makes any rented room yours in a quarter of an hour. Screws shut, burns for eighteen hours.',
        list('Fig and cedar', 'Rain on stone', 'Orange and clove'),
      ),
      attributes: [
        ['Burn time', '18 hours'],
        ['Dimensions', 'Ø 7 × 5 cm'],
      ],
      options: { Scent: ['Fig and cedar', 'Rain on stone', 'Orange and clove'] },
      soldOut: ['Orange and clove'],
      weightGrams: 140,
      picture: {
        object: 'candle',
        look: { colour: '#c9a15b', accent: '#f6ecd8', detail: '#2b2f45', inside: '#f7d48c', form: 'tin', finish: 'metal' },
        backdrop: 1,
      },
      family: 'candle',
    },
    {
      title: 'Pillar candles, three heights',
      category: 'home/candles-and-scent',
      priceMinor: 2400,
      description: paragraphs(
        'Poured in one colour, unscented, with a rustic skin that comes from letting them cool slowly. They stand by themselves on any plate.',
        trim,
      ),
      attributes: [
        ['Dimensions', 'Ø 7 cm, 10, 15 and 20 cm'],
        ['Burn time', '30 to 70 hours'],
        ['Contents', '3 candles'],
      ],
      options: { Colour: ['Ivory', 'Terracotta', 'Olive'] },
      colours: ['#efe4cc', '#bf6f4e', '#7a7f52'],
      weightGrams: 1500,
      picture: { object: 'candle', look: { colour: '#efe4cc', form: 'pillar' }, colours: ['#efe4cc', '#bf6f4e', '#7a7f52'], backdrop: 0 },
      family: 'candle',
    },
    {
      title: 'Dipped tapers, six',
      category: 'home/candles-and-scent',
      priceMinor: 1800,
      description: paragraphs(
        'Dipped twenty-eight times, hung in pairs, and slightly fatter at the bottom, as dipped candles are. Standard foot of 22 mm.',
        trim,
      ),
      attributes: [
        ['Dimensions', 'Ø 2.2 × 28 cm'],
        ['Burn time', '9 hours'],
        ['Contents', '6 candles'],
      ],
      options: { Colour: ['Brick', 'Plum', 'Mustard', 'Sage'] },
      colours: ['#b04f3a', '#6f3f55', '#d0993a', '#93a58c'],
      weightGrams: 480,
      picture: {
        object: 'candle',
        look: { colour: '#b04f3a', accent: '#c9a15b', form: 'taper' },
        colours: ['#b04f3a', '#6f3f55', '#d0993a', '#93a58c'],
        backdrop: 2,
      },
      family: 'candle',
    },
    {
      title: 'Pair of turned candlesticks in walnut',
      category: 'home/candles-and-scent',
      priceMinor: 3200,
      description: paragraphs(
        'Turned by Íñigo’s uncle from the prunings of one old tree. A brass cup inside keeps the flame away from the wood.',
        'Oil it once a year.',
      ),
      attributes: [
        ['Material', 'Walnut, brass'],
        ['Dimensions', '11 and 16 cm high'],
      ],
      weightGrams: 380,
      picture: { object: 'candlestick', look: { colour: '#7a5238', accent: '#efe4cc', form: 'turned' }, backdrop: 0 },
      family: 'furniture',
    },
    {
      title: 'Pair of iron candlesticks',
      category: 'home/candles-and-scent',
      priceMinor: 5900,
      description: paragraphs(
        'One tall, one short, both forged from round iron and blackened with oil. They look good empty, too, which not every candlestick does.',
      ),
      attributes: [
        ['Material', 'Forged iron'],
        ['Dimensions', '15 and 9 cm high'],
      ],
      weightGrams: 1300,
      picture: { object: 'candlestick', look: { colour: '#3a3a3c', accent: '#b04f3a', form: 'arc' }, backdrop: 1 },
      family: 'furniture',
    },
    {
      title: 'Reed diffuser, rosemary',
      category: 'home/candles-and-scent',
      priceMinor: 3400,
      compareAtMinor: 3900,
      description: paragraphs(
        'For hallways and bathrooms, where a flame is not practical. Turn the reeds on Sundays. It lasts ten to twelve weeks.',
        'Refills come in a plain bottle and cost about half.',
      ),
      attributes: [
        ['Contents', '150 ml'],
        ['Lasts', '10–12 weeks'],
      ],
      weightGrams: 420,
      picture: {
        object: 'diffuser',
        look: { colour: '#9fae9a', filled: '#d9c98a', finish: 'glass', detail: '#f6f0de', pattern: 'leaf' },
        backdrop: 2,
      },
      family: 'candle',
    },
    {
      title: 'Reed diffuser, white fig',
      category: 'home/candles-and-scent',
      priceMinor: 3400,
      description: paragraphs(
        'The fruit this time, not the leaf: milky, soft, a little coconut. In a glazed bottle that hides how much is left, so lift it now and then.',
      ),
      attributes: [
        ['Contents', '150 ml'],
        ['Vessel', 'Stoneware'],
      ],
      options: { Colour: ['Chalk', 'Clay'] },
      colours: ['#ebe2d0', '#b9705a'],
      weightGrams: 480,
      picture: {
        object: 'diffuser',
        look: { colour: '#ebe2d0', finish: 'satin', detail: '#2b2f45', inside: '#f7d48c', pattern: 'moon' },
        colours: ['#ebe2d0', '#b9705a'],
        backdrop: 0,
      },
      family: 'candle',
    },
    {
      title: 'Incense with a stone dish',
      category: 'home/candles-and-scent',
      priceMinor: 2200,
      description: paragraphs(
        'Forty sticks of hinoki and sandalwood, rolled on Awaji, with a dish of soapstone to catch the ash. One stick is about half an hour: a bath, or a chapter.',
      ),
      attributes: [
        ['Contents', '40 sticks, dish'],
        ['Material', 'Soapstone'],
      ],
      weightGrams: 390,
      picture: { object: 'incense', look: { colour: '#7f8a86', finish: 'raw' }, backdrop: 1 },
      family: 'candle',
    },
    {
      title: 'Ripple vase, smoke',
      category: 'home/vases',
      priceMinor: 4400,
      description: paragraphs(
        'The ripples are made by turning the soft glass against a wet wooden fork. It blurs the stems in a flattering way.',
        glass,
      ),
      attributes: [
        ['Material', 'Glass'],
        ['Dimensions', 'Ø 14 × 24 cm'],
        ['Made in', 'Spain'],
      ],
      weightGrams: 1100,
      picture: {
        object: 'vase',
        look: { colour: '#7a8088', form: 'ripple', finish: 'glass', detail: '#7d8f6a', inside: 'eucalyptus' },
        backdrop: 0,
      },
      family: 'ceramics',
    },
    {
      title: 'Amphora vase, matt clay',
      category: 'home/vases',
      priceMinor: 5200,
      description: paragraphs(
        'A shape that has been made around here for two and a half thousand years, this time with a flat bottom. For tall dry grasses or nothing at all.',
        'Sealed inside; a coaster below is still a good idea.',
      ),
      attributes: [
        ['Material', 'Earthenware'],
        ['Dimensions', 'Ø 19 × 30 cm'],
      ],
      options: { Colour: ['Clay', 'Ash', 'Ochre'] },
      colours: ['#b9694a', '#8a8a86', '#c9953f'],
      weightGrams: 1700,
      picture: {
        object: 'vase',
        look: { colour: '#b9694a', form: 'amphora', finish: 'raw', detail: '#e3cfae', inside: 'pampas' },
        colours: ['#b9694a', '#8a8a86', '#c9953f'],
        backdrop: 2,
      },
      family: 'ceramics',
    },
    {
      title: 'Sphere vase, midnight',
      category: 'home/vases',
      priceMinor: 3900,
      compareAtMinor: 4700,
      description: paragraphs(
        'Round as the moon and dark as what is around it. The narrow mouth holds a handful of tulips exactly as they fall.',
      ),
      attributes: [
        ['Material', 'Stoneware'],
        ['Dimensions', 'Ø 17 × 16 cm'],
      ],
      weightGrams: 980,
      picture: {
        object: 'vase',
        look: { colour: '#2f3a5c', form: 'sphere', finish: 'gloss', detail: '#d9694f', inside: 'tulip' },
        backdrop: 1,
      },
      family: 'ceramics',
    },
    {
      title: 'Carafe in pale green glass',
      category: 'kitchen-and-table/glass-and-jugs',
      priceMinor: 3600,
      description: paragraphs(
        'A litre of water or a bottle of wine. The neck is as wide as a hand is comfortable and a brush fits through it.',
        glass,
      ),
      attributes: [
        ['Material', 'Recycled glass'],
        ['Capacity', '1 l'],
        ['Made in', 'Spain'],
      ],
      weightGrams: 780,
      picture: { object: 'glassware', look: { colour: '#a9c4b0', form: 'carafe', finish: 'glass' }, backdrop: 2 },
      family: 'kitchen',
    },
    {
      title: 'Four tumblers, sea glass',
      category: 'kitchen-and-table/glass-and-jugs',
      priceMinor: 4400,
      description: paragraphs(
        'Thick at the bottom, thin at the lip, each with its own little air bubble. They survive most falls onto wood.',
        glass,
      ),
      attributes: [
        ['Material', 'Recycled glass'],
        ['Capacity', '280 ml'],
        ['Contents', '4 glasses'],
      ],
      options: { Colour: ['Aqua', 'Amber', 'Smoke'] },
      colours: ['#8fbcc0', '#cf9a4a', '#8a8c90'],
      weightGrams: 1300,
      picture: {
        object: 'glassware',
        look: { colour: '#8fbcc0', form: 'tumbler', finish: 'glass' },
        colours: ['#8fbcc0', '#cf9a4a', '#8a8c90'],
        backdrop: 1,
      },
      family: 'kitchen',
    },
    {
      title: 'Coupes for two, rose glass',
      category: 'kitchen-and-table/glass-and-jugs',
      priceMinor: 3900,
      description: paragraphs(
        'For sparkling wine, for sorbet, for a single scoop of anything. The stem is short, so they fit the upper shelf.',
        'The pink comes from a trace of selenium and stays as it is.',
      ),
      attributes: [
        ['Material', 'Glass'],
        ['Capacity', '180 ml'],
        ['Contents', '2 glasses'],
      ],
      weightGrams: 520,
      picture: { object: 'glassware', look: { colour: '#dba3a0', form: 'coupe', finish: 'glass', filled: '#f0d59a' }, backdrop: 0 },
      family: 'kitchen',
    },
    {
      title: 'Globe table lamp, opal glass',
      category: 'home/lighting',
      priceMinor: 11900,
      description: paragraphs(
        'A ball of opal glass on a small brass foot: a moon for the bedside table. Dimmable, and gentle enough to fall asleep with.',
        'With a textile cable of 1.8 m and an E14 socket.',
      ),
      attributes: [
        ['Material', 'Opal glass, brass'],
        ['Dimensions', 'Ø 20 × 26 cm'],
        ['Socket', 'E14'],
      ],
      weightGrams: 1600,
      picture: { object: 'lamp', look: { colour: '#c9a15b', form: 'globe', finish: 'metal' }, scene: 'table', backdrop: 1 },
      family: 'furniture',
    },
  ],
}
