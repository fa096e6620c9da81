import { between, pick } from '../../random'
import { mix, tone } from '../colour'
import type { Sheet } from '../sheet'
import type { PropSet } from '../shop-style'
import { books, fruit, prop, scatter, sprig } from './props'
import type { Setting } from './settings'
import { put, type Palette } from './stage'
import type { ObjectKind } from '../objects'

/** What stands around the thing in a scene: behind it, and in front of it. It never is the same kind of thing. */
export type Dressing = { behind: string; before: string }

type Dress = (sheet: Sheet, setting: Setting, palette: Palette, avoid: ObjectKind) => Dressing

export function dress(set: PropSet, sheet: Sheet, setting: Setting, palette: Palette, avoid: ObjectKind): Dressing {
  return (dressers[set] ?? dressers.none)(sheet, setting, palette, avoid)
}

const GREENS = ['#7d9478', '#6f8a6a', '#8fa38a'] as const

function vaseWithStems(sheet: Sheet, palette: Palette) {
  const [form, inside, detail] = pick(sheet.random, [
    ['sphere', 'eucalyptus', '#e8d3b9'],
    ['bottle', 'pampas', '#e6cfae'],
    ['trumpet', 'olive', '#e8d3b9'],
    ['bud', 'blossom', '#f0c9c2'],
  ] as const)
  return prop(sheet, 'vase', {
    form,
    inside,
    detail,
    colour: mix(palette.second, '#f1e8d8', 0.45),
    finish: 'raw',
    swatches: [pick(sheet.random, GREENS)],
  })
}

/** Left or right of the thing, a little further back. */
const sides = (sheet: Sheet) => (sheet.random() < 0.5 ? ([1330, 280] as const) : ([270, 1320] as const))

