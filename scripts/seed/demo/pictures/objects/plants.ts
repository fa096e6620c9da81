import { mix, tone, type Colour } from '../colour'
import { heightOf, rounded, turned, type Profile } from '../lathe'
import { ellipse, group, linear, n, rect, shape, stroke, curve, type Piece, type Point, type Sheet } from '../sheet'
import { flecks, lyingShadow, softStroke, tube } from '../surface'
import { between } from '../../random'
import { flower, leaf, stem } from './foliage'
import type { Look } from './look'
import { decorated, finishOf, glaze } from './tableware'

const POTS: Record<string, Profile> = {
  classic: rounded(
    [
      [140, 0],
      [148, 6],
      [196, 240],
    ],
    5,
  ),
  cylinder: [
    [168, 0],
    [176, 6],
    [176, 270],
  ],
  belly: rounded(
    [
      [120, 0],
      [140, 8],
      [212, 100],
      [206, 210],
      [176, 260],
    ],
    6,
  ),
  bowl: rounded(
    [
      [120, 0],
      [140, 8],
      [230, 90],
      [256, 170],
    ],
    6,
  ),
  rimmed: [
    [136, 0],
    [144, 6],
    [180, 200],
    [200, 204],
    [204, 264],
  ],
  footed: rounded(
    [
      [120, 0],
      [126, 10],
      [100, 34],
      [170, 80],
      [204, 180],
      [206, 250],
    ],
    6,
  ),
  tall: rounded(
    [
      [120, 0],
      [128, 6],
      [190, 420],
    ],
    5,
  ),
}

export function potBody(sheet: Sheet, look: Look): { svg: string; rim: number; top: number; foot: number } {
  const profile = POTS[look.form ?? 'classic'] ?? POTS.classic!
  const [rim, top] = profile[profile.length - 1]!
  const body = turned(sheet, {
    profile,
    skin: glaze({ ...look, finish: look.finish === 'raw' ? 'porcelain' : look.finish }),
    finish: finishOf(look),
    flutes: look.pattern === 'fluted' ? 13 : 0,
    hollow: { colour: look.colour, wall: 15, depth: top * 0.4, finish: 'matte', fill: { colour: '#4a3526', at: 0.35 } },
  })
  const terracotta =
    look.finish === 'raw' && look.pattern !== 'speckled' ? flecks(sheet.random, profile, tone(look.colour, 0.12), 40, 6) : ''
  return { svg: body + terracotta + decorated(sheet, look, profile), rim, top, foot: profile[0]![0] }
}

export function pot(sheet: Sheet, look: Look): Piece {
  if (look.pattern === 'set') {
    const tints = look.swatches ?? [look.colour, tone(look.colour, 0.1), tone(look.colour, -0.1)]
    const at: [number, number, number][] = [
      [-190, -20, 1],
      [200, -6, 0.8],
      [10, 60, 0.62],
    ]
    return {
      svg: at
        .map(([x, y, size], index) =>
          group(
            potBody(sheet, { ...look, pattern: undefined, colour: tints[index % tints.length]! }).svg,
            `translate(${x} ${y}) scale(${size})`,
          ),
        )
        .join(''),
      width: 780,
      height: 350,
      footprint: { x: 330, y: 60 },
      below: 90,
    }
  }
  const body = potBody(sheet, look)
  const saucer =
    look.pattern === 'saucer' || look.finish === 'raw'
      ? group(
          turned(sheet, {
            profile: [
              [body.foot + 20, 0],
              [body.foot + 46, 26],
            ],
            skin: look.colour,
            finish: finishOf(look),
          }),
          'translate(0 12)',
        )
      : ''
  return {
    svg: saucer + body.svg,
    width: body.rim * 2 + 30,
    height: body.top + body.rim * 0.25,
    footprint: { x: body.foot + 30, y: body.foot * 0.3 },
  }
}

