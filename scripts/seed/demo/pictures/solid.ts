import { tone, type Colour } from './colour'
import { shade, TILT, type Finish } from './light'
import { clipped, curve, linear, n, polygon, shape, stroke, type Point, type Sheet } from './sheet'

/** A place in the room: x to the right, y up, z towards the viewer. */
export type Place = readonly [x: number, y: number, z: number]

/** Turns around the upright axis, in radians; a positive yaw shows the right-hand side. */
export const place = ([x, y, z]: Place, yaw = 0, tilt = TILT): Point => {
  const turnedX = x * Math.cos(yaw) - z * Math.sin(yaw)
  const turnedZ = x * Math.sin(yaw) + z * Math.cos(yaw)
  return [turnedX, -y + turnedZ * tilt]
}

export type FacePaint = (width: number, height: number) => string

type Face = { corner: Place; along: Place; up: Place; normal: Place }

/**
 * A flat face from its lower left corner: `along` and `up` are its edges. `paint` draws on it in its own units,
 * from the top left corner, and is squeezed and shaded with it.
 */
export function face(
  sheet: Sheet,
  { corner, along, up, normal }: Face,
  colour: Colour,
  options: { yaw?: number; tilt?: number; finish?: Finish; paint?: FacePaint; soften?: number; open?: number } = {},
): string {
  const { yaw = 0, tilt = TILT, finish = 'matte', paint, soften = 0, open = 1 } = options
  const add = (first: Place, second: Place): Place => [first[0] + second[0], first[1] + second[1], first[2] + second[2]]
  const [a, b, c, d] = [corner, add(corner, along), add(add(corner, along), up), add(corner, up)].map((corner) =>
    place(corner, yaw, tilt),
  ) as [Point, Point, Point, Point]
  const turnedNormal: Place = [
    normal[0] * Math.cos(yaw) - normal[2] * Math.sin(yaw),
    normal[1],
    normal[0] * Math.sin(yaw) + normal[2] * Math.cos(yaw),
  ]
  const lit = shade(colour, turnedNormal, finish, open)
  const fill = linear(sheet, d, b, [
    [0, tone(lit, 0.022)],
    [1, tone(lit, -0.035)],
  ])
  const outline = polygon([a, b, c, d])
  const edge = soften ? ` stroke="${fill}" stroke-width="${n(soften)}" stroke-linejoin="round"` : ''
  let svg = `<path d="${outline}" fill="${fill}"${edge}/>`
  if (paint) {
    const width = Math.hypot(...along)
    const height = Math.hypot(...up)
    const matrix = [(c[0] - d[0]) / width, (c[1] - d[1]) / width, (a[0] - d[0]) / height, (a[1] - d[1]) / height, d[0], d[1]].map((value) =>
      value.toFixed(4),
    )
    const light = 1 - shadeLevel(turnedNormal)
    svg += clipped(
      sheet,
      `<path d="${outline}"/>`,
      `<g transform="matrix(${matrix.join(' ')})">${paint(width, height)}</g>` +
        (light > 0.02 ? shape(outline, '#1d1410', light * 0.55) : ''),
    )
  }
  return svg
}

/** How much of the light a face gets, 0 to 1; for darkening what is painted on it. */
const shadeLevel = ([x, y, z]: Place) => Math.min(1, 0.62 + Math.max(0, -0.62 * x + 0.62 * y + 0.5 * z) * 0.5)

export type Box = {
  at?: Place
  size: Place
  colour: Colour
  yaw?: number
  tilt?: number
  finish?: Finish
  soften?: number
  front?: FacePaint
  side?: FacePaint
  top?: FacePaint
  open?: number
}

