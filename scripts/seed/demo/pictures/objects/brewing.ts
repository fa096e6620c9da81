import { tone } from '../colour'
import { heightOf, rounded, turned, type Profile } from '../lathe'
import { box, grain, baseOf } from '../solid'
import { clipped, ellipse, group, linear, n, rect, shape, stroke, type Piece, type Sheet } from '../sheet'
import { baseShadow, softStroke, tube } from '../surface'
import { part } from './containers'
import type { Look } from './look'
import { finishOf } from './tableware'
import { glass } from './vases'

export function dripper(sheet: Sheet, look: Look): Piece {
  const { colour, accent = '#c98a52' } = look
  const carafe = rounded(
    [
      [170, 0],
      [186, 8],
      [210, 80],
      [196, 180],
      [110, 260],
      [96, 300],
    ],
    6,
  )
  const cone: Profile = [
    [70, 0],
    [78, 10],
    [214, 230],
  ]
  const plate = turned(sheet, {
    profile: [
      [150, 0],
      [156, 5],
      [156, 18],
      [150, 22],
    ],
    skin: colour,
    finish: finishOf(look),
  })
  return {
    svg:
      glass(sheet, carafe, '#dfe6e2', '#4a2a18', 0.5) +
      group(
        plate +
          tube('M150 -150C270 -190 280 -60 130 -60', colour, 30, 'gloss') +
          turned(sheet, {
            profile: cone,
            skin: colour,
            finish: finishOf(look),
            flutes: look.pattern === 'fluted' ? 15 : 0,
            hollow: { colour: '#f4ead8', wall: 10, depth: 160, fill: { colour: '#3c2114', at: 0.4 } },
          }),
        'translate(0 -296)',
      ) +
      tube('M186 -230C300 -240 310 -70 204 -80', accent, 24, 'satin'),
    width: 560,
    height: 590,
    footprint: { x: 190, y: 46 },
  }
}

export function kettle(sheet: Sheet, look: Look): Piece {
  const { colour, accent = '#8a5a36' } = look
  const body: Profile =
    look.form === 'stove'
      ? rounded(
          [
            [236, 0],
            [250, 10],
            [262, 60],
            [230, 220],
            [150, 300],
            [130, 310],
          ],
          6,
        )
      : [
          [220, 0],
          [230, 8],
          [232, 20],
          [176, 330],
          [150, 350],
        ]
  const top = heightOf(body)
  const finish = look.finish === 'metal' ? 'metal' : look.finish === 'gloss' ? 'gloss' : 'satin'
  const neck =
    look.form === 'stove'
      ? tube('M-220 -110C-300 -150 -300 -220 -350 -270', colour, 52, finish)
      : tube('M-190 -60C-330 -70 -250 -300 -330 -360C-350 -374 -376 -372 -392 -362', colour, 28, finish)
  const handle =
    look.form === 'stove'
      ? tube('M-150 -300C-170 -520 170 -520 150 -300', accent, 28, 'satin')
      : tube('M150 -330C300 -400 370 -330 356 -220C346 -150 330 -110 320 -80', accent, 34, 'satin')
  const lid = part(
    sheet,
    [
      [140, 0],
      [146, 4],
      [140, 22],
      [40, 34],
    ],
    colour,
    top - 4,
    finish === 'metal' ? 'metal' : 'satin',
  )
  const knob = part(
    sheet,
    rounded(
      [
        [16, 0],
        [14, 14],
        [34, 30],
        [30, 50],
        [6, 56],
      ],
      5,
    ),
    accent,
    top + 26,
  )
  return {
    svg: neck + turned(sheet, { profile: body, skin: colour, finish }) + lid + knob + handle,
    width: 780,
    height: top + (look.form === 'stove' ? 160 : 100),
    footprint: { x: 238, y: 58 },
  }
}