const dressers: Record<PropSet, Dress> = {
  none: () => ({ behind: '', before: '' }),
  kitchen: (sheet, { y, ground }, palette, avoid) => {
    const [far, near] = sides(sheet)
    const tall =
      avoid === 'vase'
        ? put(sheet, books(sheet, [palette.second, '#efe2cb', palette.accent]), far, y - 96, 0.84, ground)
        : put(sheet, vaseWithStems(sheet, palette), far, y - 100, 0.8, ground)
    const citrus = pick(sheet.random, ['#e8b13c', '#e08a4a', '#b9c45a'])
    return { behind: tall, before: fruit(sheet, near - 60, y + 60, 74, citrus) + fruit(sheet, near + 92, y + 108, 70, tone(citrus, 0.02)) }
  },
  coffee: (sheet, { y, ground }, palette, avoid) => {
    const [far, near] = sides(sheet)
    const behind =
      avoid === 'pouch'
        ? prop(sheet, 'grinder', { form: 'hand', colour: '#cfd0cc' })
        : avoid === 'grinder' || avoid === 'kettle'
          ? prop(sheet, 'pouch', { colour: palette.accent, inside: 'sun' })
          : prop(sheet, 'jar', { colour: '#5a3520', finish: 'glass', form: 'cork', accent: '#c9a27a', pattern: 'bean' })
    return {
      behind: put(sheet, behind, far, y - 90, 0.86, ground),
      before: scatter(sheet, near, y + 110, 150, 22, '#5a3520', 'beans', 0.45),
    }
  },
  tea: (sheet, { y, ground }, palette, avoid) => {
    const [far, near] = sides(sheet)
    const behind =
      avoid === 'teapot'
        ? prop(sheet, 'tin', { colour: palette.second, pattern: 'leaf' })
        : prop(sheet, 'teapot', { colour: mix(palette.second, '#e9e0cf', 0.35), pattern: 'speckled' })
    return {
      behind: put(sheet, behind, far, y - 96, 0.78, ground),
      before:
        sprig(sheet, near - 60, y + 170, 260, near > 800 ? 58 : -58, pick(sheet.random, GREENS), 'olive') +
        fruit(sheet, near + 40, y + 70, 62, '#e8b13c'),
    }
  },
  bath: (sheet, { y, ground }, palette) => {
    const [far, near] = sides(sheet)
    const towels = prop(sheet, 'pile', { colour: mix(palette.second, '#f6efe4', 0.6), motif: 'waffle' })
    return {
      behind: put(sheet, towels, far, y - 80, 0.72, ground),
      before: scatter(sheet, near, y + 110, 120, 5, mix('#b9b3a6', palette.wall, 0.3), 'pebbles', 0.5),
    }
  },
  desk: (sheet, { y, ground }, palette) => {
    const [far, near] = sides(sheet)
    return {
      behind: put(
        sheet,
        prop(sheet, 'plant', {
          form: pick(sheet.random, ['pilea', 'snake', 'herbs']),
          colour: mix(palette.second, '#efe6d6', 0.4),
          inside: 'pot:cylinder',
          finish: 'satin',
        }),
        far,
        y - 100,
        0.78,
        ground,
      ),
      before: put(sheet, books(sheet, [palette.accent, '#efe2cb']), near, y + 90, 0.74, ground),
    }
  },
  living: (sheet, { y, ground }, palette, avoid) => {
    if (avoid === 'chair' || avoid === 'stool' || avoid === 'bench' || avoid === 'table')
      return {
        behind: put(
          sheet,
          prop(sheet, 'plant', {
            form: pick(sheet.random, ['monstera', 'olive', 'rubber']),
            colour: mix(palette.second, '#efe6d6', 0.3),
            inside: 'pot:belly',
            finish: 'satin',
          }),
          sheet.random() < 0.5 ? 1380 : 230,
          y - 90,
          0.8,
          ground,
        ),
        before: '',
      }
    const [far, near] = sides(sheet)
    return {
      behind: put(sheet, vaseWithStems(sheet, palette), far, y - 90, 0.82, ground),
      before: put(sheet, books(sheet, [palette.accent, '#efe2cb', palette.second]), near, y + 70, 0.72, ground),
    }
  },
  garden: (sheet, { y, ground }, palette, avoid) => {
    const [far, near] = sides(sheet)
    const behind =
      avoid === 'wateringCan'
        ? prop(sheet, 'plant', { form: 'lavender', colour: '#b5684a', inside: 'pot:classic', finish: 'raw' })
        : prop(sheet, 'wateringCan', { colour: mix(palette.second, '#d9ddd0', 0.3) })
    return {
      behind: put(sheet, behind, far, y - 90, 0.66, ground),
      before: put(sheet, prop(sheet, 'pot', { colour: '#b5684a', finish: 'raw' }), near, y + 70, 0.52, ground),
    }
  },
  kids: (sheet, { y, ground }, palette, avoid) => {
    const [far, near] = sides(sheet)
    const behind =
      avoid === 'stacker'
        ? prop(sheet, 'plush', { form: 'rabbit', colour: '#d8c9b4' })
        : avoid === 'plush'
          ? prop(sheet, 'stacker', { colour: palette.accent })
          : pick(sheet.random, [
              prop(sheet, 'stacker', { colour: palette.accent }),
              prop(sheet, 'plush', { form: 'bear', colour: '#c09a6c' }),
            ])
    const before =
      avoid === 'blocks' ? prop(sheet, 'vehicle', { form: 'car', colour: palette.second }) : prop(sheet, 'blocks', { colour: '#dfbd8f' })
    return { behind: put(sheet, behind, far, y - 110, 0.72, ground), before: put(sheet, before, near, y + 40, 0.46, ground) }
  },
  camp: (sheet, { y, ground }, palette, avoid) => {
    const near = sheet.random() < 0.5 ? 1290 : 300
    if (avoid === 'tent' || avoid === 'mug' || avoid === 'hammock')
      return { behind: '', before: put(sheet, prop(sheet, 'lantern', { colour: palette.accent }), near, y + 110, 0.42, ground) }
    return {
      behind: put(sheet, prop(sheet, 'tent', { form: 'bell', colour: '#e8dcc2', accent: palette.accent }), near, y - 150, 0.5, ground),
      before: '',
    }
  },
  jewels: (sheet, { y }, palette) => {
    const side = sheet.random() < 0.5 ? 1 : -1
    return {
      behind: '',
      before:
        sprig(sheet, 800 + side * 640, y + 300, 380, side * -42, pick(sheet.random, GREENS), 'eucalyptus') +
        scatter(sheet, 800 - side * 560, y + 190, 90, 4, mix('#d8cfc2', palette.wall, 0.3), 'pebbles', 0.5),
    }
  },
  candle: (sheet, { y, ground }, palette, avoid) => {
    const [far, near] = sides(sheet)
    const behind =
      avoid === 'vase'
        ? prop(sheet, 'candle', { form: 'pillar', colour: mix(palette.second, '#efe2cb', 0.6) })
        : vaseWithStems(sheet, palette)
    return {
      behind: put(sheet, behind, far, y - 96, 0.78, ground),
      before: sprig(sheet, near, y + 170, 300, near > 800 ? 64 : -64, '#b9a27a', 'bunnytail', '#ecdcc4'),
    }
  },
  wool: (sheet, { y, ground }, palette) => {
    const [far, near] = sides(sheet)
    return {
      behind: put(sheet, vaseWithStems(sheet, palette), far, y - 90, 0.8, ground),
      before: yarn(near, y + 90, palette.accent) + yarn(near + 120, y + 130, palette.second),
    }
  },
}

