import { cloth } from '../cloth'
import { mix, tone } from '../colour'
import { heightOf, rounded, turned, type Profile } from '../lathe'
import { bar, place } from '../solid'
import { clipped, ellipse, group, linear, n, radial, rect, shape, stroke, type Piece, type Sheet } from '../sheet'
import { groundShadow, lyingShadow, softStroke, tube } from '../surface'
import { flameAt, part } from './containers'
import type { Look } from './look'
import { finishOf } from './tableware'
import { glass } from './vases'

export function tent(sheet: Sheet, look: Look): Piece {
  const { colour, accent = tone(colour, -0.16), form = 'bell' } = look
  const inside = radial(sheet, [0, -120], 360, [
    [0, '#ffe3a6'],
    [0.5, '#e8a95a'],
    [1, '#7a4526'],
  ])
  if (form === 'dome') {
    const left = 'M-560 0C-520 -240 -300 -420 -20 -430C-110 -300 -180 -120 -200 30Z'
    const right = 'M-20 -430C260 -420 500 -240 560 -30L240 30C220 -140 120 -320 -20 -430Z'
    const door = 'M-200 30C-180 -120 -110 -300 -20 -430C120 -320 220 -140 240 30Z'
    const opening = 'M-110 28C-100 -80 -60 -210 -10 -300C70 -220 130 -90 140 28Z'
    return {
      svg:
        shape(
          left,
          linear(
            sheet,
            [-560, -200],
            [-180, 0],
            [
              [0, tone(colour, 0.07)],
              [1, tone(colour, 0.0)],
            ],
          ),
        ) +
        shape(
          right,
          linear(
            sheet,
            [0, -300],
            [560, 0],
            [
              [0, tone(accent, 0.02)],
              [1, tone(accent, -0.12)],
            ],
          ),
        ) +
        shape(
          door,
          linear(
            sheet,
            [-200, -300],
            [240, 0],
            [
              [0, tone(colour, 0.1)],
              [1, tone(colour, -0.03)],
            ],
          ),
        ) +
        shape(opening, inside) +
        shape('M-110 28C-100 -80 -60 -210 -10 -300C-50 -200 -70 -90 -60 30Z', tone(colour, -0.06)) +
        tube('M-560 0C-520 -240 -300 -420 -20 -430C260 -420 500 -240 560 -30', '#d8d4c8', 9, 'satin') +
        tube('M-200 30C-180 -120 -110 -300 -20 -430C120 -320 220 -140 240 30', '#d8d4c8', 9, 'satin') +
        stroke('M-400 -300L-640 10M420 -280L650 0', '#efe6d4', 4, 0.8) +
        softStroke('M-440 -60C-400 -200 -300 -320 -160 -380', '#ffffff', 30, 0.25, 4),
      width: 1180,
      height: 450,
      footprint: { x: 520, y: 64 },
      below: 60,
    }
  }
  if (form === 'ridge') {
    const [peak, far] = [
      [-180, -500],
      [300, -560],
    ]
    const front = `M-480 40L${peak[0]} ${peak[1]}L120 60Z`
    return {
      svg:
        stroke('M-180 -500L-640 60M300 -560L700 -10', '#efe6d4', 5, 0.9) +
        shape(
          `M${peak[0]} ${peak[1]}L${far[0]} ${far[1]}L560 -40L120 60Z`,
          linear(
            sheet,
            [0, -520],
            [400, 0],
            [
              [0, tone(colour, 0.02)],
              [1, tone(colour, -0.14)],
            ],
          ),
        ) +
        [0.25, 0.5, 0.75]
          .map((share) =>
            softStroke(
              `M${n(-180 + 480 * share)} ${n(-500 - 60 * share)}L${n(120 + 440 * share)} ${n(60 - 100 * share)}`,
              tone(colour, -0.28),
              12,
              0.5,
              3,
            ),
          )
          .join('') +
        shape(
          front,
          linear(
            sheet,
            [-480, 0],
            [120, -300],
            [
              [0, tone(colour, 0.1)],
              [1, tone(colour, 0.01)],
            ],
          ),
        ) +
        shape('M-240 52L-180 -380L-30 56Z', inside) +
        shape('M-240 52L-180 -380L-190 -60Q-250 20 -300 48Z', tone(colour, 0.05)) +
        shape('M-30 56L-180 -380L-150 -80Q-80 30 20 58Z', tone(colour, -0.08)) +
        tube('M-180 60V-520', '#b98d5c', 13, 'satin'),
      width: 1240,
      height: 600,
      footprint: { x: 460, y: 60 },
      below: 70,
    }
  }
  if (form === 'tarp') {
    return {
      svg:
        tube('M-460 20V-470', '#b98d5c', 15, 'satin') +
        tube('M440 0V-430', '#b98d5c', 15, 'satin') +
        stroke('M-460 -466L-640 40M440 -426L640 30', '#efe6d4', 5, 0.9) +
        shape(
          'M-460 -470Q0 -400 440 -430Q560 -260 620 -170Q60 -180 -620 -120Q-560 -300 -460 -470Z',
          linear(
            sheet,
            [-300, -460],
            [200, -120],
            [
              [0, tone(colour, 0.12)],
              [0.5, colour],
              [1, tone(colour, -0.1)],
            ],
          ),
        ) +
        softStroke('M-440 -450Q0 -380 430 -414', '#ffffff', 22, 0.3, 4) +
        [-200, 40, 260].map((x) => softStroke(`M${x} -430Q${x + 20} -300 ${x + 60} -150`, tone(colour, -0.25), 22, 0.35, 4)).join('') +
        stroke('M-620 -120Q60 -180 620 -170', accent, 10),
      width: 1260,
      height: 500,
      footprint: { x: 420, y: 40 },
      below: 60,
    }
  }
  const cone: Profile = rounded(
    [
      [430, 0],
      [432, 150],
      [424, 170],
      [230, 400],
      [90, 570],
      [16, 660],
    ],
    6,
  )
  const panels = [-0.86, -0.55, 0.55, 0.86]
    .map((side) =>
      stroke(
        `M${n(432 * side)} ${n(-20 + 100 * Math.sqrt(1 - side * side))}V${n(-160 + 100 * Math.sqrt(1 - side * side))}Q${n(220 * side)} -420 0 -660`,
        tone(colour, -0.14),
        4,
        0.7,
      ),
    )
    .join('')
  const door = 'M-130 104C-126 -60 -60 -300 0 -470C60 -300 126 -60 130 104Q0 116 -130 104Z'
  return {
    svg:
      [-1, 1]
        .map((side) => stroke(`M${side * 425} -160L${side * 640} 40M${side * 300} -100L${side * 420} 130`, '#efe6d4', 4, 0.85))
        .join('') +
      turned(sheet, { profile: cone, skin: (share) => (share < 0.235 ? tone(colour, -0.02) : colour), finish: 'matte' }) +
      panels +
      softStroke('M-430 -164A430 108 0 0 0 430 -164', tone(colour, -0.28), 20, 0.5, 4) +
      shape(door, inside) +
      shape('M-130 104C-126 -60 -60 -300 0 -470C-30 -300 -60 -140 -190 100Z', tone(colour, 0.03)) +
      shape('M130 104C126 -60 60 -300 0 -470C30 -300 60 -140 190 100Z', tone(colour, -0.07)) +
      ellipse(
        0,
        -60,
        60,
        90,
        radial(sheet, [0, -60], 90, [
          [0, '#fff6d8', 0.8],
          [1, '#fff0c8', 0],
        ]),
      ) +
      tube('M0 -650V-700', '#8a5a36', 12, 'satin') +
      shape('M0 -700L70 -684L0 -662Z', accent),
    width: 1180,
    height: 700,
    footprint: { x: 440, y: 108 },
    below: 130,
  }
}