export function grinder(sheet: Sheet, look: Look): Piece {
  const { colour, accent = '#b9b6ae', form = 'hand' } = look
  if (form === 'box') {
    const size = [330, 260, 330] as const
    const drawer = (width: number, height: number) =>
      grain(sheet, colour)(width, height) +
      rect(width * 0.16, height * 0.46, width * 0.68, height * 0.4, tone(colour, -0.05), 6) +
      stroke(`M${n(width * 0.16)} ${n(height * 0.46)}H${n(width * 0.84)}V${n(height * 0.86)}H${n(width * 0.16)}Z`, tone(colour, -0.25), 4) +
      `<circle cx="${n(width / 2)}" cy="${n(height * 0.66)}" r="20" fill="#c9a15b"/>`
    const crank =
      tube('M0 -470L190 -500', accent, 18, 'metal') +
      part(
        sheet,
        rounded(
          [
            [16, 0],
            [30, 30],
            [26, 60],
            [8, 66],
          ],
          5,
        ),
        colour,
        0,
      ).replace('translate(0 0)', 'translate(190 -500)')
    return {
      svg:
        box(sheet, { size, colour, yaw: 0.5, soften: 8, front: drawer, side: grain(sheet, colour), top: grain(sheet, colour) }) +
        part(
          sheet,
          rounded(
            [
              [40, 0],
              [60, 20],
              [150, 90],
              [160, 130],
              [120, 170],
              [40, 190],
            ],
            6,
          ),
          accent,
          240,
          'metal',
        ) +
        crank,
      width: 600,
      height: 580,
      shadow: baseShadow(baseOf(size), 300),
      below: 90,
    }
  }
  if (form === 'mill') {
    const mill = rounded(
      [
        [110, 0],
        [120, 8],
        [104, 60],
        [76, 160],
        [84, 270],
        [110, 330],
        [84, 380],
        [96, 430],
        [110, 480],
        [86, 540],
        [30, 560],
      ],
      6,
    )
    return {
      svg:
        turned(sheet, { profile: mill, skin: (share) => (share > 0.66 && share < 0.69 ? '#c9a15b' : colour), finish: 'satin' }) +
        part(
          sheet,
          rounded(
            [
              [14, 0],
              [30, 20],
              [24, 44],
              [4, 50],
            ],
            5,
          ),
          '#c9a15b',
          556,
          'metal',
        ),
      width: 260,
      height: 640,
      footprint: { x: 116, y: 30 },
    }
  }
  const barrel: Profile = [
    [104, 0],
    [110, 6],
    [110, 420],
    [100, 430],
  ]
  return {
    svg:
      turned(sheet, { profile: barrel, skin: (share) => (share > 0.36 && share < 0.5 ? accent : colour), finish: 'metal' }) +
      part(
        sheet,
        [
          [112, 0],
          [114, 6],
          [114, 190],
          [108, 196],
        ],
        look.detail ?? '#6b4a32',
        10,
      ) +
      part(
        sheet,
        [
          [40, 0],
          [30, 26],
          [20, 40],
        ],
        accent,
        426,
        'metal',
      ) +
      tube('M0 -480H190', accent, 20, 'metal') +
      group(
        part(
          sheet,
          rounded(
            [
              [18, 0],
              [36, 34],
              [30, 74],
              [8, 82],
            ],
            5,
          ),
          look.detail ?? '#6b4a32',
          0,
        ),
        'translate(188 -482)',
      ),
    width: 430,
    height: 590,
    footprint: { x: 112, y: 28 },
  }
}

