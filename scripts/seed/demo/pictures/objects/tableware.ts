import { mix, tone, type Colour } from '../colour'
import { heightOf, onBody, radiusAt, rounded, silhouette, turned, type Profile } from '../lathe'
import type { Finish } from '../light'
import { clipped, ellipse, group, linear, n, shape, type Piece, type Sheet } from '../sheet'
import { flecks, softStroke, tube } from '../surface'
import type { Look } from './look'

/** What the potter did with the outside; the foot is left bare unless it is plain. */
export function glaze(look: Look): (share: number) => Colour {
  const { colour, accent = mix(colour, '#f4ead8', 0.7), finish } = look
  const clay = finish === 'porcelain' ? colour : '#c4a284'
  const foot = finish === 'porcelain' || finish === 'enamel' ? 0 : 0.07
  return (share) => {
    if (share < foot) return clay
    if (look.pattern === 'dipped') return share < 0.46 ? accent : colour
    if (look.pattern === 'banded')
      return (share > 0.62 && share < 0.66) || (share > 0.69 && share < 0.79) || (share > 0.82 && share < 0.85) ? accent : colour
    if (look.pattern === 'rimmed') return share > 0.93 ? accent : colour
    if (look.pattern === 'ombre') return mix(accent, colour, Math.min(1, Math.max(0, (share - 0.2) / 0.65)))
    return colour
  }
}

export const finishOf = (look: Look): Finish =>
  look.finish === 'raw' ? 'matte' : look.finish === 'satin' ? 'satin' : look.finish === 'metal' ? 'metal' : 'gloss'

export function decorated(sheet: Sheet, look: Look, profile: Profile, size = 1): string {
  if (look.pattern === 'speckled')
    return flecks(sheet.random, profile, tone(look.colour, look.speck ?? -0.32, 0.7), Math.round(110 * size), 3.4, 0.1)
  if (look.pattern === 'drops') return spots(sheet, profile, look.accent ?? '#ffffff')
  if (look.pattern === 'brush') return brushed(sheet, profile, look.accent ?? '#23405e')
  return ''
}

/** Painted dots in staggered rows. */
function spots(sheet: Sheet, profile: Profile, colour: Colour): string {
  const total = heightOf(profile)
  let svg = ''
  for (let row = 0; row < 5; row++) {
    for (let column = -4; column <= 4; column++) {
      const spot = onBody(profile, total * (0.2 + row * 0.16), (column + (row % 2) * 0.5) * 0.36)
      if (spot.squeeze < 0.12) continue
      svg += ellipse(spot.x, spot.y, 13 * spot.squeeze, 13 + sheet.random() * 2, colour, 0.92)
    }
  }
  return svg
}

/** A few loose brush strokes, as painted on the wheel. */
function brushed(sheet: Sheet, profile: Profile, colour: Colour): string {
  const total = heightOf(profile)
  const line = (share: number, wobble: number) => {
    const points = Array.from({ length: 19 }, (_, index) => {
      const angle = -1.5 + (index / 18) * 3
      const spot = onBody(profile, total * (share + Math.sin(index * 1.3 + wobble) * 0.012), angle)
      return `${n(spot.x)} ${n(spot.y)}`
    })
    return `M${points.join('L')}`
  }
  const arcs = Array.from({ length: 7 }, (_, index) => {
    const [from, over, to] = [-1.35, -1.13, -0.92].map((angle) => angle + index * 0.42)
    const [a, b, c] = [onBody(profile, total * 0.34, from!), onBody(profile, total * 0.62, over!), onBody(profile, total * 0.34, to!)]
    return `M${n(a.x)} ${n(a.y)}Q${n(b.x)} ${n(b.y)} ${n(c.x)} ${n(c.y)}`
  })
  return clipped(
    sheet,
    `<path d="${silhouette(profile)}"/>`,
    `<g fill="none" stroke="${colour}" stroke-linecap="round"><path d="${line(0.78, 0)}" stroke-width="15" stroke-opacity="0.85"/><path d="${line(0.71, 2)}" stroke-width="5" stroke-opacity="0.8"/><path d="${arcs.join('')}" stroke-width="11" stroke-opacity="0.8"/><path d="${line(0.24, 4)}" stroke-width="7" stroke-opacity="0.8"/></g>`,
  )
}