export function lantern(sheet: Sheet, look: Look): Piece {
  const { colour, form = 'storm' } = look
  const finish = look.finish === 'metal' ? 'metal' : 'satin'
  const base = part(
    sheet,
    [
      [140, 0],
      [148, 8],
      [148, 70],
      [130, 90],
    ],
    colour,
    0,
    finish,
  )
  const glow = (y: number, radius: number) =>
    `<circle cx="0" cy="${y}" r="${radius}" fill="${radial(sheet, [0, y], radius, [
      [0, '#ffe6a8', 0.8],
      [0.4, '#ffd98c', 0.3],
      [1, '#ffd98c', 0],
    ])}"/>`
  const cap = group(
    turned(sheet, {
      profile: rounded(
        [
          [130, 0],
          [140, 10],
          [104, 60],
          [60, 90],
          [50, 130],
        ],
        6,
      ),
      skin: colour,
      finish,
    }),
    'translate(0 -390)',
  )
  const handle = tube(
    form === 'globe' ? 'M-130 -420C-190 -640 190 -640 130 -420' : 'M-150 -380C-230 -700 230 -700 150 -380',
    '#b9b6ae',
    12,
    'metal',
  )
  const chimney: Profile =
    form === 'globe'
      ? rounded(
          [
            [110, 0],
            [124, 10],
            [178, 110],
            [168, 220],
            [112, 306],
          ],
          6,
        )
      : [
          [118, 0],
          [122, 306],
        ]
  const wires = form === 'globe' ? '' : [-0.9, -0.3, 0.5].map((side) => tube(`M${n(150 * side)} -80V-400`, colour, 9, finish)).join('')
  return {
    svg:
      handle +
      glow(-230, 330) +
      base +
      flameAt(sheet, 0, -140, 1.05) +
      group(glass(sheet, chimney, '#f3e3bb'), 'translate(0 -86)') +
      wires +
      cap +
      glow(-220, 210),
    width: 440,
    height: 650,
    footprint: { x: 148, y: 38 },
  }
}

