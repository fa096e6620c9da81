import type { Colour } from './colour'
import { shade, TILT, type Finish } from './light'
import { across, clipped, ellipse, linear, n, type Point, type Sheet, type Stop } from './sheet'

/** Half of a turned body's outline: radius and height above the ground, from the foot up to the rim. */
export type Profile = readonly Point[]

export type Turned = {
  profile: Profile
  /** One colour, or the colour at a height given as a share of the whole (0 the foot, 1 the rim). */
  skin: Colour | ((share: number) => Colour)
  finish?: Finish
  tilt?: number
  /** Ridges around the body; 0 for none. */
  flutes?: number
  /** What the opening shows; without it the top is closed by a lid of the skin's colour. */
  hollow?: { colour: Colour; wall?: number; depth?: number; finish?: Finish; fill?: { colour: Colour; at: number; finish?: Finish } }
  /** Closed tops only: leave the lid away when another part stands on it. */
  openTop?: boolean
}

const STOPS = 17
const STEP = 15

/** Rounds a profile: a Catmull–Rom curve through its points, sampled finely enough to look smooth. */
export function rounded(points: Profile, perSpan = 6): Profile {
  const samples: Point[] = []
  const at = (index: number) => points[Math.min(points.length - 1, Math.max(0, index))]!
  for (let index = 0; index < points.length - 1; index++) {
    const [before, from, to, after] = [at(index - 1), at(index), at(index + 1), at(index + 2)]
    for (let step = 0; step < perSpan; step++) {
      const t = step / perSpan
      const blend = (axis: 0 | 1) =>
        0.5 *
        (2 * from[axis] +
          (to[axis] - before[axis]) * t +
          (2 * before[axis] - 5 * from[axis] + 4 * to[axis] - after[axis]) * t * t +
          (3 * from[axis] - before[axis] - 3 * to[axis] + after[axis]) * t * t * t)
      samples.push([Math.max(0.5, blend(0)), blend(1)])
    }
  }
  samples.push(at(points.length - 1))
  return samples
}

export const heightOf = (profile: Profile) => profile[profile.length - 1]![1]

export function radiusAt(profile: Profile, height: number): number {
  for (let index = 1; index < profile.length; index++) {
    const [from, to] = [profile[index - 1]!, profile[index]!]
    if (height <= to[1]) return from[0] + ((to[0] - from[0]) * (height - from[1])) / (to[1] - from[1] || 1)
  }
  return profile[profile.length - 1]![0]
}

/** The drawn outline of the body's front, for clips and glazes. */
export function silhouette(profile: Profile, tilt = TILT): string {
  const right = profile.map(([radius, height]) => `${n(radius)} ${n(-height)}`)
  const left = profile.map(([radius, height]) => `${n(-radius)} ${n(-height)}`).reverse()
  const [foot] = profile[0]!
  const [rim] = profile[profile.length - 1]!
  return `M${right.join('L')}A${n(rim)} ${n(rim * tilt)} 0 0 0 ${left.join('L')}A${n(foot)} ${n(foot * tilt)} 0 0 0 ${right[0]}Z`
}

/** A body turned on a lathe, shaded strip by strip; it stands on (0, 0). */
export function turned(sheet: Sheet, body: Turned): string {
  const tilt = body.tilt ?? TILT
  const finish = body.finish ?? 'matte'
  const total = heightOf(body.profile)
  const skin = typeof body.skin === 'string' ? () => body.skin as Colour : body.skin
  const strips: string[] = []

  for (const [low, high] of spans(body.profile)) {
    const rise = high[1] - low[1]
    const slope = Math.atan2(low[0] - high[0], rise || 0.001)
    const middle = (low[1] + high[1]) / 2
    const open = 1 - 0.3 * Math.exp(-middle / 34)
    const fill = across(sheet, around(skin(middle / total), slope, finish, open, body.flutes ?? 0))
    strips.push(strip(low, high, tilt, fill))
  }

  return (
    strips.join('') +
    (body.hollow
      ? opening(sheet, body.profile, tilt, body.hollow, finish)
      : body.openTop
        ? ''
        : lid(sheet, body.profile, tilt, skin(1), finish))
  )
}

/** The profile cut into pieces short enough to carry one gradient each, from the foot up. */
function spans(profile: Profile): [Point, Point][] {
  const pieces: [Point, Point][] = []
  for (let index = 1; index < profile.length; index++) {
    const [from, to] = [profile[index - 1]!, profile[index]!]
    const count = Math.max(1, Math.ceil(Math.abs(to[1] - from[1]) / STEP), Math.ceil(Math.abs(to[0] - from[0]) / 6))
    for (let part = 0; part < count; part++) {
      const at = (share: number): Point => [from[0] + (to[0] - from[0]) * share, from[1] + (to[1] - from[1]) * share]
      pieces.push([at(part / count), at((part + 1) / count)])
    }
  }
  return pieces
}

function strip(low: Point, high: Point, tilt: number, fill: string): string {
  // A strip reaches a hair under its neighbour, along its own slope, so that neither a seam nor a step shows.
  const reach = 1.2 / Math.max(1.2, Math.abs(high[1] - low[1]))
  const lowRadius = Math.max(0.5, low[0] + (low[0] - high[0]) * reach * (low[1] > 0 ? 1 : 0))
  const lowHeight = low[1] - (high[1] - low[1]) * reach * (low[1] > 0 ? 1 : 0)
  const [highRadius, highHeight] = high
  return `<path d="M${n(-lowRadius)} ${n(-lowHeight)}A${n(lowRadius)} ${n(lowRadius * tilt)} 0 0 0 ${n(lowRadius)} ${n(-lowHeight)}L${n(highRadius)} ${n(-highHeight)}A${n(highRadius)} ${n(highRadius * tilt)} 0 0 0 ${n(-highRadius)} ${n(-highHeight)}Z" fill="${fill}"/>`
}

