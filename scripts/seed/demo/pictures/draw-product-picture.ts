import { between, createRandom, pick } from '../random'
import { mix, tone, type Colour } from './colour'
import { drawObject, type Look, type ObjectKind } from './objects'
import { dress, dressFlat } from './scenes/dressing'
import { leafShade, windowLight } from './scenes/daylight'
import {
  archPanel,
  cylinder,
  landscape,
  nursery,
  paintedWall,
  plinths,
  room,
  surface,
  tableByWindow,
  tiledWall,
  windowSill,
  type Setting,
} from './scenes/settings'
import { SIZE, belowOf, fit, lightPool, paper, put, shadowColour, sweep, type Palette } from './scenes/stage'
import { createSheet, finish, group, n, radial, type Piece, type Sheet } from './sheet'
import { shopStyles, type PropSet, type SceneName, type ShopStyle, type SurfaceName } from './shop-style'
import { shadowOf } from './surface'

/** What a product's pictures need to know; the catalogue gives it with each product. */
export type Pictured = {
  slug: string
  shop: string
  picture: {
    object: ObjectKind
    look: Look
    /** Instead of the shop's own settings. */
    scene?: SceneName
    surface?: SurfaceName
    props?: PropSet
    /** The colours it is sold in, for the picture that shows them side by side. */
    colours?: readonly Colour[]
    /** Which of the shop's backdrops the first picture has. */
    backdrop?: number
  }
}

type Shot = (sheet: Sheet, product: Pictured, style: ShopStyle, palette: Palette) => string

/** How many pictures a product has: two, and a third for those with colours to show or a surface worth a closer look. */
export function pictureCount(product: Pictured): number {
  if ((product.picture.colours?.length ?? 0) >= 2) return 3
  return createRandom(`${product.slug}/count`)() < 0.4 ? 3 : 2
}

/** The product's picture `index` (0 is the first one shown) as an SVG of 1600 × 1600; the same slug draws the same picture. */
export function drawProductPicture(product: Pictured, index: number): string {
  const style = shopStyles[product.shop]
  if (!style) throw new Error(`No picture style for the shop ${product.shop}`)
  const sheet = createSheet(`${product.slug}/${index}`)
  const choice = product.picture.backdrop ?? Math.floor(createRandom(product.slug)() * style.palettes.length)
  const palette = style.palettes[(choice + index) % style.palettes.length]!
  const shots: Shot[] = [hero, scene, (product.picture.colours?.length ?? 0) >= 2 ? range : closeUp]
  const shot = shots[index]
  if (!shot) throw new Error(`${product.slug} has no picture ${index}`)
  return finish(sheet, SIZE, SIZE, shot(sheet, product, style, palette))
}

const pieceOf = (sheet: Sheet, { picture }: Pictured, colour?: Colour): Piece =>
  drawObject(sheet, picture.object, colour ? { ...picture.look, colour } : picture.look)

/** The thing alone: on a paper sweep, on a sheet of colour from above, or on a wall. */
const hero: Shot = (sheet, product, _style, palette) => {
  const piece = pieceOf(sheet, product)
  if (piece.stance === 'lies') {
    const { scale, y } = fit(piece, 1120, 1180)
    return (
      paper(sheet, palette.wall) +
      (sheet.random() < 0.3 ? leafShade(sheet, shadowColour(palette.wall), false, 0.13) : '') +
      put(sheet, piece, SIZE / 2, y, scale, palette.wall)
    )
  }
  if (piece.stance === 'hangs') {
    const { scale, y } = fit(piece, 1080, 1080)
    const light = sheet.random() < 0.5 ? leafShade(sheet, shadowColour(palette.wall), sheet.random() < 0.5, 0.12) : ''
    return paintedWall(sheet, palette) + light + put(sheet, piece, SIZE / 2, y, scale, palette.wall)
  }
  const staged = sheet.random()
  if (staged < 0.2 && piece.width < 760) {
    const { scale, y } = fit(piece, 800, 820, 770, 1.9)
    const top = y + 34 * scale
    const radius = Math.max(320, piece.width * scale * 0.72)
    return (
      sweep(sheet, palette) +
      cylinder(sheet, SIZE / 2, top + 170, radius, 150, mix(palette.floor, '#ffffff', 0.28)) +
      put(sheet, piece, SIZE / 2, top - 6, scale, palette.floor)
    )
  }
  const { scale, y } = fit(piece, 1090, 1090, 820)
  const panel =
    staged > 0.8 && piece.height * scale > 620
      ? archPanel(
          sheet,
          800 + between(sheet.random, -60, 60),
          Math.round(y - 70),
          Math.min(560, piece.width * scale * 0.62 + 60),
          Math.min(1240, piece.height * scale * 0.96 + 80),
          mix(palette.wall, palette.second, 0.34),
        )
      : ''
  return sweep(sheet, palette) + panel + put(sheet, piece, SIZE / 2, y, scale, palette.floor)
}