const MUGS: Record<string, Profile> = {
  classic: rounded(
    [
      [150, 0],
      [166, 8],
      [196, 60],
      [208, 160],
      [206, 300],
      [203, 380],
    ],
    7,
  ),
  straight: [
    [176, 0],
    [184, 6],
    [188, 18],
    [188, 370],
  ],
  tall: rounded(
    [
      [126, 0],
      [142, 10],
      [160, 70],
      [166, 240],
      [172, 470],
    ],
    6,
  ),
  round: rounded(
    [
      [112, 0],
      [130, 8],
      [206, 90],
      [232, 190],
      [210, 290],
      [188, 340],
    ],
    7,
  ),
  tapered: [
    [136, 0],
    [146, 8],
    [200, 390],
  ],
  espresso: rounded(
    [
      [92, 0],
      [104, 8],
      [150, 60],
      [166, 150],
      [164, 220],
    ],
    7,
  ),
  tumbler: rounded(
    [
      [138, 0],
      [150, 8],
      [164, 60],
      [176, 180],
      [182, 330],
    ],
    7,
  ),
}

export function mug(sheet: Sheet, look: Look): Piece {
  const form = look.form ?? 'classic'
  const profile = MUGS[form] ?? MUGS.classic!
  const top = heightOf(profile)
  const inside =
    look.accent && look.pattern !== 'plain' && look.pattern !== undefined
      ? mix(look.colour, '#fbf4e6', 0.35)
      : mix(look.colour, '#fbf4e6', 0.5)
  const radius = (share: number) => radiusAt(profile, top * share) - 8
  const ear = form === 'espresso' ? 96 : 132
  const handle =
    form === 'tumbler'
      ? ''
      : tube(
          `M${n(radius(0.84))} ${n(-top * 0.84)}C${n(radius(0.84) + ear)} ${n(-top * 0.92)} ${n(radius(0.5) + ear * 1.12)} ${n(-top * 0.26)} ${n(radius(0.24))} ${n(-top * 0.24)}`,
          look.pattern === 'dipped' ? (look.accent ?? look.colour) : look.colour,
          form === 'espresso' ? 30 : 42,
          finishOf(look) === 'matte' ? 'matte' : 'gloss',
        )
  const body = turned(sheet, {
    profile,
    skin: glaze(look),
    finish: finishOf(look),
    flutes: look.pattern === 'fluted' ? 11 : 0,
    hollow: { colour: inside, wall: 12, depth: top * 0.92, fill: look.filled ? { colour: look.filled, at: 0.15 } : undefined },
  })
  const rim = look.finish === 'enamel' ? rimLine(profile, look.accent ?? '#2b3a4a') : ''
  const saucer =
    form === 'espresso'
      ? group(plateBody(sheet, { ...look, pattern: look.pattern === 'speckled' ? 'speckled' : 'plain' }, 250, 26), 'translate(0 12)')
      : ''
  return {
    svg: saucer + handle + body + rim + decorated(sheet, look, profile, form === 'espresso' ? 0.6 : 1),
    width: form === 'tumbler' ? 370 : form === 'espresso' ? 500 : 540,
    height: top + 50,
    footprint: form === 'espresso' ? { x: 150, y: 46 } : { x: profile[0]![0] + 18, y: profile[0]![0] * 0.27 },
  }
}

function rimLine(profile: Profile, colour: Colour): string {
  const [radius, height] = profile[profile.length - 1]!
  return `<ellipse cx="0" cy="${n(-height)}" rx="${n(radius - 3)}" ry="${n(radius * 0.25 - 2)}" fill="none" stroke="${colour}" stroke-width="11"/>`
}

function plateBody(sheet: Sheet, look: Look, radius: number, height: number): string {
  const profile: Profile = [
    [radius * 0.56, 0],
    [radius * 0.62, 6],
    [radius * 0.8, height * 0.4],
    [radius, height],
  ]
  return turned(sheet, {
    profile,
    skin: look.colour,
    finish: finishOf(look),
    tilt: 0.3,
    hollow: { colour: look.colour, wall: 6, depth: height * 0.7, finish: finishOf(look) },
  })
}

/** Seen from higher up than the rest, or a plate would be a line. */
const PLATE_TILT = 0.5

export function plate(sheet: Sheet, look: Look): Piece {
  const radius = look.form === 'side' ? 300 : look.form === 'platter' ? 440 : 400
  const count = look.form === 'stack' ? 4 : 1
  const one = (index: number) => {
    const size = radius * (1 - index * 0.0) * (1 + (sheet.random() - 0.5) * 0.012)
    const rim: Profile = [
      [size * 0.6, 0],
      [size * 0.64, 6],
      [size * 0.86, 20],
      [size, 42],
    ]
    const colour = look.swatches?.[index % look.swatches.length] ?? look.colour
    const well = mix(colour, look.pattern === 'dipped' || look.pattern === 'rimmed' ? (look.accent ?? '#f5ecdc') : colour, 1)
    return (
      turned(sheet, { profile: rim, skin: colour, finish: finishOf(look), tilt: PLATE_TILT, openTop: true }) +
      plateTop(sheet, { ...look, colour }, well, size, 42)
    )
  }
  const stack = Array.from({ length: count }, (_, index) =>
    group(one(index), `translate(${n((sheet.random() - 0.5) * 8)} ${n(-index * 34)})`),
  ).join('')
  return {
    svg: stack,
    width: radius * 2,
    height: radius * PLATE_TILT + 8 + count * 34,
    footprint: { x: radius * 0.8, y: radius * 0.44 },
    below: radius * PLATE_TILT - 30,
  }
}