export function headlamp(sheet: Sheet, look: Look): Piece {
  const { colour, accent = '#2f3b3a' } = look
  const strap = 'M-120 -60C-420 -190 -420 -330 0 -340C420 -330 420 -190 120 -60'
  return {
    svg:
      `<g transform="translate(14 20)">${softStroke(strap, '#2b1a10', 90, 0.4, 5)}</g>` +
      stroke(strap, tone(accent, -0.05), 66) +
      stroke(strap, tone(accent, 0.1), 50) +
      stroke(strap, colour, 14) +
      lyingShadow('M-170 -120H170V130H-170Z', '#2b1a10', 28, [0.5, 0.8], 0.45) +
      rect(
        -170,
        -120,
        340,
        250,
        linear(
          sheet,
          [-170, -120],
          [170, 130],
          [
            [0, tone(colour, 0.12)],
            [1, tone(colour, -0.12)],
          ],
        ),
        66,
      ) +
      `<circle r="92" cy="5" fill="#2b2623"/><circle r="76" cy="5" fill="${radial(sheet, [-16, -12], 90, [
        [0, '#ffffff'],
        [0.5, '#fff1c4'],
        [1, '#b9a878'],
      ])}"/>` +
      ellipse(-28, -24, 24, 15, '#ffffff', 0.9) +
      rect(110, -60, 30, 60, tone(colour, -0.2), 12),
    width: 820,
    height: 560,
    stance: 'lies',
    outline: 'M0 0Z',
    lift: 1,
  }
}