const settings: Record<SceneName, (sheet: Sheet, palette: Palette) => Setting> = {
  table: tableByWindow,
  tiles: tiledWall,
  plinths,
  room,
  nursery,
  sill: windowSill,
  landscape,
  dusk: (sheet, palette) => landscape(sheet, palette, true),
}

/** The thing where it is used. */
const scene: Shot = (sheet, product, style, palette) => {
  const { picture } = product
  const piece = pieceOf(sheet, product)
  const props = picture.props ?? style.props
  if (piece.stance === 'lies') {
    const ground = surface(sheet, palette, picture.surface ?? pick(sheet.random, style.surfaces))
    const { scale, y } = fit(piece, 980, 1000)
    const dressing = dressFlat(props, sheet, palette)
    const shade =
      sheet.random() < 0.6
        ? leafShade(sheet, shadowColour(ground.ground), sheet.random() < 0.5, 0.17, sheet.random() < 0.5 ? 'palm' : 'branch')
        : windowLight(-40, -60, 700, 1200, 0.2, 0.4)
    return (
      ground.back +
      shade +
      dressing.behind +
      put(sheet, piece, SIZE / 2, y, scale, ground.ground, between(sheet.random, -7, 7)) +
      dressing.before
    )
  }
  if (piece.stance === 'hangs') return onTheWall(sheet, piece, product, palette)

  const setting = settings[picture.scene ?? pick(sheet.random, style.scenes)](sheet, palette)
  const { scale } = fit(piece, setting.width, setting.height, 0, 1.7)
  const dressing = dress(props, sheet, setting, palette, picture.object)
  const y = setting.y - Math.max(0, belowOf(piece) * scale - 60) * 0.5
  return (
    setting.back + dressing.behind + put(sheet, piece, 800 + between(sheet.random, -30, 30), y, scale, setting.ground) + dressing.before
  )
}

/** A hanging thing in a room, over a bench or a sideboard with two things on it. */
function onTheWall(sheet: Sheet, piece: Piece, { picture }: Pictured, palette: Palette): string {
  const setting = room(sheet, palette)
  const isLamp = picture.object === 'pendant' || picture.object === 'hangingPlant' || picture.object === 'mobile'
  const { scale } = fit(piece, isLamp ? 760 : 640, isLamp ? 660 : 700)
  const hung = put(sheet, piece, 800, isLamp ? 470 : 500, scale, palette.wall)
  const standing = isLamp
    ? put(
        sheet,
        drawObject(sheet, 'table', { form: 'pedestal', colour: mix(palette.accent, '#f1e8d8', 0.2) }),
        800,
        setting.y + 20,
        0.96,
        setting.ground,
      ) +
      put(
        sheet,
        drawObject(sheet, 'vase', {
          form: 'sphere',
          colour: mix(palette.second, '#f1e8d8', 0.4),
          finish: 'raw',
          detail: '#e8d3b9',
          inside: 'eucalyptus',
        }),
        830,
        setting.y - 516,
        0.42,
        setting.ground,
      )
    : put(sheet, drawObject(sheet, 'bench', { colour: '#b98458' }), 800, setting.y + 10, 0.94, setting.ground) +
      put(
        sheet,
        drawObject(sheet, 'plant', {
          form: pick(sheet.random, ['pilea', 'snake', 'trailing']),
          colour: mix(palette.second, '#f1e8d8', 0.4),
          inside: 'pot:belly',
          finish: 'satin',
        }),
        480,
        setting.y - 384,
        0.5,
        setting.ground,
      ) +
      put(sheet, drawObject(sheet, 'lamp', { form: 'mushroom', colour: palette.accent }), 1120, setting.y - 446, 0.52, setting.ground)
  return setting.back + standing + hung
}