function plateTop(sheet: Sheet, look: Look, well: Colour, radius: number, height: number): string {
  const tilt = PLATE_TILT
  const disc = (share: number, y: number, from: Colour, to: Colour) =>
    ellipse(
      0,
      -y,
      radius * share,
      radius * share * tilt,
      linear(
        sheet,
        [-radius * share, radius * share * tilt * 0.6],
        [radius * share, -radius * share * tilt * 0.6],
        [
          [0, from],
          [1, to],
        ],
      ),
    )
  const lit = (step: number) => tone(look.colour, step)
  const wellLit = (step: number) => tone(well, step)
  const slope = Array.from({ length: 8 }, (_, index) => {
    const share = 0.72 - index * 0.018
    return disc(share, height - 12 - index * 2.2, wellLit(-0.13 + index * 0.012), wellLit(0.045))
  })
  const specks =
    look.pattern === 'speckled'
      ? Array.from({ length: 150 }, () => {
          const [angle, reach] = [sheet.random() * Math.PI * 2, Math.sqrt(sheet.random()) * 0.95]
          const size = 1.2 + sheet.random() ** 3 * 4.6
          return ellipse(
            Math.cos(angle) * reach * radius,
            -height + 10 + Math.sin(angle) * reach * radius * tilt,
            size,
            size * 0.6,
            tone(look.colour, -0.32, 0.7),
            0.65,
          )
        }).join('')
      : ''
  const sheen =
    look.finish === 'raw'
      ? ''
      : softStroke(
          `M${n(-radius * 0.5)} ${n(-height + 2)}Q${n(-radius * 0.42)} ${n(-height - radius * 0.3)} ${n(-radius * 0.05)} ${n(-height - radius * 0.31)}`,
          '#ffffff',
          radius * 0.11,
          0.42,
          5,
        )
  const painted =
    look.pattern === 'banded' || look.pattern === 'brush'
      ? [0.93, 0.84]
          .map(
            (share, index) =>
              `<ellipse cx="0" cy="${n(-height + 4)}" rx="${n(radius * share)}" ry="${n(radius * share * tilt)}" fill="none" stroke="${look.accent ?? '#23405e'}" stroke-width="${index ? 4 : 12}" stroke-opacity=".85"/>`,
          )
          .join('')
      : ''
  return (
    disc(1, height, lit(-0.02), lit(-0.05)) +
    disc(0.985, height - 1, lit(0.0), lit(0.05)) +
    disc(0.93, height - 6, lit(-0.035), lit(0.03)) +
    slope.join('') +
    disc(0.58, height - 30, wellLit(-0.015), wellLit(-0.045)) +
    painted +
    specks +
    sheen
  )
}

const BOWLS: Record<string, Profile> = {
  cereal: rounded(
    [
      [112, 0],
      [124, 12],
      [116, 22],
      [196, 70],
      [262, 160],
      [280, 240],
    ],
    7,
  ),
  ramen: rounded(
    [
      [120, 0],
      [132, 18],
      [124, 34],
      [220, 90],
      [300, 180],
      [322, 262],
    ],
    7,
  ),
  serving: rounded(
    [
      [190, 0],
      [204, 10],
      [300, 60],
      [372, 150],
      [388, 210],
    ],
    7,
  ),
  poke: rounded(
    [
      [180, 0],
      [200, 10],
      [262, 60],
      [290, 150],
      [288, 220],
    ],
    7,
  ),
  pinch: rounded(
    [
      [90, 0],
      [110, 8],
      [164, 50],
      [176, 110],
    ],
    7,
  ),
}