export function flask(sheet: Sheet, look: Look): Piece {
  const { colour, accent = '#b9b6ae', form = 'bottle' } = look
  if (form === 'thermos') {
    const body: Profile = [
      [124, 0],
      [132, 8],
      [132, 470],
      [118, 500],
    ]
    return {
      svg:
        tube('M126 -440C240 -440 240 -140 126 -140', tone(colour, -0.1), 28, 'satin') +
        turned(sheet, { profile: body, skin: (share) => (share < 0.05 || share > 0.94 ? accent : colour), finish: 'satin' }) +
        part(
          sheet,
          [
            [118, 0],
            [124, 6],
            [108, 160],
            [100, 168],
          ],
          accent,
          496,
          'metal',
        ),
      width: 420,
      height: 690,
      footprint: { x: 130, y: 32 },
    }
  }
  const body: Profile = rounded(
    [
      [112, 0],
      [122, 8],
      [126, 40],
      [126, 400],
      [116, 470],
      [70, 530],
      [64, 560],
    ],
    6,
  )
  return {
    svg:
      turned(sheet, { profile: body, skin: colour, finish: finishOf(look) === 'metal' ? 'metal' : 'satin' }) +
      part(
        sheet,
        [
          [70, 0],
          [74, 6],
          [74, 80],
          [66, 88],
        ],
        accent,
        552,
        'metal',
      ) +
      group(tube('M-50 -640C-50 -760 50 -760 50 -640', tone(accent, -0.15), 18, 'satin'), '') +
      group(shape('M-46 40L-10 -40L8 -10L20 -26L50 40Z', mix(colour, '#ffffff', 0.75)), 'translate(0 -240)'),
    width: 300,
    height: 740,
    footprint: { x: 118, y: 30 },
  }
}

export function cookset(sheet: Sheet, look: Look): Piece {
  const { colour, accent = '#a5744a' } = look
  const finish = look.finish === 'enamel' ? 'gloss' : 'metal'
  const pot: Profile = [
    [210, 0],
    [226, 10],
    [230, 30],
    [230, 230],
  ]
  const handles = [-1, 1]
    .map((side) =>
      tube(
        `M${side * 228} -190C${side * 310} -196 ${side * 310} -110 ${side * 228} -120`,
        finish === 'metal' ? '#8f8f8a' : colour,
        20,
        'satin',
      ),
    )
    .join('')
  const lid = group(
    turned(sheet, {
      profile: rounded(
        [
          [236, 0],
          [240, 10],
          [150, 44],
          [40, 60],
        ],
        5,
      ),
      skin: colour,
      finish,
    }) +
      part(
        sheet,
        rounded(
          [
            [18, 0],
            [34, 22],
            [28, 44],
            [5, 50],
          ],
          5,
        ),
        accent,
        56,
      ),
    'translate(0 -226)',
  )
  const pan = group(
    turned(sheet, {
      profile: [
        [150, 0],
        [170, 8],
        [200, 60],
      ],
      skin: colour,
      finish,
      hollow: { colour: tone(colour, -0.2), wall: 8, depth: 50, finish: 'satin' },
    }) + tube('M196 -46L430 -96', accent, 26, 'satin'),
    'translate(250 76) scale(.8)',
  )
  const mug = group(
    tube('M110 -150C190 -160 190 -40 112 -40', colour, 18, 'gloss') +
      turned(sheet, {
        profile: [
          [104, 0],
          [112, 6],
          [116, 190],
        ],
        skin: colour,
        finish,
        hollow: { colour: '#f4f0e6', wall: 7, depth: 170 },
      }),
    'translate(-300 60) scale(.9)',
  )
  return {
    svg:
      groundShadow(sheet, 250, 76, { x: 170, y: 40 }, 60, '#3a2416', 0.7) +
      groundShadow(sheet, -300, 60, { x: 100, y: 26 }, 150, '#3a2416', 0.7) +
      handles +
      turned(sheet, { profile: pot, skin: colour, finish }) +
      lid +
      mug +
      pan,
    width: 1040,
    height: 400,
    footprint: { x: 230, y: 58 },
    below: 110,
  }
}