/** A house plant in its pot. `detail` is its green, `form` its kind, the pot's form follows `pattern` `pot:…`. */
export function plant(sheet: Sheet, look: Look): Piece {
  const { detail: green = '#4f7a52', form = 'monstera' } = look
  const [, potForm] = (look.inside ?? 'pot:classic').split(':')
  const body = potBody(sheet, { ...look, form: potForm })
  const grow = plants[form] ?? plants.monstera!
  const [behind, front, height, width] = grow(sheet, -body.top + 8, body.rim, green, look)
  return {
    svg: behind + body.svg + front,
    width: Math.max(width, body.rim * 2),
    height: body.top + height,
    footprint: { x: body.foot + 16, y: body.foot * 0.27 },
  }
}

type Grow = (
  sheet: Sheet,
  base: number,
  rim: number,
  green: Colour,
  look: Look,
) => [behind: string, front: string, height: number, width: number]

const stalk = (from: Point, to: Point, bend: number, colour: Colour, width = 9) =>
  tube(
    `M${n(from[0])} ${n(from[1])}Q${n(from[0] + (to[0] - from[0]) * 0.25)} ${n(from[1] + (to[1] - from[1]) * 0.7 - bend)} ${n(to[0])} ${n(to[1])}`,
    colour,
    width,
    'matte',
  )

function bouquetOf(
  sheet: Sheet,
  base: number,
  spots: readonly (readonly [number, number, number, number])[],
  form: Parameters<typeof leaf>[6],
  green: Colour,
  stemColour = tone(green, -0.05),
): string {
  return spots
    .map(
      ([x, y, angle, size], index) =>
        stalk([x * 0.08, base], [x, base + y], 20, stemColour, 8) +
        leaf(sheet, x, base + y, angle, size, tone(green, ((index * 7) % 5) * 0.022 - 0.05), form, 0.14),
    )
    .join('')
}

