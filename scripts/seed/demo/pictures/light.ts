import { fromLinear, toLinear, type Colour, type Triple } from './colour'

/**
 * One light for every picture: a large softbox up on the left, a bright room around it, and the floor throwing a
 * little back. Axes: x to the right, y up, z towards the viewer.
 */
export type Normal = Triple
export type Finish = 'matte' | 'satin' | 'gloss' | 'metal'

/** How far the camera looks down: the height of a circle on the floor over its width. */
export const TILT = 0.25

const normalise = ([x, y, z]: Triple): Triple => {
  const length = Math.hypot(x, y, z)
  return [x / length, y / length, z / length]
}
const dot = (first: Triple, second: Triple) => first[0] * second[0] + first[1] * second[1] + first[2] * second[2]
const ramp = (low: number, high: number, value: number) => {
  const share = Math.min(1, Math.max(0, (value - low) / (high - low)))
  return share * share * (3 - 2 * share)
}

const KEY = normalise([-0.62, 0.62, 0.5])
const RIM = normalise([0.9, 0.25, -0.25])
/** The softbox is tall, so a highlight runs down an upright wall instead of ending at its shoulder. */
const MIRROR_OF_KEY = normalise([-0.5, 0.22, 0.84])
const WARM: Triple = [1, 0.97, 0.92]
const COOL: Triple = [0.93, 0.97, 1.04]

/** The colour of a surface that faces `normal`; `open` below 1 is a place the room's light hardly reaches. */
export function shade(albedo: Colour, normal: Normal, finish: Finish = 'matte', open = 1): Colour {
  const base = toLinear(albedo)
  const towardsKey = dot(normal, KEY)
  const key = Math.max(0, (towardsKey + 0.22) / 1.22) * 0.82
  const sky = (0.36 + 0.16 * normal[1]) * open
  const rim = Math.max(0, dot(normal, RIM)) * 0.16 * open

  if (finish === 'metal') return metal(base, normal, open)

  const shine = highlight(finish, normal) * open
  return fromLinear(
    [0, 1, 2].map((index) => base[index]! * (key * open * WARM[index]! + (sky + rim) * COOL[index]!) + shine) as unknown as Triple,
  )
}

function highlight(finish: Finish, normal: Normal): number {
  const [x, y, z] = normalise(
    [normal[0] - MIRROR_OF_KEY[0], (normal[1] - MIRROR_OF_KEY[1]) * 0.55, normal[2] - MIRROR_OF_KEY[2]].map(
      (part, axis) => part + MIRROR_OF_KEY[axis]!,
    ) as unknown as Triple,
  )
  const alignment = Math.max(0, dot([x, y, z], MIRROR_OF_KEY))
  if (finish === 'gloss') return ramp(0.955, 0.99, alignment) * 0.42 + alignment ** 14 * 0.1
  if (finish === 'satin') return alignment ** 22 * 0.17
  return alignment ** 8 * 0.03
}

/** Metal shows the room instead of its own shading: a bright window, a dark wall, a softer second light. */
function metal(base: Triple, normal: Normal, open: number): Colour {
  const around = Math.atan2(normal[0], Math.max(0.001, normal[2]))
  const window = bump(around, -0.62, 0.3) * 1.05 + bump(around, -0.2, 0.5) * 0.35
  const second = bump(around, 0.85, 0.22) * 0.6 + bump(around, 1.35, 0.12) * 0.3
  const wall = 0.42 - 0.2 * bump(around, 0.35, 0.3)
  const sky = Math.max(0, normal[1]) * 0.5 - Math.max(0, -normal[1]) * 0.2
  const level = (wall + window + second + sky) * open
  const glint = Math.max(0, level - 0.95) * 0.55
  return fromLinear([0, 1, 2].map((index) => base[index]! * Math.min(level, 1.12) + glint) as unknown as Triple)
}

const bump = (value: number, centre: number, width: number) => Math.exp(-(((value - centre) / width) ** 2))