/** A ball of yarn. */
function yarn(x: number, y: number, colour: string): string {
  const lines = Array.from(
    { length: 13 },
    (_, index) =>
      `<ellipse rx="86" ry="${20 + index * 5}" transform="rotate(${index * 27})" fill="none" stroke="${tone(colour, [-0.1, 0.04, -0.03, 0.08][index % 4]!)}" stroke-width="8"/>`,
  ).join('')
  return `<g transform="translate(${x} ${y})"><ellipse cx="34" cy="62" rx="120" ry="32" fill="#2a1a10" fill-opacity=".28"/><circle r="88" fill="${tone(colour, -0.03)}"/>${lines}</g>`
}

/** What lies around a flat thing: twigs in two corners and, by the shop's trade, a handful of something. */
export function dressFlat(set: PropSet, sheet: Sheet, palette: Palette): Dressing {
  const { random } = sheet
  const flip = random() < 0.5
  const x = (value: number) => (flip ? 1600 - value : value)
  const kind = pick(random, ['eucalyptus', 'olive', 'bunnytail', 'fern'] as const)
  const green = kind === 'bunnytail' ? '#b9a27a' : pick(random, GREENS)
  const corner =
    sprig(sheet, x(1560), 1560, between(random, 460, 560), flip ? 40 : -40, green, kind, '#ecdcc4') +
    sprig(sheet, x(1600), 1380, 380, flip ? 62 : -62, tone(green, 0.04), kind, '#ecdcc4')
  const extras: Partial<Record<PropSet, () => string>> = {
    desk: () =>
      put(
        sheet,
        prop(sheet, 'pens', { form: 'pencils', colour: palette.accent, swatches: [palette.accent, palette.second] }),
        x(210),
        1200,
        0.72,
        palette.floor,
        flip ? 24 : -24,
      ),
    coffee: () => scatter(sheet, x(230), 1330, 190, 26, '#5a3520', 'beans'),
    tea: () => scatter(sheet, x(230), 1330, 150, 14, '#9a8a4a', 'petals'),
    jewels: () => scatter(sheet, x(240), 1330, 130, 6, mix('#d8cfc2', palette.wall, 0.4), 'pebbles'),
    bath: () => scatter(sheet, x(240), 1330, 130, 5, '#c9c2b4', 'pebbles'),
    kitchen: () => fruit(sheet, x(200), 1340, 96, '#e8b13c'),
    garden: () => scatter(sheet, x(240), 1320, 170, 16, '#d98a7a', 'petals'),
    camp: () => put(sheet, prop(sheet, 'pocketKnife', { colour: '#9c5a34' }), x(230), 1330, 0.5, palette.floor),
    kids: () => put(sheet, prop(sheet, 'puzzle', { colour: palette.accent }), x(140), 1420, 0.52, palette.floor, flip ? -14 : 14),
    wool: () => yarn(x(190), 1360, palette.accent) + yarn(x(330), 1440, palette.second),
    candle: () => scatter(sheet, x(240), 1330, 150, 12, '#d9b59a', 'petals'),
  }
  return { behind: corner, before: extras[set]?.() ?? '' }
}