const plants: Record<string, Grow> = {
  monstera: (sheet, base, _rim, green) => [
    '',
    bouquetOf(
      sheet,
      base,
      [
        [-120, -330, -150, 300],
        [130, -360, -25, 310],
        [0, -460, -88, 300],
        [-220, -180, -185, 270],
        [230, -190, 8, 280],
        [-70, -190, -120, 240],
        [90, -200, -50, 250],
      ],
      'split',
      green,
    ),
    720,
    1020,
  ],
  pilea: (sheet, base, _rim, green) => [
    '',
    bouquetOf(
      sheet,
      base,
      Array.from({ length: 17 }, (_, index) => {
        const angle = -168 + index * 9.75
        const reach = 190 + (index % 3) * 95
        return [
          Math.cos((angle * Math.PI) / 180) * reach,
          Math.sin((angle * Math.PI) / 180) * reach * 0.95,
          angle,
          120 + (index % 2) * 24,
        ] as const
      }),
      'round',
      green,
      tone(green, -0.08),
    ),
    480,
    760,
  ],
  snake: (sheet, base, rim, green) => [
    '',
    Array.from({ length: 9 }, (_, index) => {
      const share = index / 8 - 0.5
      const order = [4, 0, 8, 2, 6, 1, 7, 3, 5][index]! / 8 - 0.5
      return sword(
        order * rim * 1.3,
        base + 26,
        -90 + order * 26 + share * 4,
        430 + ((index * 37) % 160),
        tone(green, -0.03),
        mix(green, '#d9d28a', 0.6),
        sheet,
      )
    }).join(''),
    620,
    520,
  ],
  cactus: (sheet, base, _rim, green) => {
    const arm = (profile: Profile, transform: string) => group(turned(sheet, { profile, skin: green, flutes: 9 }), transform)
    return [
      '',
      arm(
        rounded(
          [
            [76, 0],
            [104, 60],
            [110, 240],
            [84, 360],
            [20, 410],
          ],
          6,
        ),
        `translate(0 ${n(base + 20)})`,
      ) +
        tube(`M100 ${base - 120}C210 ${base - 120} 210 ${base - 190} 208 ${base - 250}`, tone(green, -0.02), 78, 'matte') +
        tube(`M-96 ${base - 70}C-190 ${base - 74} -196 ${base - 120} -194 ${base - 180}`, tone(green, 0.02), 70, 'matte') +
        Array.from({ length: 46 }, () => {
          const [x, y] = [between(sheet.random, -90, 90), base - between(sheet.random, 10, 370)]
          return stroke(`M${n(x)} ${n(y)}l${n(between(sheet.random, -12, 12))} -12`, '#f4efd6', 3, 0.8)
        }).join('') +
        flower(sheet, 6, base - 396, 56, '#e5877f') +
        flower(sheet, 208, base - 290, 38, '#e5877f'),
      440,
      560,
    ]
  },
  olive: (sheet, base, _rim, green) => [
    '',
    tube(`M0 ${base + 20}C-20 ${base - 120} 24 ${base - 220} 0 ${base - 330}`, '#8a6f52', 30, 'matte') +
      Array.from({ length: 21 }, (_, index) => {
        const lean = -90 + index * 9
        return stem(
          sheet,
          'olive',
          (index - 10) * 4,
          base - 270 - (index % 4) * 34,
          230 + ((index * 53) % 90),
          lean,
          tone(green, ((index * 3) % 4) * 0.02 - 0.03),
        )
      }).join(''),
    720,
    700,
  ],
  fern: (sheet, base, _rim, green) => [
    '',
    Array.from({ length: 13 }, (_, index) =>
      stem(
        sheet,
        'fern',
        (index - 6) * 10,
        base + 24,
        380 + ((index * 41) % 110),
        -84 + index * 14,
        tone(green, ((index * 3) % 4) * 0.025 - 0.04),
      ),
    ).join(''),
    480,
    820,
  ],
  trailing: (sheet, base, rim, green) => {
    const trail = (x: number, length: number, side: number) => {
      const points: Point[] = Array.from({ length: 8 }, (_, index) => [
        x + side * (30 + Math.sin(index * 0.9) * 26),
        base - 30 + (index / 7) * length,
      ])
      return (
        stroke(curve([[x * 0.5, base + 10], ...points]), tone(green, -0.1), 6) +
        points
          .map(([px, py], index) =>
            leaf(sheet, px, py, 90 + (index % 2 ? 46 : -46), 96 - index * 4, tone(green, (index % 3) * 0.03 - 0.03), 'heart', 0.1),
          )
          .join('')
      )
    }
    return [
      '',
      bouquetOf(
        sheet,
        base,
        [
          [-130, -110, -160, 130],
          [140, -120, -24, 130],
          [-50, -170, -110, 140],
          [60, -180, -70, 140],
          [0, -120, -95, 130],
          [-190, -30, -186, 120],
          [196, -40, 4, 120],
        ],
        'heart',
        green,
      ) +
        trail(-rim * 0.98, 330, -1) +
        trail(rim * 0.98, 250, 1) +
        trail(-rim * 0.45, 210, -0.4) +
        trail(rim * 0.4, 300, 0.5),
      330,
      640,
    ]
  },
  rubber: (sheet, base, _rim, green) => [
    '',
    tube(`M0 ${base + 20}C14 ${base - 180} -12 ${base - 380} 0 ${base - 560}`, '#7a5a42', 20, 'matte') +
      Array.from({ length: 11 }, (_, index) => {
        const y = base - 110 - index * 46
        const side = index % 2 ? 1 : -1
        return leaf(sheet, 0, y, side > 0 ? -32 : -148, 260 - index * 9, tone(green, (index % 3) * 0.025 - 0.03), 'oval', 0.22)
      }).join('') +
      leaf(sheet, 0, base - 560, -88, 190, mix(green, '#a8503f', 0.35), 'lance'),
    760,
    560,
  ],
  lavender: (sheet, base, rim, green) => [
    '',
    Array.from({ length: 15 }, (_, index) =>
      stem(
        sheet,
        'lavender',
        ((index - 7) / 7) * rim * 0.6,
        base + 20,
        380 + ((index * 37) % 110),
        (index - 7) * 4.6,
        green,
        index % 2 ? '#8c7fc0' : '#a596d0',
      ),
    ).join('') +
      Array.from({ length: 18 }, (_, index) =>
        leaf(sheet, ((index - 9) / 9) * rim * 0.7, base + 22, -90 + (index - 9) * 7, 150, tone(green, 0.03), 'lance'),
      ).join(''),
    500,
    480,
  ],
  succulent: (sheet, base, rim, green) => [
    '',
    [
      [0, 1],
      [-rim * 0.52, 0.7],
      [rim * 0.54, 0.62],
    ]
      .map(([x, size], index) =>
        Array.from({ length: 3 }, (_, ring) =>
          Array.from({ length: 9 - ring }, (_, step) => {
            const angle = (step / (9 - ring)) * 360 + ring * 20
            const tint = mix(tone(green, ring * 0.06 - 0.04), ['#c98a9a', '#8fb0a0', '#b59ac0'][index]!, 0.22)
            return `<g transform="translate(${n(x!)} ${n(base - 20)}) scale(1 .72)">${leaf(sheet, 0, 0, angle, (150 - ring * 40) * size!, tint, 'heart')}</g>`
          }).join(''),
        ).join(''),
      )
      .join(''),
    130,
    480,
  ],
  herbs: (sheet, base, rim, green) => [
    '',
    Array.from({ length: 9 }, (_, index) => {
      const x = ((index - 4) / 4) * rim * 0.6
      const top = base - 190 - ((index * 61) % 110)
      return (
        stalk([x * 0.4, base + 20], [x, top], 0, tone(green, -0.06), 7) +
        [0, 1, 2]
          .map((step) => {
            const y = top + step * 70
            return (
              leaf(sheet, x, y, -36, 104 - step * 8, tone(green, 0.03), 'oval', 0.12) +
              leaf(sheet, x, y, -144, 104 - step * 8, tone(green, -0.03), 'oval', 0.12)
            )
          })
          .join('') +
        leaf(sheet, x, top, -90, 70, tone(green, 0.05), 'oval')
      )
    }).join(''),
    340,
    520,
  ],
  orchid: (sheet, base, _rim, green) => [
    '',
    [
      [-150, -20, -172, 260],
      [150, -20, -8, 260],
      [-80, -40, -140, 220],
      [90, -40, -44, 220],
    ]
      .map(([x, y, angle, size], index) =>
        leaf(sheet, x! * 0.1, base + y! + 20, angle!, size!, tone(green, index * 0.02 - 0.03), 'oval', 0.3),
      )
      .join('') +
      tube(`M0 ${base + 10}C20 ${base - 300} -20 ${base - 460} 150 ${base - 560}`, tone(green, -0.06), 10, 'matte') +
      [
        [20, -420],
        [50, -490],
        [104, -540],
        [160, -570],
        [0, -350],
      ]
        .map(([x, y], index) => bloom(sheet, x! + 10, base + y!, 62 - index * 3))
        .join(''),
    680,
    560,
  ],
}