export function press(sheet: Sheet, look: Look): Piece {
  const { colour, accent = '#8a5a36' } = look
  const barrel: Profile = [
    [150, 0],
    [156, 6],
    [156, 430],
  ]
  const cage = [-0.9, -0.2, 0.62].map((side) => tube(`M${n(156 * side)} -20V-420`, colour, 13, 'metal')).join('')
  const hoop = (y: number) => tube(`M-160 ${y}A160 40 0 0 0 160 ${y}`, colour, 15, 'metal')
  return {
    svg:
      tube('M150 -400C300 -410 310 -60 156 -70', accent, 32, 'satin') +
      glass(sheet, barrel, '#dfe6e2', '#4a2a18', 0.72) +
      cage +
      hoop(-24) +
      hoop(-410) +
      part(
        sheet,
        rounded(
          [
            [160, 0],
            [164, 8],
            [130, 40],
            [40, 56],
          ],
          5,
        ),
        colour,
        428,
        'metal',
      ) +
      tube('M0 -480V-590', colour, 11, 'metal') +
      part(
        sheet,
        rounded(
          [
            [18, 0],
            [32, 20],
            [26, 42],
            [5, 48],
          ],
          5,
        ),
        accent,
        586,
      ),
    width: 500,
    height: 660,
    footprint: { x: 160, y: 40 },
  }
}

export function moka(sheet: Sheet, look: Look): Piece {
  const { colour, accent = '#2b2623' } = look
  const lower: Profile = [
    [170, 0],
    [176, 8],
    [130, 230],
  ]
  const upper: Profile = [
    [128, 0],
    [132, 10],
    [178, 230],
  ]
  return {
    svg:
      tube('M150 -430C300 -450 300 -330 280 -240', accent, 40, 'satin') +
      turned(sheet, { profile: lower, skin: colour, finish: 'metal', flutes: 5 }) +
      part(
        sheet,
        [
          [136, 0],
          [138, 6],
          [138, 34],
          [132, 40],
        ],
        tone(colour, -0.05),
        224,
        'metal',
      ) +
      group(
        shape(
          'M-150 -150L-236 -236L-160 -226Z',
          linear(
            sheet,
            [-230, 0],
            [-150, 0],
            [
              [0, tone(colour, 0.1)],
              [1, tone(colour, -0.2)],
            ],
          ),
        ) + turned(sheet, { profile: upper, skin: colour, finish: 'metal', flutes: 5 }),
        'translate(0 -258)',
      ) +
      part(
        sheet,
        [
          [180, 0],
          [176, 10],
          [40, 56],
        ],
        colour,
        484,
        'metal',
      ) +
      part(
        sheet,
        rounded(
          [
            [16, 0],
            [34, 24],
            [28, 50],
            [5, 56],
          ],
          5,
        ),
        accent,
        534,
      ),
    width: 520,
    height: 620,
    footprint: { x: 176, y: 44 },
  }
}

export function board(sheet: Sheet, look: Look): Piece {
  const { colour, form = 'paddle' } = look
  const outline =
    form === 'round'
      ? 'M-340 0A340 340 0 1 1 340 0A340 340 0 1 1 -340 0Z'
      : form === 'paddle'
        ? 'M-240 -330Q-240 -380 -190 -380H-80Q-52 -380 -50 -420L-44 -560Q-42 -610 0 -610Q42 -610 44 -560L50 -420Q52 -380 80 -380H190Q240 -380 240 -330V330Q240 380 190 380H-190Q-240 380 -240 330Z'
        : 'M-300 -440Q-300 -480 -260 -480H260Q300 -480 300 -440V440Q300 480 260 480H-260Q-300 480 -300 440Z'
  const hole =
    form === 'round'
      ? ''
      : form === 'paddle'
        ? `<circle cy="-560" r="17" fill="#3a281a" fill-opacity=".75"/>`
        : `<rect x="-70" y="-440" width="140" height="34" rx="17" fill="#3a281a" fill-opacity=".7"/>`
  const planks =
    look.pattern === 'end'
      ? Array.from({ length: 60 }, (_, index) =>
          rect(-300 + (index % 6) * 100, -480 + Math.floor(index / 6) * 96, 98, 94, tone(colour, (sheet.random() - 0.5) * 0.13)),
        ).join('')
      : look.pattern === 'stripe'
        ? [-180, -40, 150].map((x, index) => rect(x, -620, index === 1 ? 60 : 26, 1200, look.accent ?? '#6b4228')).join('')
        : ''
  const rings = clipped(
    sheet,
    `<path d="${outline}"/>`,
    planks +
      `<g transform="translate(-360 -640)">${grain(sheet, colour, true, 0.8)(720, 1280)}</g>` +
      (look.pattern === 'juice' ? stroke('M-250 -380H250V430H-250Z', tone(colour, -0.15), 16, 0.7) : ''),
  )
  return {
    svg:
      `<g transform="translate(6 16)">${shape(outline, tone(colour, -0.22))}</g>` +
      shape(
        outline,
        linear(
          sheet,
          [-340, -500],
          [340, 500],
          [
            [0, tone(colour, 0.07)],
            [0.5, colour],
            [1, tone(colour, -0.08)],
          ],
        ),
      ) +
      rings +
      stroke(outline, tone(colour, 0.14), 4, 0.5) +
      hole,
    width: form === 'round' ? 680 : 600,
    height: form === 'round' ? 680 : form === 'paddle' ? 1000 : 970,
    stance: 'lies',
    outline,
    lift: 30,
  }
}