export function bowl(sheet: Sheet, look: Look): Piece {
  if (look.form === 'nest') return nest(sheet, look)
  const profile = BOWLS[look.form ?? 'cereal'] ?? BOWLS.cereal!
  const [radius, height] = profile[profile.length - 1]!
  const inner = look.inside ?? mix(look.colour, '#fbf3e2', look.pattern === 'dipped' ? 0.75 : 0.4)
  const svg =
    turned(sheet, {
      profile,
      skin: glaze(look),
      finish: finishOf(look),
      tilt: 0.32,
      flutes: look.pattern === 'fluted' ? 13 : 0,
      hollow: {
        colour: inner,
        wall: 13,
        depth: height * 0.92,
        finish: finishOf(look),
        fill: look.filled ? { colour: look.filled, at: 0.3 } : undefined,
      },
    }) + decorated(sheet, look, profile)
  return { svg, width: radius * 2, height: height + radius * 0.3, footprint: { x: profile[0]![0] + 30, y: profile[0]![0] * 0.34 } }
}

function nest(sheet: Sheet, look: Look): Piece {
  const colours = look.swatches ?? [look.colour, tone(look.colour, 0.1), mix(look.colour, look.accent ?? '#f1e7d6', 0.6)]
  const sizes = [1.25, 0.98, 0.74]
  const svg = sizes
    .map((size, index) =>
      group(
        bowl(sheet, { ...look, form: 'poke', colour: colours[index % colours.length]!, swatches: undefined }).svg,
        `translate(0 ${n(-index * 92)}) scale(${size})`,
      ),
    )
    .join('')
  return { svg, width: 740, height: 520, footprint: { x: 262, y: 78 } }
}

export function teapot(sheet: Sheet, look: Look): Piece {
  const profile = rounded(
    [
      [150, 0],
      [166, 8],
      [244, 90],
      [268, 190],
      [226, 300],
      [140, 352],
      [112, 362],
    ],
    7,
  )
  const top = heightOf(profile)
  const lid = rounded(
    [
      [124, 0],
      [122, 10],
      [84, 34],
      [30, 46],
      [18, 50],
    ],
    6,
  )
  const knob = rounded(
    [
      [16, 0],
      [14, 10],
      [34, 30],
      [30, 52],
      [6, 60],
    ],
    6,
  )
  const wood = look.accent ?? '#a5744a'
  const spout = 'M-150 -110C-260 -130 -300 -230 -352 -330'
  const spoutBody = `M-190 -70C-290 -110 -290 -220 -372 -322L-330 -342C-282 -268 -262 -214 -180 -206Z`
  const handle =
    look.form === 'bail'
      ? tube(`M-190 -330C-190 -600 190 -600 190 -330`, wood, 26, 'satin')
      : tube(`M216 -300C400 -350 400 -90 226 -110`, look.colour, 40, finishOf(look) === 'matte' ? 'matte' : 'gloss')
  const spoutFill = linear(
    sheet,
    [-330, -300],
    [-230, -120],
    [
      [0, tone(look.colour, 0.06)],
      [0.5, look.colour],
      [1, tone(look.colour, -0.13)],
    ],
  )
  return {
    svg:
      (look.form === 'bail' ? '' : handle) +
      shape(spoutBody, spoutFill) +
      softStroke(spout, '#ffffff', 26, finishOf(look) === 'matte' ? 0.12 : 0.4, 4) +
      ellipse(-351, -332, 23, 9, tone(look.colour, -0.25), 1) +
      turned(sheet, {
        profile,
        skin: glaze({ ...look, pattern: look.pattern }),
        finish: finishOf(look),
        flutes: look.pattern === 'fluted' ? 15 : 0,
      }) +
      decorated(sheet, look, profile, 1.2) +
      group(turned(sheet, { profile: lid, skin: look.colour, finish: finishOf(look) }), `translate(0 ${n(-top)})`) +
      group(
        turned(sheet, { profile: knob, skin: look.form === 'bail' ? look.colour : wood, finish: 'satin' }),
        `translate(0 ${n(-top - 46)})`,
      ) +
      (look.form === 'bail' ? handle : ''),
    width: 760,
    height: look.form === 'bail' ? 560 : 480,
    footprint: { x: 180, y: 42 },
  }
}