function bloom(sheet: Sheet, x: number, y: number, size: number): string {
  const tint = '#f3dfe6'
  return group(
    [-126, -54, 18, 90, 162]
      .map(
        (angle, index) =>
          `<ellipse cx="${n(size * 0.55)}" rx="${n(size * 0.62)}" ry="${n(size * 0.42)}" transform="rotate(${angle})" fill="${tone(tint, [0.01, 0.03, -0.03, -0.05, -0.01][index]!)}"/>`,
      )
      .join('') +
      ellipse(0, size * 0.12, size * 0.2, size * 0.26, '#c9648a') +
      ellipse(0, size * 0.06, size * 0.09, size * 0.1, '#e3b04b'),
    `translate(${n(x)} ${n(y)}) rotate(${n(sheet.random() * 20)})`,
  )
}

function sword(x: number, y: number, angle: number, length: number, green: Colour, edge: Colour, sheet: Sheet): string {
  const outer = leaf(sheet, x, y, angle, length, edge, 'sword')
  const inner = leaf(sheet, x, y - 6, angle, length * 0.95, green, 'sword').replace(/stroke-width="[^"]+"/g, 'stroke-width="2"')
  return outer + group(inner, `translate(${n(x * 0.22)} 0) scale(.78 1)`)
}

export function hangingPlant(sheet: Sheet, look: Look): Piece {
  const piece = plant(sheet, { ...look, form: 'trailing', inside: 'pot:bowl' })
  const cords = [-220, 0, 220]
    .map(
      (x) =>
        stroke(`M${x} -190Q${n(x * 0.7)} -500 0 -900V-2400`, '#d8c7a4', 9) +
        stroke(`M${x - 2} -190Q${n(x * 0.7 - 2)} -500 -2 -900`, '#f0e4c9', 3),
    )
    .join('')
  const knots =
    `<circle cx="0" cy="-880" r="20" fill="#d8c7a4"/>` +
    Array.from({ length: 9 }, (_, index) =>
      stroke(`M0 20Q${(index - 4) * 8} 100 ${(index - 4) * 12} 190`, index % 2 ? '#d8c7a4' : '#e8dabb', 7),
    ).join('')
  return {
    svg: group(knots + stroke('M0 -900V-2400', '#d8c7a4', 9) + piece.svg + cords, 'translate(0 330)'),
    width: 700,
    height: 1100,
    stance: 'hangs',
  }
}