/** A soft bag, rolled at the top: dry bag, sleeping bag, mat. */
export function stuffSack(sheet: Sheet, look: Look): Piece {
  const { colour, accent = '#2f3b3a', form = 'dry' } = look
  if (form === 'mat' || form === 'sleeping') {
    const radius = form === 'mat' ? 150 : 200
    const length = form === 'mat' ? 360 : 330
    const body = `M${-length} ${-radius * 2}H${length}V0H${-length}Z`
    const light = linear(
      sheet,
      [0, -radius * 2],
      [0, 0],
      [
        [0, tone(colour, 0.02)],
        [0.25, tone(colour, 0.12)],
        [0.6, colour],
        [1, tone(colour, -0.22)],
      ],
    )
    const quilt =
      form === 'sleeping'
        ? Array.from({ length: 7 }, (_, index) =>
            softStroke(
              `M${-length + 50 + index * 95} ${-radius * 2}Q${-length + 66 + index * 95} ${-radius} ${-length + 50 + index * 95} 0`,
              tone(colour, -0.25),
              22,
              0.5,
              4,
            ),
          ).join('')
        : ''
    const spiral = Array.from(
      { length: 5 },
      (_, index) =>
        `<ellipse cx="${length}" cy="${-radius}" rx="${n((radius - index * 28) * 0.34)}" ry="${radius - index * 28}" fill="none" stroke="${tone(colour, -0.25)}" stroke-width="7"/>`,
    ).join('')
    const straps = [-0.55, 0.5]
      .map((at) => tube(`M${n(length * at)} ${-radius * 2 - 4}Q${n(length * at + 40)} ${-radius} ${n(length * at)} 2`, accent, 24, 'matte'))
      .join('')
    return {
      svg:
        ellipse(-length, -radius, radius * 0.34, radius, tone(colour, -0.02)) +
        shape(body, light) +
        quilt +
        ellipse(
          length,
          -radius,
          radius * 0.34,
          radius,
          linear(
            sheet,
            [length - 50, -radius * 2],
            [length + 50, 0],
            [
              [0, tone(colour, 0.04)],
              [1, tone(colour, -0.16)],
            ],
          ),
        ) +
        spiral +
        straps,
      width: length * 2 + radius,
      height: radius * 2 + 20,
      footprint: { x: length + 20, y: 40 },
    }
  }
  const body = 'M-200 -20C-216 -200 -210 -420 -196 -520Q0 -490 196 -520C210 -420 216 -200 200 -20Q0 50 -200 -20Z'
  return {
    svg:
      cloth(sheet, {
        outline: body,
        box: [-210, -520, 420, 550],
        colour,
        folds: ['M-120 -500Q-150 -300 -110 10', 'M100 -500Q140 -260 90 10', 'M-190 -120Q-90 -160 0 -100', 'M190 -260Q90 -300 20 -240'],
        plump: 0.9,
        woven: false,
      }) +
      softStroke('M-150 -480C-166 -300 -160 -140 -150 -30', '#ffffff', 30, 0.4, 4) +
      rect(
        -210,
        -590,
        420,
        84,
        linear(
          sheet,
          [0, -590],
          [0, -506],
          [
            [0, tone(accent, 0.14)],
            [0.4, accent],
            [1, tone(accent, -0.14)],
          ],
        ),
        36,
      ) +
      tube('M-200 -560C-160 -700 160 -700 200 -560', accent, 18, 'matte') +
      rect(-36, -694, 72, 44, '#2b2623', 10) +
      group(shape('M-70 60L-14 -60L16 -14L34 -36L80 60Z', mix(colour, '#ffffff', 0.8)), 'translate(0 -240)'),
    width: 460,
    height: 710,
    footprint: { x: 196, y: 38 },
  }
}