/** The stops of a gradient that runs around the front half of a ring. */
function around(colour: Colour, slope: number, finish: Finish, open: number, flutes: number): Stop[] {
  const count = flutes ? Math.max(STOPS, flutes * 2 + 1) : STOPS
  return Array.from({ length: count }, (_, index) => {
    const angle = -Math.PI / 2 + (Math.PI * index) / (count - 1)
    const ridge = flutes ? (index % 2 ? 0.42 : -0.42) : 0
    const turnedAngle = Math.max(-1.5, Math.min(1.5, angle + ridge))
    const normal = [Math.sin(turnedAngle) * Math.cos(slope), Math.sin(slope), Math.cos(turnedAngle) * Math.cos(slope)] as const
    return [(Math.sin(angle) + 1) / 2, shade(colour, normal, finish, open)] as const
  })
}

function lid(sheet: Sheet, profile: Profile, tilt: number, colour: Colour, finish: Finish): string {
  const [radius, height] = profile[profile.length - 1]!
  if (radius < 1) return ''
  const left = shade(colour, [-0.12, 0.99, 0.06], finish)
  const right = shade(colour, [0.14, 0.98, 0], finish)
  return ellipse(
    0,
    -height,
    radius,
    radius * tilt,
    linear(
      sheet,
      [-radius, 0],
      [radius, 0],
      [
        [0, left],
        [1, right],
      ],
    ),
  )
}

function opening(sheet: Sheet, profile: Profile, tilt: number, hollow: NonNullable<Turned['hollow']>, outside: Finish): string {
  const [radius, height] = profile[profile.length - 1]!
  const wall = hollow.wall ?? Math.max(5, radius * 0.045)
  const inner = radius - wall
  const depth = hollow.depth ?? height * 0.9
  const finish = hollow.finish ?? outside

  const lip = linear(
    sheet,
    [-radius, 0],
    [radius, 0],
    [
      [0, shade(hollow.colour, [-0.4, 0.9, 0.1], finish)],
      [0.4, shade(hollow.colour, [-0.1, 0.98, 0.15], 'satin')],
      [1, shade(hollow.colour, [0.5, 0.8, 0.1], finish)],
    ],
  )

  const rings: string[] = []
  const count = Math.ceil(Math.min(30, (depth + radius * tilt) / 14))
  for (let index = 0; index < count; index++) {
    const share = index / count
    const at = height - depth * share
    // The inside follows the outside, a wall's thickness away.
    const ring = Math.max(2, Math.min(inner, radiusAt(profile, at) - wall))
    rings.push(ringInside(sheet, hollow.colour, ring, at, tilt, share, finish))
  }
  let contents = rings.join('')
  if (hollow.fill) {
    const at = height - depth * hollow.fill.at
    const surface = Math.max(2, Math.min(inner, radiusAt(profile, at) - wall))
    contents += liquid(sheet, hollow.fill.colour, surface, at, tilt)
  }
  const mouth = `<ellipse cx="0" cy="${n(-height)}" rx="${n(inner)}" ry="${n(inner * tilt)}"/>`
  return ellipse(0, -height, radius, radius * tilt, lip) + clipped(sheet, mouth, contents)
}

/** One ring of the inside: lit on the far right, in shadow on the near left, darker the deeper it lies. */
function ringInside(sheet: Sheet, colour: Colour, radius: number, height: number, tilt: number, share: number, finish: Finish): string {
  const open = 0.98 - 0.5 * Math.min(1, share * 1.3)
  const stops = [0, 0.25, 0.5, 0.75, 1].map((offset) => {
    const side = offset * 2 - 1
    return [offset, shade(colour, [-side * 0.8, 0.3, 0.5], finish === 'gloss' ? 'satin' : finish, open)] as const
  })
  return ellipse(0, -height, radius, radius * tilt, linear(sheet, [-radius * 0.95, radius * 0.3], [radius * 0.95, -radius * 0.3], stops))
}

function liquid(sheet: Sheet, colour: Colour, radius: number, height: number, tilt: number): string {
  const surface = linear(
    sheet,
    [-radius, 0],
    [radius, 0],
    [
      [0, shade(colour, [0.2, 0.8, 0], 'matte', 0.7)],
      [0.55, shade(colour, [0, 1, 0], 'satin', 0.95)],
      [1, shade(colour, [-0.3, 0.95, 0.2], 'matte')],
    ],
  )
  const glint = linear(
    sheet,
    [-radius, 0],
    [radius, 0],
    [
      [0.15, '#ffffff', 0],
      [0.75, '#ffffff', 0.3],
      [1, '#ffffff', 0.05],
    ],
  )
  return (
    ellipse(0, -height, radius, radius * tilt, surface) +
    `<path d="M${n(-radius * 0.7)} ${n(-height - radius * tilt * 0.55)}A${n(radius)} ${n(radius * tilt)} 0 0 1 ${n(radius * 0.86)} ${n(-height - radius * tilt * 0.3)}A${n(radius * 1.2)} ${n(radius * tilt * 0.9)} 0 0 0 ${n(-radius * 0.7)} ${n(-height - radius * tilt * 0.55)}Z" fill="${glint}"/>`
  )
}

/** A spot on the front of a turned body, with how much of its width is left after the surface turns away. */
export function onBody(profile: Profile, height: number, angle: number, tilt = TILT): { x: number; y: number; squeeze: number } {
  const radius = radiusAt(profile, height)
  return { x: radius * Math.sin(angle), y: -height + radius * tilt * Math.cos(angle), squeeze: Math.cos(angle) }
}