export function wateringCan(sheet: Sheet, look: Look): Piece {
  const { colour, accent = colour } = look
  const finish = look.finish === 'metal' ? 'metal' : 'satin'
  const body: Profile =
    look.form === 'long'
      ? rounded(
          [
            [150, 0],
            [164, 8],
            [172, 120],
            [150, 240],
            [96, 290],
          ],
          6,
        )
      : [
          [186, 0],
          [194, 8],
          [176, 300],
        ]
  const top = heightOf(body)
  const spout =
    look.form === 'long'
      ? tube('M-150 -70C-330 -90 -330 -260 -440 -420', colour, 24, finish)
      : shape(
          'M-180 -40L-420 -330L-386 -352L-150 -140Z',
          linear(
            sheet,
            [-320, -260],
            [-260, -160],
            [
              [0, tone(colour, 0.12)],
              [0.5, colour],
              [1, tone(colour, -0.16)],
            ],
          ),
        ) +
        group(
          ellipse(0, 0, 70, 26, tone(colour, 0.05)) +
            ellipse(0, -6, 58, 18, tone(colour, -0.12)) +
            Array.from(
              { length: 9 },
              (_, index) =>
                `<circle cx="${-36 + (index % 5) * 18}" cy="${-12 + Math.floor(index / 5) * 10}" r="3.4" fill="#2b2623" fill-opacity=".6"/>`,
            ).join(''),
          'translate(-408 -346) rotate(-48)',
        )
  const handle = tube(`M150 ${-top + 60}C360 ${-top} 340 -60 184 -60`, accent, 24, finish)
  const bail =
    look.form === 'long' ? '' : tube(`M-150 ${-top + 4}C-130 ${-top - 170} 130 ${-top - 170} 150 ${-top + 4}`, accent, 20, finish)
  return {
    svg:
      handle +
      spout +
      turned(sheet, { profile: body, skin: colour, finish, hollow: { colour: tone(colour, -0.1), wall: 8, depth: 130 } }) +
      bail,
    width: 860,
    height: Math.max(top + 140, 430),
    footprint: { x: 180, y: 46 },
  }
}