export function campChair(sheet: Sheet, look: Look): Piece {
  const { colour, accent = '#a5744a' } = look
  const options = { yaw: 0.5, tilt: 0.28 }
  const leg = (from: readonly [number, number, number], to: readonly [number, number, number]) =>
    bar(sheet, from, to, [15, 15], accent, options)
  const at = (x: number, y: number, z: number) => place([x, y, z], 0.5, 0.28)
  const path = (points: readonly (readonly [number, number])[]) => `M${points.map(([x, y]) => `${n(x)} ${n(y)}`).join('L')}Z`
  const seatPoints = [at(-230, 330, 200), at(230, 330, 200), at(200, 290, -150), at(-200, 290, -150)]
  const backPoints = [at(-200, 290, -150), at(200, 290, -150), at(230, 800, -280), at(-230, 800, -280)]
  const seat = `M${n(seatPoints[0]![0])} ${n(seatPoints[0]![1])}Q${n((seatPoints[0]![0] + seatPoints[1]![0]) / 2)} ${n((seatPoints[0]![1] + seatPoints[1]![1]) / 2 + 50)} ${n(seatPoints[1]![0])} ${n(seatPoints[1]![1])}L${n(seatPoints[2]![0])} ${n(seatPoints[2]![1])}L${n(seatPoints[3]![0])} ${n(seatPoints[3]![1])}Z`
  return {
    svg:
      leg([-240, 0, -220], [-230, 330, 200]) +
      leg([-230, 800, -280], [-200, 290, -150]) +
      cloth(sheet, {
        outline: path(backPoints),
        box: [-300, -900, 560, 640],
        colour,
        motif: look.motif ?? 'plain',
        accent: look.detail ?? tone(colour, -0.2),
        folds: ['M-100 -880Q-60 -560 -120 -330', 'M60 -860Q90 -560 40 -300'],
        plump: 0.5,
      }) +
      cloth(sheet, {
        outline: seat,
        box: [-320, -420, 620, 260],
        colour: tone(colour, 0.04),
        motif: look.motif ?? 'plain',
        accent: look.detail ?? tone(colour, -0.2),
        plump: 0.5,
      }) +
      leg([240, 0, -220], [230, 330, 200]) +
      leg([-240, 0, 220], [-220, 800, -280]) +
      leg([240, 0, 220], [220, 800, -280]),
    width: 700,
    height: 940,
    footprint: { x: 300, y: 110 },
    below: 110,
  }
}

export function hammock(sheet: Sheet, look: Look): Piece {
  const { colour, accent = tone(colour, 0.2), motif = 'stripe' } = look
  const body = 'M-520 -150C-420 190 -220 330 0 330C220 330 420 190 520 -150C440 40 220 130 0 130C-220 130 -440 40 -520 -150Z'
  const back = 'M-520 -150C-420 -40 -220 10 0 10C220 10 420 -40 520 -150C420 90 220 180 0 180C-220 180 -420 90 -520 -150Z'
  const cords = Array.from({ length: 7 }, (_, index) =>
    [-1, 1]
      .map((side) =>
        stroke(`M${side * 680} -520Q${side * 610} ${-380 + index * 8} ${side * (520 - index * 18)} ${-150 + index * 32}`, '#e3d3b5', 6),
      )
      .join(''),
  ).join('')
  const tassels = Array.from({ length: 22 }, (_, index) => {
    const x = -400 + (index / 21) * 800
    const y = 326 - (x / 520) ** 2 * 300
    return stroke(`M${n(x)} ${n(y)}q7 40 ${index % 2 ? 7 : -7} 86`, accent, 9)
  }).join('')
  return {
    svg:
      cords +
      shape(back, tone(colour, -0.2)) +
      tassels +
      cloth(sheet, {
        outline: body,
        box: [-520, -150, 1040, 480],
        colour,
        accent,
        motif,
        unit: 62,
        folds: ['M-400 0C-300 200 -120 260 0 270C160 260 320 190 410 0', 'M-440 -40C-320 130 -140 180 0 180'],
        plump: 0.7,
      }),
    width: 1300,
    height: 900,
    stance: 'hangs',
  }
}