/** All its colours side by side. */
const range: Shot = (sheet, product, _style, palette) => {
  const colours = (product.picture.colours ?? []).slice(0, 4)
  const pieces = colours.map((colour) => pieceOf(sheet, product, colour))
  const [first] = pieces
  if (!first) return ''
  if (first.stance === 'lies' || first.stance === 'hangs') {
    const two = pieces.length === 2
    const spots = two
      ? [
          [520, 640],
          [1080, 960],
        ]
      : pieces.length === 3
        ? [
            [470, 560],
            [1130, 620],
            [800, 1120],
          ]
        : [
            [460, 480],
            [1140, 480],
            [460, 1130],
            [1140, 1130],
          ]
    const { scale } = fit(first, two ? 820 : 640, two ? 900 : 700)
    const flat = first.stance === 'lies'
    return (
      (flat ? paper(sheet, palette.wall) : paintedWall(sheet, palette)) +
      pieces
        .map((piece, index) =>
          put(
            sheet,
            piece,
            spots[index]![0]!,
            spots[index]![1]! + fit(piece, 700, 700, 0).y,
            scale,
            palette.wall,
            flat ? between(sheet.random, -10, 10) : 0,
          ),
        )
        .join('')
    )
  }
  const rows: readonly (readonly [x: number, y: number, size: number])[] =
    pieces.length === 2
      ? [
          [560, 1130, 1],
          [1060, 1230, 1],
        ]
      : pieces.length === 3
        ? [
            [430, 1080, 0.94],
            [1180, 1080, 0.94],
            [800, 1270, 1],
          ]
        : [
            [390, 1040, 0.9],
            [1210, 1040, 0.9],
            [560, 1280, 1],
            [1060, 1280, 1],
          ]
  const { scale } = fit(first, pieces.length > 2 ? 560 : 640, 760, 0, 1.6)
  return (
    sweep(sheet, palette, 0.6) +
    pieces.map((piece, index) => put(sheet, piece, rows[index]![0], rows[index]![1], scale * rows[index]![2], palette.floor)).join('')
  )
}

/** A step nearer, the background thrown out of focus. */
const closeUp: Shot = (sheet, product, _style, palette) => {
  const piece = pieceOf(sheet, product)
  const flat = piece.stance === 'lies'
  const { scale } = fit(piece, 1600, 1600, 0, 4)
  const near = scale * 1.18
  const blurred = Array.from({ length: 9 }, () => {
    const [x, y, radius] = [sheet.random() * SIZE, sheet.random() * 900, between(sheet.random, 130, 330)]
    return `<circle cx="${n(x)}" cy="${n(y)}" r="${n(radius)}" fill="${radial(sheet, [x, y], radius, [
      [0, pick(sheet.random, [palette.accent, palette.second, '#fff3d8']), 0.3],
      [0.7, '#fff3d8', 0.12],
      [1, '#fff3d8', 0],
    ])}"/>`
  }).join('')
  const side = sheet.random() < 0.5 ? -1 : 1
  if (flat || piece.stance === 'hangs')
    return (
      (flat ? paper(sheet, palette.wall) : paintedWall(sheet, palette)) +
      leafShade(sheet, shadowColour(palette.wall), side > 0, 0.15) +
      group(
        shadowOf(sheet, piece, shadowColour(palette.wall)) + piece.svg,
        `translate(${n(800 + side * 170)} 880) rotate(${n(side * 10)}) scale(${near.toFixed(3)})`,
      )
    )
  const ground = tone(palette.floor, -0.02)
  return (
    sweep(sheet, { ...palette, wall: mix(palette.wall, palette.second, 0.18) }, 0.58) +
    blurred +
    lightPool(sheet, 420, 320, 1000, 0.3) +
    put(sheet, piece, 800 + side * 130, 1330 + Math.min(240, piece.height * near * 0.12), near, ground)
  )
}