export function jug(sheet: Sheet, look: Look): Piece {
  const profile =
    look.form === 'carafe'
      ? rounded(
          [
            [130, 0],
            [146, 8],
            [186, 110],
            [176, 240],
            [104, 380],
            [92, 460],
            [118, 560],
          ],
          7,
        )
      : rounded(
          [
            [140, 0],
            [154, 8],
            [192, 110],
            [190, 220],
            [146, 350],
            [132, 420],
            [152, 490],
          ],
          7,
        )
  const top = heightOf(profile)
  const [rim] = profile[profile.length - 1]!
  const inside = mix(look.colour, '#fbf3e2', 0.45)
  const spout = `M${n(-rim + 4)} ${n(-top + 110)}C${n(-rim - 12)} ${n(-top + 56)} ${n(-rim - 44)} ${n(-top + 26)} ${n(-rim - 64)} ${n(-top - 16)}Q${n(-rim - 66)} ${n(-top - 28)} ${n(-rim - 48)} ${n(-top - 26)}Q${n(-rim)} ${n(-top - 14)} ${n(-rim + 70)} ${n(-top - 26)}L${n(-rim + 40)} ${n(-top + 60)}Z`
  const channel = `M${n(-rim - 54)} ${n(-top - 20)}Q${n(-rim)} ${n(-top - 10)} ${n(-rim + 76)} ${n(-top - 22)}L${n(-rim + 66)} ${n(-top + 16)}Q${n(-rim + 2)} ${n(-top + 14)} ${n(-rim - 54)} ${n(-top - 20)}Z`
  const handle = tube(
    `M${n(rim - 14)} ${n(-top * 0.9)}C${n(rim + 190)} ${n(-top * 0.98)} ${n(rim + 190)} ${n(-top * 0.36)} ${n(radiusAt(profile, top * 0.32) - 8)} ${n(-top * 0.3)}`,
    look.pattern === 'dipped' ? (look.accent ?? look.colour) : look.colour,
    36,
    'gloss',
  )
  return {
    svg:
      (look.form === 'carafe'
        ? ''
        : handle +
          shape(
            spout,
            linear(
              sheet,
              [-rim - 60, -top],
              [-rim + 30, -top + 60],
              [
                [0, tone(look.colour, 0.05)],
                [1, tone(look.colour, -0.1)],
              ],
            ),
          )) +
      turned(sheet, {
        profile,
        skin: glaze(look),
        finish: finishOf(look),
        flutes: look.pattern === 'fluted' ? 11 : 0,
        hollow: { colour: inside, wall: 11, depth: top * 0.6 },
      }) +
      decorated(sheet, look, profile, 1.2) +
      (look.form === 'carafe'
        ? ''
        : shape(
            channel,
            linear(
              sheet,
              [-rim - 60, -top],
              [-rim + 80, -top],
              [
                [0, tone(inside, 0.02)],
                [1, tone(inside, -0.16)],
              ],
            ),
          )),
    width: look.form === 'carafe' ? 380 : 540,
    height: top + 40,
    footprint: { x: 158, y: 40 },
  }
}

/** A lidded pot: salt, sugar, garlic, butter. */
export function crock(sheet: Sheet, look: Look): Piece {
  const profile: Profile =
    look.form === 'wide'
      ? rounded(
          [
            [230, 0],
            [246, 8],
            [262, 60],
            [262, 150],
            [256, 176],
          ],
          6,
        )
      : rounded(
          [
            [150, 0],
            [166, 8],
            [182, 60],
            [182, 210],
            [176, 250],
          ],
          6,
        )
  const [rim, top] = profile[profile.length - 1]!
  const wood = look.accent ?? '#b98a5c'
  const lid: Profile = [
    [rim + 8, 0],
    [rim + 10, 6],
    [rim + 10, 24],
    [rim + 4, 32],
  ]
  const knob = rounded(
    [
      [20, 0],
      [18, 10],
      [34, 32],
      [28, 50],
      [5, 58],
    ],
    6,
  )
  return {
    svg:
      turned(sheet, { profile, skin: glaze(look), finish: finishOf(look), flutes: look.pattern === 'fluted' ? 13 : 0 }) +
      decorated(sheet, look, profile, 0.8) +
      group(turned(sheet, { profile: lid, skin: wood, finish: 'satin' }), `translate(0 ${n(-top)})`) +
      group(turned(sheet, { profile: knob, skin: wood, finish: 'satin' }), `translate(0 ${n(-top - 30)})`),
    width: rim * 2 + 20,
    height: top + 100,
    footprint: { x: profile[0]![0] + 14, y: profile[0]![0] * 0.26 },
  }
}

export function cakeStand(sheet: Sheet, look: Look): Piece {
  const foot = rounded(
    [
      [150, 0],
      [156, 10],
      [60, 40],
      [36, 110],
      [52, 170],
      [120, 196],
    ],
    7,
  )
  const dish: Profile = [
    [120, 0],
    [336, 16],
    [352, 26],
    [352, 40],
  ]
  return {
    svg:
      turned(sheet, { profile: foot, skin: look.colour, finish: finishOf(look) }) +
      group(turned(sheet, { profile: dish, skin: look.colour, finish: finishOf(look), tilt: 0.3 }), 'translate(0 -192)') +
      decorated(sheet, look, foot, 0.4),
    width: 710,
    height: 320,
    footprint: { x: 160, y: 40 },
  }
}
