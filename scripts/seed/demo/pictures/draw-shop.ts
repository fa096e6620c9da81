import { mix, tone } from './colour'
import { drawObject, type Look, type ObjectKind } from './objects'
import { leafShade, windowLight } from './scenes/daylight'

import { marks } from './marks'
import { fit, put, shadowColour } from './scenes/stage'
import { createSheet, finish, group, linear, n, radial, rect, type Sheet } from './sheet'
import { shopStyles } from './shop-style'
import { softStroke } from './surface'

const LOGO = 640

/** A shop's mark on its own colour, a square of 640. */
export function drawShopLogo(shop: string): string {
  const { logo } = styleOf(shop)
  const sheet = createSheet(`${shop}/logo`)
  const ground = linear(
    sheet,
    [0, 0],
    [LOGO, LOGO],
    [
      [0, tone(logo.ground, 0.035)],
      [1, tone(logo.ground, -0.035)],
    ],
  )
  const mark = marks[logo.mark]?.(logo.ink, logo.ground) ?? ''
  return finish(
    sheet,
    LOGO,
    LOGO,
    rect(0, 0, LOGO, LOGO, ground) +
      `<circle cx="320" cy="320" r="262" fill="none" stroke="${logo.ink}" stroke-opacity=".28" stroke-width="5"/>` +
      group(mark, 'translate(320 320) scale(2.1)'),
  )
}

export const BANNER = { width: 1920, height: 640 }

/** What a shop puts in its window: kinds and looks, from left to right. */
export type Display = readonly { object: ObjectKind; look: Look }[]

/** A long shelf with the shop's own things in a row; the left third stays calm for the shop's name. */
export function drawShopBanner(shop: string, display: Display): string {
  const { palettes } = styleOf(shop)
  const sheet = createSheet(`${shop}/banner`)
  const palette = palettes[0]!
  const floorLine = 470
  const wall = rect(
    0,
    0,
    BANNER.width,
    BANNER.height,
    linear(
      sheet,
      [0, 0],
      [BANNER.width, BANNER.height],
      [
        [0, tone(palette.wall, 0.015)],
        [1, tone(palette.wall, -0.05)],
      ],
    ),
  )
  const shelf =
    rect(
      0,
      floorLine,
      BANNER.width,
      BANNER.height - floorLine,
      linear(
        sheet,
        [0, floorLine],
        [0, BANNER.height],
        [
          [0, tone(palette.floor, 0.03)],
          [1, tone(palette.floor, -0.05)],
        ],
      ),
    ) + softStroke(`M-20 ${floorLine}H1960`, '#2a1a10', 16, 0.2, 4)
  const shade =
    group(leafShade(sheet, shadowColour(palette.wall), false, 0.16, 'palm'), 'translate(500 -120) scale(.9)') +
    group(windowLight(0, 0, 620, 700, 0.3), 'translate(120 -120)')
  const sun = rect(
    0,
    0,
    BANNER.width,
    BANNER.height,
    radial(sheet, [500, 120], 1100, [
      [0, '#fff8ea', 0.4],
      [1, '#fff8ea', 0],
    ]),
  )
  return finish(
    sheet,
    BANNER.width,
    BANNER.height,
    wall + sun + shade + shelf + row(sheet, display, { from: 690, to: 1800, y: 548, height: 400, ground: palette.floor, wallY: 210 }),
  )
}

type Row = { from: number; to: number; y: number; height: number; ground: string; wallY: number }

/** Things in a row by their own proportions, every second one a step forward; what hangs or lies leans on the wall. */
function row(sheet: Sheet, display: Display, { from, to, y, height, ground, wallY }: Row): string {
  const step = (to - from) / Math.max(1, display.length - 1)
  return display
    .map(({ object, look }, index) => {
      const piece = drawObject(sheet, object, look)
      const upright = !piece.stance || piece.stance === 'stands'
      const { scale, y: centred } = fit(piece, step * (upright ? 0.92 : 0.86), height * (upright ? 1 : 0.8), wallY + 60, 1.2)
      const forward = index % 2 ? 34 : 0
      return {
        order: upright ? forward : -1,
        svg: put(sheet, piece, from + index * step, upright ? y + forward - 30 : centred, scale, ground),
      }
    })
    .sort((first, second) => first.order - second.order)
    .map(({ svg }) => svg)
    .join('')
}

/** A category's tile: two or three of its things against one colour, 1200 × 900. */
export function drawCategoryPicture(slug: string, display: Display, colours: { wall: string; floor: string; accent: string }): string {
  const sheet = createSheet(`${slug}/category`)
  const [width, height] = [1200, 900]
  const back = rect(
    0,
    0,
    width,
    height,
    linear(
      sheet,
      [0, 0],
      [0, height],
      [
        [0, tone(colours.wall, 0.02)],
        [0.6, colours.wall],
        [0.74, colours.floor],
        [1, tone(colours.floor, 0.02)],
      ],
    ),
  )
  const disc = `<circle cx="${n(600 + (sheet.random() - 0.5) * 240)}" cy="400" r="330" fill="${mix(colours.wall, colours.accent, 0.34)}" fill-opacity=".75"/>`
  const light = rect(
    0,
    0,
    width,
    height,
    radial(sheet, [340, 220], 900, [
      [0, '#fff8ea', 0.42],
      [1, '#fff8ea', 0],
    ]),
  )
  const pieces = display.map(({ object, look }) => drawObject(sheet, object, look))
  const flat = pieces.every((piece) => piece.stance && piece.stance !== 'stands')
  const spots =
    pieces.length === 1
      ? [[600, 700, 620]]
      : pieces.length === 2
        ? [
            [400, 650, 500],
            [810, 730, 520],
          ]
        : [
            [300, 640, 420],
            [910, 640, 440],
            [600, 740, 460],
          ]
  const placed = pieces
    .map((piece, index) => {
      const [x, y, room] = spots[index] as [number, number, number]
      const upright = !piece.stance || piece.stance === 'stands'
      const { scale, y: centred } = fit(
        piece,
        room * (pieces.length === 1 ? 1.5 : 0.92),
        room * (upright ? 1.12 : 1.1),
        flat ? 450 : 380,
        1.6,
      )
      return put(sheet, piece, x, upright ? y : centred, scale, colours.floor, flat ? (index - 1) * 6 : 0)
    })
    .join('')
  return finish(sheet, width, height, back + disc + light + placed)
}

function styleOf(shop: string) {
  const style = shopStyles[shop]
  if (!style) throw new Error(`No picture style for the shop ${shop}`)
  return style
}