export function knife(sheet: Sheet, look: Look): Piece {
  const { colour, accent = '#d9d9d4', form = 'chef' } = look
  const blade =
    form === 'bread'
      ? `M-60 -30H470Q500 -30 500 -4${Array.from({ length: 14 }, (_, index) => `L${n(488 - index * 38)} ${index % 2 ? 52 : 38}`).join('')}L-60 46Z`
      : form === 'paring'
        ? 'M-60 -26H240Q330 -20 370 10Q250 44 -60 40Z'
        : 'M-60 -40H330Q480 -34 560 44Q360 92 -60 84Z'
  const steel = linear(
    sheet,
    [0, -40],
    [0, 90],
    [
      [0, tone(accent, 0.08)],
      [0.42, tone(accent, -0.03)],
      [0.55, '#ffffff'],
      [0.72, tone(accent, -0.1)],
      [1, tone(accent, 0.02)],
    ],
  )
  const handle = 'M-60 -36L-90 -36C-200 -50 -360 -44 -430 -30Q-462 0 -436 34C-360 60 -200 46 -90 44L-60 44Z'
  const wood = linear(
    sheet,
    [0, -50],
    [0, 60],
    [
      [0, tone(colour, 0.12)],
      [0.5, colour],
      [1, tone(colour, -0.15)],
    ],
  )
  const rivets = [-150, -260, -370]
    .map((x) => `<circle cx="${x}" cy="2" r="12" fill="#d9b777"/><circle cx="${x - 3}" cy="-1" r="5" fill="#fff3d0"/>`)
    .join('')
  const turnedBy = -32
  return {
    svg: group(
      shape(blade, steel) +
        stroke(blade, '#8f8f8a', 2, 0.5) +
        shape(handle, wood) +
        clipped(sheet, `<path d="${handle}"/>`, `<g transform="translate(-470 -60)">${grain(sheet, colour)(420, 120)}</g>`) +
        rect(-74, -38, 26, 86, '#b9a58a', 6) +
        rivets,
      `rotate(${turnedBy})`,
    ),
    width: 900,
    height: 640,
    stance: 'lies',
    outline: rotated(
      form === 'chef'
        ? [
            [-440, -44],
            [-60, -40],
            [330, -40],
            [560, 44],
            [300, 84],
            [-60, 84],
            [-436, 40],
          ]
        : [
            [-440, -40],
            [-60, -30],
            [form === 'bread' ? 500 : 340, -10],
            [form === 'bread' ? 480 : 300, 44],
            [-60, 46],
            [-436, 40],
          ],
      turnedBy,
    ),
    lift: 22,
  }
}

function rotated(points: readonly (readonly [number, number])[], degrees: number): string {
  const angle = (degrees * Math.PI) / 180
  return `M${points.map(([x, y]) => `${n(x * Math.cos(angle) - y * Math.sin(angle))} ${n(x * Math.sin(angle) + y * Math.cos(angle))}`).join('L')}Z`
}