/** A box standing on `at` (the middle of its base): its front, the side that the yaw shows, and its top. */
export function box(
  sheet: Sheet,
  {
    at = [0, 0, 0],
    size: [width, height, depth],
    colour,
    yaw = 0.5,
    tilt = TILT,
    finish = 'matte',
    soften = 3,
    front,
    side,
    top,
    open,
  }: Box,
): string {
  const [x, y, z] = [at[0] - width / 2, at[1], at[2] + depth / 2]
  const options = { yaw, tilt, finish, soften, open }
  const sideIsRight = yaw > 0
  const drawn = [
    Math.abs(yaw) > 0.01
      ? face(
          sheet,
          sideIsRight
            ? { corner: [x + width, y, z], along: [0, 0, -depth], up: [0, height, 0], normal: [1, 0, 0] }
            : { corner: [x, y, z - depth], along: [0, 0, depth], up: [0, height, 0], normal: [-1, 0, 0] },
          colour,
          { ...options, paint: side },
        )
      : '',
    face(sheet, { corner: [x, y, z], along: [width, 0, 0], up: [0, height, 0], normal: [0, 0, 1] }, colour, { ...options, paint: front }),
    face(sheet, { corner: [x, y + height, z], along: [width, 0, 0], up: [0, 0, -depth], normal: [0, 1, 0] }, colour, {
      ...options,
      paint: top,
    }),
  ]
  const [left, middle, right] = [
    place([x, y + height, z], yaw, tilt),
    place([x + width, y + height, z], yaw, tilt),
    place([x + width, y + height, z - depth], yaw, tilt),
  ]
  const glint = tone(shade(colour, [-0.3, 0.8, 0.5], finish), 0.07)
  return (
    drawn.join('') +
    stroke(
      `M${n(left[0])} ${n(left[1])}L${n(middle[0])} ${n(middle[1])}${sideIsRight ? `L${n(right[0])} ${n(right[1])}` : ''}`,
      glint,
      Math.max(1.5, soften * 0.7),
      0.55,
    )
  )
}

/** A straight round bar from one place to another, tapering from one radius to the other. */
export function bar(
  sheet: Sheet,
  from: Place,
  to: Place,
  radii: readonly [number, number],
  colour: Colour,
  options: { yaw?: number; tilt?: number; finish?: Finish } = {},
): string {
  const { yaw = 0, tilt = TILT, finish = 'satin' } = options
  const [start, end] = [place(from, yaw, tilt), place(to, yaw, tilt)]
  const [dx, dy] = [end[0] - start[0], end[1] - start[1]]
  const length = Math.hypot(dx, dy) || 1
  const [acrossX, acrossY] = [-dy / length, dx / length]
  // The gradient runs across the bar, always from its left.
  const sign = acrossX > 0 || (acrossX === 0 && acrossY < 0) ? 1 : -1
  const wide = Math.max(...radii)
  const fill = linear(
    sheet,
    [start[0] - acrossX * wide * sign, start[1] - acrossY * wide * sign],
    [start[0] + acrossX * wide * sign, start[1] + acrossY * wide * sign],
    [-0.98, -0.6, -0.2, 0.3, 0.75, 0.98].map((side) => [
      (side + 1) / 2,
      shade(colour, [side * Math.abs(acrossX), -side * acrossY * sign, Math.sqrt(1 - side * side)], finish),
    ]),
  )
  const corner = (point: Point, radius: number): [Point, Point] => [
    [point[0] - acrossX * radius, point[1] - acrossY * radius],
    [point[0] + acrossX * radius, point[1] + acrossY * radius],
  ]
  const [startLeft, startRight] = corner(start, radii[0])
  const [endLeft, endRight] = corner(end, radii[1])
  return (
    `<path d="M${n(startLeft[0])} ${n(startLeft[1])}L${n(endLeft[0])} ${n(endLeft[1])}A${n(radii[1])} ${n(radii[1])} 0 0 ${1} ${n(endRight[0])} ${n(endRight[1])}` +
    `L${n(startRight[0])} ${n(startRight[1])}A${n(radii[0])} ${n(radii[0])} 0 0 ${1} ${n(startLeft[0])} ${n(startLeft[1])}Z" fill="${fill}"/>`
  )
}

/** The four corners of a box's base, as drawn. */
export function baseOf([width, , depth]: Place, yaw = 0.5, at: Place = [0, 0, 0], tilt = TILT): Point[] {
  return (
    [
      [-1, 1],
      [1, 1],
      [1, -1],
      [-1, -1],
    ] as const
  ).map(([x, z]) => place([at[0] + (x * width) / 2, at[1], at[2] + (z * depth) / 2], yaw, tilt))
}

/** Lines of wood grain for a face, running along its width (or its height). */
export function grain(sheet: Sheet, colour: Colour, upright = false, density = 1): FacePaint {
  return (width, height) => {
    const [length, breadth] = upright ? [height, width] : [width, height]
    const count = Math.max(3, Math.round((breadth / 16) * density))
    let svg = ''
    for (let index = 0; index < count; index++) {
      const at = ((index + sheet.random() * 0.8) / count) * breadth
      const sway = (sheet.random() - 0.5) * breadth * 0.09
      const line = [
        [0, at],
        [length * 0.3, at + sway],
        [length * 0.65, at - sway],
        [length, at + sway * 0.4],
      ].map(([along, across]) => (upright ? [across!, along!] : [along!, across!]) as unknown as Point)
      svg += stroke(curve(line), tone(colour, index % 3 ? -0.07 : 0.05), 1.2 + sheet.random() * 2.6, 0.45)
    }
    return svg
  }
}