export function pocketKnife(sheet: Sheet, look: Look): Piece {
  const { colour, accent = '#d9d9d4' } = look
  const blade = 'M60 -46C220 -60 400 -50 520 10C420 50 240 46 60 40Z'
  const handle =
    'M-430 -30C-440 -90 -380 -96 -300 -84C-160 -64 -40 -70 70 -60Q110 -50 108 -4Q106 44 60 50C-60 64 -200 92 -330 90C-420 90 -436 30 -430 -30Z'
  return {
    svg: group(
      lyingShadow(`${blade}${handle}`, '#2b1a10', 26, [0.5, 0.8], 0.45) +
        shape(
          blade,
          linear(
            sheet,
            [0, -50],
            [0, 50],
            [
              [0, tone(accent, 0.05)],
              [0.5, tone(accent, -0.08)],
              [0.6, '#ffffff'],
              [1, tone(accent, -0.12)],
            ],
          ),
        ) +
        shape(
          handle,
          linear(
            sheet,
            [0, -90],
            [0, 90],
            [
              [0, tone(colour, 0.14)],
              [0.45, colour],
              [1, tone(colour, -0.16)],
            ],
          ),
        ) +
        clipped(
          sheet,
          `<path d="${handle}"/>`,
          Array.from({ length: 9 }, (_, index) =>
            stroke(
              `M-450 ${-80 + index * 20}C-200 ${-100 + index * 24} 0 ${-50 + index * 14} 120 ${-70 + index * 18}`,
              tone(colour, -0.1),
              3,
              0.6,
            ),
          ).join(''),
        ) +
        [-340, 60]
          .map((x) => `<circle cx="${x}" cy="0" r="19" fill="#d9b777"/><circle cx="${x - 5}" cy="-5" r="7" fill="#fff3d0"/>`)
          .join('') +
        tube('M-420 30C-520 60 -560 20 -600 90', '#8a5a36', 13, 'matte'),
      'rotate(-24)',
    ),
    width: 1080,
    height: 620,
    stance: 'lies',
    outline: 'M0 0Z',
    lift: 1,
  }
}

/** A folding stove or a fire bowl with a fire in it. */
export function stove(sheet: Sheet, look: Look): Piece {
  const { colour } = look
  const bowl: Profile =
    look.form === 'bowl'
      ? rounded(
          [
            [150, 0],
            [200, 20],
            [330, 110],
            [370, 190],
          ],
          6,
        )
      : [
          [170, 0],
          [180, 8],
          [160, 240],
        ]
  const flames = [-80, 70, 0, -30, 40]
    .map((x, index) => flameAt(sheet, x, -heightOf(bowl) - 10 + (index > 2 ? 24 : 0), [1.4, 1.2, 1.9, 1.1, 1.3][index]!))
    .join('')
  const logs =
    tube(`M-150 ${-heightOf(bowl) + 10}L130 ${-heightOf(bowl) - 40}`, '#6b4228', 46, 'matte') +
    tube(`M150 ${-heightOf(bowl) + 16}L-120 ${-heightOf(bowl) - 50}`, '#5a3520', 46, 'matte')
  const legs =
    look.form === 'bowl' ? [-190, 0, 190].map((x) => tube(`M${x} -60L${n(x * 1.3)} 60`, tone(colour, -0.1), 20, 'satin')).join('') : ''
  return {
    svg:
      legs +
      turned(sheet, {
        profile: bowl,
        skin: colour,
        finish: look.finish === 'metal' ? 'metal' : 'satin',
        hollow: { colour: '#2b1d15', wall: 10, depth: 90, finish: 'matte' },
      }) +
      logs +
      flames,
    width: 760,
    height: heightOf(bowl) + 330,
    footprint: { x: 230, y: 60 },
    below: 70,
  }
}
