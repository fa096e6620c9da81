import { mix, tone, type Colour } from '../colour'
import { group, linear, n, radial, rect, type Piece, type Sheet } from '../sheet'
import { shadowOf } from '../surface'

export const SIZE = 1600

/** The colours a picture is built from: a wall, what the thing stands on, and two that may appear in the set. */
export type Palette = { wall: Colour; floor: Colour; accent: Colour; second: Colour }

export const shadowColour = (ground: Colour) => tone(mix(ground, '#3a2214', 0.62), -0.2)

/** Puts a piece down at (x, y) with its shadow. */
export const put = (sheet: Sheet, piece: Piece, x: number, y: number, scale: number, ground: Colour, turn = 0) =>
  group(
    shadowOf(sheet, piece, shadowColour(ground)) + piece.svg,
    `translate(${n(x)} ${n(y)}) scale(${scale.toFixed(3)})${turn ? ` rotate(${n(turn)})` : ''}`,
  )

export const belowOf = (piece: Piece) =>
  piece.stance && piece.stance !== 'stands' ? piece.height / 2 : (piece.below ?? piece.footprint?.y ?? 0)
const aboveOf = (piece: Piece) => (piece.stance && piece.stance !== 'stands' ? piece.height / 2 : piece.height)

/** The scale at which a piece fills a box, and where its base comes to lie when it is centred in it. */
export function fit(piece: Piece, width: number, height: number, centreY = SIZE / 2, largest = 2.4): { scale: number; y: number } {
  const [above, below] = [aboveOf(piece), belowOf(piece)]
  const scale = Math.min(largest, width / piece.width, height / (above + below))
  return { scale, y: centreY + ((above - below) / 2) * scale }
}

/** A seamless paper sweep: wall and floor are one sheet, lit from the upper left. */
export function sweep(sheet: Sheet, { wall, floor }: Palette, horizon = 0.66): string {
  const fill = linear(
    sheet,
    [0, 0],
    [0, SIZE],
    [
      [0, tone(wall, 0.012)],
      [horizon - 0.12, wall],
      [horizon + 0.02, mix(wall, floor, 0.6)],
      [horizon + 0.14, floor],
      [1, tone(floor, 0.02)],
    ],
  )
  return rect(0, 0, SIZE, SIZE, fill) + lightPool(sheet, 500, 420, 1050, 0.36) + vignette(sheet)
}

/** A flat sheet seen from above. */
export const paper = (sheet: Sheet, colour: Colour) =>
  rect(
    0,
    0,
    SIZE,
    SIZE,
    linear(
      sheet,
      [0, 0],
      [SIZE, SIZE],
      [
        [0, tone(colour, 0.03)],
        [0.5, colour],
        [1, tone(colour, -0.045)],
      ],
    ),
  ) + lightPool(sheet, 460, 380, 1100, 0.28)

export const lightPool = (sheet: Sheet, x: number, y: number, radius: number, strength: number) =>
  rect(
    0,
    0,
    SIZE,
    SIZE,
    radial(sheet, [x, y], radius, [
      [0, '#fff8ea', strength],
      [0.5, '#fff8ea', strength * 0.35],
      [1, '#fff8ea', 0],
    ]),
  )

export const vignette = (sheet: Sheet, strength = 0.1) =>
  rect(
    0,
    0,
    SIZE,
    SIZE,
    radial(sheet, [SIZE * 0.46, SIZE * 0.46], SIZE * 0.82, [
      [0.62, '#24140a', 0],
      [1, '#24140a', strength],
    ]),
  )