export function gardenTool(sheet: Sheet, look: Look): Piece {
  const { colour, accent = '#b9bcbb', form = 'trowel' } = look
  const wood = linear(
    sheet,
    [-40, 0],
    [40, 0],
    [
      [0, tone(colour, -0.06)],
      [0.3, tone(colour, 0.14)],
      [0.6, colour],
      [1, tone(colour, -0.18)],
    ],
  )
  const handle = 'M-30 40C-44 160 -40 330 -32 420Q0 460 32 420C40 330 44 160 30 40Z'
  const steel = linear(
    sheet,
    [-120, -300],
    [120, -200],
    [
      [0, tone(accent, -0.12)],
      [0.35, tone(accent, 0.16)],
      [0.5, tone(accent, -0.06)],
      [1, tone(accent, -0.2)],
    ],
  )
  const grip = shape(handle, wood) + rect(-33, 30, 66, 40, '#c9a15b', 8) + `<circle cy="396" r="12" fill="#3a281a" fill-opacity=".6"/>`
  const tool = (head: string, svg: string, x: number, turn: number) =>
    group(lyingShadow(`${head}${handle}`, '#2b1a10', 26, [0.6, 0.7], 0.42) + svg + grip, `translate(${x} 60) rotate(${turn})`)
  if (form === 'secateurs') {
    const blade = 'M-30 20C-80 -120 -70 -260 10 -390C60 -280 60 -120 30 20Z'
    const hook = 'M30 20C90 -60 130 -180 90 -300C50 -240 10 -120 -20 -20Z'
    const leg = (side: number) =>
      `M${side * 14} 10C${side * 110} 120 ${side * 150} 280 ${side * 120} 470Q${side * 70} 480 ${side * 62} 440C${side * 70} 300 ${side * 40} 180 ${side * -26} 70Z`
    return {
      svg: group(
        lyingShadow(`${blade}${hook}${leg(-1)}${leg(1)}`, '#2b1a10', 26, [0.6, 0.7], 0.4) +
          shape(hook, steel) +
          shape(
            leg(-1),
            linear(
              sheet,
              [-150, 0],
              [0, 0],
              [
                [0, tone(colour, 0.12)],
                [1, tone(colour, -0.12)],
              ],
            ),
          ) +
          shape(
            leg(1),
            linear(
              sheet,
              [0, 0],
              [150, 0],
              [
                [0, tone(colour, 0.06)],
                [1, tone(colour, -0.18)],
              ],
            ),
          ) +
          shape(blade, steel) +
          `<circle cx="4" cy="14" r="26" fill="#8f8f8a"/><circle cx="-2" cy="8" r="11" fill="#e9e9e4"/>`,
        'rotate(22) translate(0 -30)',
      ),
      width: 620,
      height: 960,
      stance: 'lies',
      outline: 'M0 0Z',
      lift: 1,
    }
  }
  const trowel = 'M-16 50V-40C-110 -80 -120 -260 0 -420C120 -260 110 -80 16 -40V50Z'
  const fork =
    'M-12 50V-60Q-120 -80 -116 -160V-400Q-104 -424 -92 -400V-190Q-84 -150 -20 -150V-410Q0 -434 20 -410V-150Q84 -150 92 -190V-400Q104 -424 116 -400V-160Q120 -80 12 -60V50Z'
  if (form === 'set')
    return {
      svg:
        tool(trowel, shape(trowel, steel) + softStroke('M0 -360V-60', tone(accent, -0.25), 16, 0.5, 4), -150, -8) +
        tool(fork, shape(fork, steel), 160, 9),
      width: 780,
      height: 1020,
      stance: 'lies',
      outline: 'M0 0Z',
      lift: 1,
    }
  return {
    svg: tool(
      form === 'fork' ? fork : trowel,
      shape(form === 'fork' ? fork : trowel, steel) + (form === 'fork' ? '' : softStroke('M0 -360V-60', tone(accent, -0.25), 16, 0.5, 4)),
      0,
      24,
    ),
    width: 640,
    height: 1000,
    stance: 'lies',
    outline: 'M0 0Z',
    lift: 1,
  }
}

/** A bunch of dried or fresh stems, tied, lying down. */
export function bunch(sheet: Sheet, look: Look): Piece {
  const { colour, accent = '#d8c7a4', form = 'lavender' } = look
  const kind = form as Parameters<typeof stem>[1]
  const stems = Array.from({ length: 13 }, (_, index) =>
    stem(
      sheet,
      kind,
      (index - 6) * 7,
      300,
      640 + ((index * 37) % 120),
      (index - 6) * 4.2,
      look.detail ?? '#7d8f6a',
      tone(colour, ((index * 3) % 4) * 0.03 - 0.04),
    ),
  ).join('')
  const ends = Array.from({ length: 11 }, (_, index) =>
    stroke(`M${(index - 5) * 7} 290L${(index - 5) * 16} ${430 + ((index * 29) % 50)}`, look.detail ?? '#7d8f6a', 6),
  ).join('')
  return {
    svg: group(
      `<g transform="translate(26 30)">${softStroke('M0 300L-90 -280M0 300L0 -330M0 300L90 -280', '#2b1a10', 150, 0.3, 6)}${softStroke('M0 300V440', '#2b1a10', 100, 0.3, 5)}</g>` +
        ends +
        stems +
        tube('M-60 290Q0 316 60 290M-58 310Q0 336 58 310', accent, 15, 'matte') +
        tube('M20 306C80 330 70 390 120 400M16 310C0 360 40 380 10 430', accent, 10, 'matte'),
      'rotate(14)',
    ),
    width: 640,
    height: 1080,
    stance: 'lies',
    outline: 'M0 0Z',
    lift: 1,
  }
}