/** Spoons and spatulas in wood, fanned out. */
export function utensils(sheet: Sheet, look: Look): Piece {
  const { colour } = look
  const heads = [
    'M0 -560C-84 -560 -104 -430 -62 -360C-40 -326 -20 -316 -19 -290L-15 480Q0 506 15 480L19 -290C20 -316 40 -326 62 -360C104 -430 84 -560 0 -560Z',
    'M-70 -560H60Q84 -556 80 -520L58 -330Q40 -296 20 -270L15 480Q0 506 -15 480L-20 -270Q-44 -296 -60 -330L-88 -520Q-90 -556 -70 -560Z',
    'M0 -540C-60 -540 -74 -440 -46 -390C-30 -362 -16 -352 -15 -330L-12 470Q0 492 12 470L15 -330C16 -352 30 -362 46 -390C74 -440 60 -540 0 -540Z',
  ]
  const turns = [-17, 1, 19]
  const outlines: string[] = []
  const svg = heads
    .map((d, index) => {
      const tint = look.swatches?.[index] ?? tone(colour, [0.03, 0, -0.05][index]!)
      const piece =
        shape(
          d,
          linear(
            sheet,
            [-90, -300],
            [90, -200],
            [
              [0, tone(tint, 0.1)],
              [0.5, tint],
              [1, tone(tint, -0.14)],
            ],
          ),
        ) +
        (index !== 1
          ? ellipse(
              0,
              -450,
              index ? 34 : 52,
              index ? 62 : 80,
              linear(
                sheet,
                [-50, -520],
                [50, -380],
                [
                  [0, tone(tint, -0.18)],
                  [0.7, tone(tint, 0.04)],
                  [1, tone(tint, 0.12)],
                ],
              ),
            )
          : [-26, 6, 38].map((x) => rect(x - 7, -520, 12, 120, tone(tint, -0.3), 6, 0.75)).join('')) +
        softStroke('M-4 -260V440', tone(tint, 0.16), 10, 0.5, 3)
      return `<g transform="translate(${n((index - 1) * 150)} 30) rotate(${turns[index]})">${lyingOn(d)}${piece}</g>`
    })
    .join('')
  return { svg: svg + outlines.join(''), width: 760, height: 1120, stance: 'lies', lift: 1, outline: 'M0 0Z' }
}

const lyingOn = (d: string) =>
  `<g transform="translate(16 16)" stroke-linejoin="round">${[34, 24, 14, 4].map((width) => `<path d="${d}" fill="#3a2416" fill-opacity=".09" stroke="#3a2416" stroke-opacity=".09" stroke-width="${width}"/>`).join('')}</g>`

/** Folded paper filters, fanned. */
export function filters(sheet: Sheet, look: Look): Piece {
  const { colour } = look
  const cone = 'M0 250L-210 -190Q0 -290 210 -190Z'
  const one = (angle: number, step: number) =>
    group(
      shape(
        cone,
        linear(
          sheet,
          [-210, -200],
          [210, 0],
          [
            [0, tone(colour, 0.05 - step * 0.02)],
            [1, tone(colour, -0.1 - step * 0.02)],
          ],
        ),
      ) +
        stroke('M0 250L-210 -190', tone(colour, -0.16), 3, 0.7) +
        softStroke('M150 -160L20 200', tone(colour, -0.2), 12, 0.4, 3) +
        stroke('M-160 -140L20 -160M-140 -100L30 -116', tone(colour, -0.12), 2.5, 0.5),
      `rotate(${angle})`,
    )
  return {
    svg: one(-24, 2) + one(-8, 1) + one(10, 0),
    width: 620,
    height: 560,
    stance: 'lies',
    outline: 'M0 250L-280 -120Q-160 -330 60 -280L250 -150Z',
    lift: 28,
  }
}
