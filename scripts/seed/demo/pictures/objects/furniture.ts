import { mix, tone, type Colour } from '../colour'
import { motifFill, type Motif } from '../cloth'
import { heightOf, rounded, turned, type Profile } from '../lathe'
import { bar, box, grain, place, type Place } from '../solid'
import { clipped, ellipse, group, linear, n, radial, rect, shape, stroke, type Piece, type Point, type Sheet } from '../sheet'
import { lyingShadow, softStroke, tube } from '../surface'
import { part } from './containers'
import type { Look } from './look'

const YAW = 0.52
const FLOOR_TILT = 0.3

/** Small dark spots under the feet and one wide pool below: how furniture touches a floor. */
const feetShadow =
  (feet: readonly Point[], spread: { x: number; y: number }) =>
  (sheet: Sheet, colour: Colour): string => {
    const pool = radial(sheet, [0, 0], 1, [
      [0, colour, 0.34],
      [0.6, colour, 0.2],
      [1, colour, 0],
    ])
    const spot = radial(sheet, [0, 0], 1, [
      [0, colour, 0.8],
      [1, colour, 0],
    ])
    return (
      `<circle r="1" fill="${pool}" transform="translate(${n(spread.x * 0.28)} 10) scale(${n(spread.x * 1.35)} ${n(spread.y * 1.35)})"/>` +
      feet.map(([x, y]) => `<circle r="1" fill="${spot}" transform="translate(${n(x + 16)} ${n(y + 2)}) scale(58 17)"/>`).join('')
    )
  }

export function chair(sheet: Sheet, look: Look): Piece {
  const { colour, accent = tone(colour, 0.05), form = 'spindle' } = look
  const at = (x: number, y: number, z: number): Place => [x, y, z]
  const leg = (from: Place, to: Place, radii: [number, number] = [15, 21]) =>
    bar(sheet, from, to, radii, colour, { yaw: YAW, tilt: FLOOR_TILT })
  const seat = 440
  const [backLeft, backRight] = [leg(at(-214, 0, -216), at(-186, 930, -206), [15, 17]), leg(at(214, 0, -216), at(186, 930, -206), [15, 17])]
  const frontLegs = leg(at(-208, 0, 206), at(-190, seat, 186)) + leg(at(208, 0, 206), at(190, seat, 186))
  const rungs = leg(at(-205, 190, 190), at(205, 190, 190), [9, 9]) + leg(at(206, 240, 190), at(206, 240, -204), [9, 9])
  const backRungs = leg(at(-206, 240, 190), at(-206, 240, -204), [9, 9])
  const crest = box(sheet, {
    at: [0, 850, -206],
    size: [430, 92, 34],
    colour,
    yaw: YAW,
    tilt: FLOOR_TILT,
    soften: 16,
    front: grain(sheet, colour),
    top: grain(sheet, colour),
  })
  const back =
    form === 'spindle'
      ? [-126, -63, 0, 63, 126].map((x) => leg(at(x * 1.02, seat, -192), at(x, 860, -204), [10, 9])).join('')
      : form === 'ladder'
        ? [560, 700]
            .map((y) =>
              box(sheet, {
                at: [0, y, -206],
                size: [372, 62, 26],
                colour,
                yaw: YAW,
                tilt: FLOOR_TILT,
                soften: 10,
                front: grain(sheet, colour),
              }),
            )
            .join('')
        : box(sheet, {
            at: [0, 560, -206],
            size: [366, 250, 24],
            colour: accent,
            yaw: YAW,
            tilt: FLOOR_TILT,
            soften: 8,
            front: woven(sheet, accent, form === 'cane' ? 'grid' : 'herringbone'),
          })
  const seatTop = form === 'spindle' ? grain(sheet, accent) : woven(sheet, accent, form === 'cane' ? 'grid' : 'herringbone')
  const board = box(sheet, {
    at: [0, seat, 0],
    size: [452, 40, 440],
    colour: form === 'spindle' ? colour : accent,
    yaw: YAW,
    tilt: FLOOR_TILT,
    soften: 22,
    front: grain(sheet, colour),
    side: grain(sheet, colour),
    top: seatTop,
    finish: 'satin',
  })
  const feet = [at(-208, 0, 206), at(208, 0, 206), at(214, 0, -216), at(-214, 0, -216)].map((foot) => place(foot, YAW, FLOOR_TILT))
  return {
    svg: backLeft + backRight + backRungs + back + crest + rungs + frontLegs + board,
    width: 720,
    height: 1060,
    shadow: feetShadow(feet, { x: 330, y: 120 }),
    below: 100,
  }
}

const woven = (sheet: Sheet, colour: Colour, motif: Motif) => (width: number, height: number) =>
  rect(0, 0, width, height, motifFill(sheet, motif, colour, tone(colour, -0.16), motif === 'grid' ? 18 : 46) ?? colour, 0, 0.8)

export function stool(sheet: Sheet, look: Look): Piece {
  const { colour, accent = colour, form = 'three' } = look
  const height = form === 'bar' ? 700 : form === 'low' ? 320 : 450
  const count = form === 'three' ? 3 : 4
  const angles = Array.from({ length: count }, (_, index) => (index / count) * Math.PI * 2 + (count === 3 ? Math.PI / 2 : Math.PI / 4))
  const [top, foot] = [128, form === 'bar' ? 236 : 205]
  const legs = angles
    .map((angle) => ({ angle, depth: Math.sin(angle) }))
    .sort((first, second) => first.depth - second.depth)
    .map(({ angle }) =>
      bar(
        sheet,
        [Math.cos(angle) * foot, 0, Math.sin(angle) * foot],
        [Math.cos(angle) * top, height, Math.sin(angle) * top],
        [15, 22],
        colour,
        { tilt: FLOOR_TILT },
      ),
    )
    .join('')
  const ringAt = height * 0.36
  const ring =
    form === 'bar'
      ? `<ellipse cx="0" cy="${n(-ringAt)}" rx="208" ry="${n(208 * FLOOR_TILT)}" fill="none" stroke="${tone(colour, -0.1)}" stroke-width="14"/>`
      : ''
  const seat = turned(sheet, {
    profile: rounded(
      [
        [190, 0],
        [206, 8],
        [208, 30],
        [196, 44],
      ],
      5,
    ),
    skin: accent,
    finish: 'satin',
    tilt: FLOOR_TILT,
  })
  const rings =
    form === 'padded'
      ? ''
      : [0.25, 0.5, 0.72]
          .map(
            (share) =>
              `<ellipse cx="${n(-20 * (1 - share))}" cy="${n(-height - 44)}" rx="${n(196 * share)}" ry="${n(196 * share * FLOOR_TILT)}" fill="none" stroke="${tone(accent, -0.09)}" stroke-width="3" stroke-opacity=".5"/>`,
          )
          .join('')
  const pad =
    form === 'padded'
      ? group(
          turned(sheet, {
            profile: rounded(
              [
                [180, 0],
                [206, 16],
                [206, 50],
                [170, 76],
                [60, 86],
              ],
              6,
            ),
            skin: look.detail ?? '#c9a27a',
            tilt: FLOOR_TILT,
          }),
          `translate(0 ${n(-height - 36)})`,
        )
      : ''
  const feet = angles.map((angle): Point => [Math.cos(angle) * foot, Math.sin(angle) * foot * FLOOR_TILT])
  return {
    svg: ring + legs + group(seat, `translate(0 ${n(-height)})`) + rings + pad,
    width: 480,
    height: height + 110,
    shadow: feetShadow(feet, { x: 230, y: 80 }),
    below: 70,
  }
}

export function bench(sheet: Sheet, look: Look): Piece {
  const { colour, accent = colour } = look
  const [length, depth, height] = [900, 280, 400]
  const leg = (x: number, z: number) => bar(sheet, [x * 1.06, 0, z * 1.1], [x, height, z], [14, 22], colour, { yaw: 0.4, tilt: FLOOR_TILT })
  const [x, z] = [length / 2 - 60, depth / 2 - 44]
  const seat = box(sheet, {
    at: [0, height, 0],
    size: [length, 46, depth],
    colour: accent,
    yaw: 0.4,
    tilt: FLOOR_TILT,
    soften: 14,
    finish: 'satin',
    front: grain(sheet, accent),
    top: look.motif ? woven(sheet, accent, look.motif) : grain(sheet, accent),
  })
  const feet = (
    [
      [-x, z],
      [x, z],
      [x, -z],
      [-x, -z],
    ] as const
  ).map(([footX, footZ]) => place([footX * 1.06, 0, footZ * 1.1], 0.4, FLOOR_TILT))
  return {
    svg: leg(-x, -z) + leg(x, -z) + leg(-x, z) + leg(x, z) + seat,
    width: 960,
    height: 560,
    shadow: feetShadow(feet, { x: 440, y: 120 }),
    below: 130,
  }
}

export function table(sheet: Sheet, look: Look): Piece {
  const { colour, accent = colour, form = 'tripod' } = look
  const top = (height: number, radius: number) =>
    group(
      turned(sheet, {
        profile: rounded(
          [
            [radius - 12, 0],
            [radius, 8],
            [radius, 26],
            [radius - 6, 34],
          ],
          4,
        ),
        skin: accent,
        finish: 'satin',
        tilt: FLOOR_TILT,
      }) +
        [0.3, 0.55, 0.78]
          .map(
            (share) =>
              `<ellipse cx="${n(-30 * (1 - share))}" cy="-34" rx="${n(radius * share)}" ry="${n(radius * share * FLOOR_TILT)}" fill="none" stroke="${tone(accent, -0.08)}" stroke-width="3" stroke-opacity=".45"/>`,
          )
          .join(''),
      `translate(0 ${n(-height)})`,
    )
  if (form === 'drum') {
    const body = turned(sheet, {
      profile: [
        [236, 0],
        [240, 8],
        [240, 430],
      ],
      skin: colour,
      flutes: 17,
      finish: 'satin',
      tilt: FLOOR_TILT,
    })
    return { svg: body + top(430, 262), width: 540, height: 540, footprint: { x: 244, y: 72 } }
  }
  if (form === 'pedestal') {
    const foot = turned(sheet, {
      profile: rounded(
        [
          [210, 0],
          [214, 12],
          [120, 34],
          [44, 80],
          [36, 300],
          [60, 440],
        ],
        7,
      ),
      skin: colour,
      finish: 'satin',
      tilt: FLOOR_TILT,
    })
    return { svg: foot + top(436, 300), width: 610, height: 560, footprint: { x: 214, y: 62 } }
  }
  const angles = [Math.PI / 2, Math.PI / 2 + 2.094, Math.PI / 2 + 4.189]
  const legs = [...angles]
    .sort((first, second) => Math.sin(first) - Math.sin(second))
    .map((angle) =>
      bar(sheet, [Math.cos(angle) * 250, 0, Math.sin(angle) * 250], [Math.cos(angle) * 130, 470, Math.sin(angle) * 130], [14, 22], colour, {
        tilt: FLOOR_TILT,
      }),
    )
    .join('')
  return {
    svg: legs + top(466, 290),
    width: 600,
    height: 590,
    shadow: feetShadow(
      angles.map((angle): Point => [Math.cos(angle) * 250, Math.sin(angle) * 75]),
      { x: 280, y: 90 },
    ),
    below: 80,
  }
}

/** A light's warm cloud; drawn over the lamp and a little of the wall. */
const glow = (sheet: Sheet, x: number, y: number, radius: number, strength = 0.75) =>
  `<circle cx="${n(x)}" cy="${n(y)}" r="${n(radius)}" fill="${radial(sheet, [x, y], radius, [
    [0, '#fff0c8', strength],
    [0.3, '#ffe2a0', strength * 0.45],
    [1, '#ffdc92', 0],
  ])}"/>`

/** A shade lit from inside: bright in its middle, its own colour towards the edges. */
function litShade(sheet: Sheet, profile: Profile, colour: Colour): string {
  const body = turned(sheet, {
    profile,
    skin: (share) => mix(colour, '#ffe7b8', 0.35 + 0.25 * (1 - Math.abs(share - 0.35))),
    finish: 'matte',
    openTop: true,
  })
  const total = heightOf(profile)
  return (
    body +
    ellipse(
      0,
      -total * 0.42,
      profile[0]![0] * 0.7,
      total * 0.5,
      radial(sheet, [0, -total * 0.42], total * 0.6, [
        [0, '#fff6dc', 0.75],
        [1, '#fff0c8', 0],
      ]),
    )
  )
}

export function lamp(sheet: Sheet, look: Look): Piece {
  const { colour, accent = '#f3e6cd', detail = '#b98d4a', form = 'mushroom' } = look
  if (form === 'floor') {
    const pole = part(
      sheet,
      [
        [12, 0],
        [12, 900],
      ],
      detail,
      20,
      'metal',
    )
    const shadeProfile: Profile = [
      [230, 0],
      [150, 260],
    ]
    return {
      svg:
        part(
          sheet,
          [
            [150, 0],
            [156, 6],
            [156, 20],
            [150, 26],
          ],
          detail,
          0,
          'metal',
        ) +
        pole +
        glow(sheet, 0, -1000, 520, 0.4) +
        group(litShade(sheet, shadeProfile, accent), 'translate(0 -880)'),
      width: 520,
      height: 1160,
      footprint: { x: 156, y: 40 },
    }
  }
  if (form === 'globe') {
    const base = part(
      sheet,
      rounded(
        [
          [140, 0],
          [146, 10],
          [146, 40],
          [80, 60],
          [52, 80],
        ],
        6,
      ),
      colour,
      0,
      'satin',
    )
    const ball = `<circle cx="0" cy="-290" r="210" fill="${radial(sheet, [-50, -330], 260, [
      [0, '#fffdf4'],
      [0.5, '#fff0cf'],
      [1, mix('#f3d9a4', accent, 0.3)],
    ])}"/>`
    return {
      svg: base + glow(sheet, 0, -290, 470, 0.55) + ball + ellipse(-86, -376, 50, 28, '#ffffff', 0.7),
      width: 460,
      height: 540,
      footprint: { x: 146, y: 38 },
    }
  }
  if (form === 'task') {
    const base = part(
      sheet,
      [
        [140, 0],
        [150, 6],
        [150, 30],
        [144, 38],
      ],
      colour,
      0,
      'satin',
    )
    const arm = tube('M0 -36L110 -440L-130 -690', colour, 22, 'satin')
    const joint = ellipse(110, -440, 26, 26, tone(colour, -0.06)) + ellipse(106, -444, 12, 12, detail)
    const head = group(
      turned(sheet, {
        profile: [
          [150, 0],
          [142, 40],
          [70, 150],
          [46, 170],
        ],
        skin: colour,
        finish: 'satin',
      }),
      'translate(-180 -580) rotate(24)',
    )
    return { svg: base + arm + joint + glow(sheet, -220, -560, 320, 0.5) + head, width: 520, height: 860, footprint: { x: 150, y: 38 } }
  }
  if (form === 'pleated') {
    const base = part(
      sheet,
      rounded(
        [
          [120, 0],
          [132, 10],
          [176, 90],
          [168, 190],
          [96, 250],
          [40, 280],
          [30, 330],
        ],
        7,
      ),
      colour,
      0,
      look.finish === 'metal' ? 'metal' : 'gloss',
    )
    const pleats = turned(sheet, {
      profile: [
        [300, 0],
        [190, 290],
      ],
      skin: mix(accent, '#ffedc4', 0.4),
      flutes: 21,
      openTop: true,
    })
    return {
      svg:
        base +
        glow(sheet, 0, -470, 560, 0.45) +
        group(pleats, 'translate(0 -320)') +
        ellipse(
          0,
          -460,
          150,
          130,
          radial(sheet, [0, -460], 150, [
            [0, '#fff6dc', 0.6],
            [1, '#fff0c8', 0],
          ]),
        ),
      width: 640,
      height: 660,
      footprint: { x: 130, y: 34 },
    }
  }
  const base = part(
    sheet,
    rounded(
      [
        [150, 0],
        [158, 10],
        [158, 22],
        [64, 50],
        [44, 110],
        [44, 330],
      ],
      6,
    ),
    colour,
    0,
    look.finish === 'metal' ? 'metal' : 'satin',
  )
  const dome: Profile =
    form === 'cone'
      ? [
          [290, 0],
          [288, 12],
          [70, 250],
          [40, 258],
        ]
      : rounded(
          [
            [300, 0],
            [304, 20],
            [270, 130],
            [160, 220],
            [30, 250],
          ],
          7,
        )
  const underside = ellipse(
    0,
    -322,
    290,
    290 * 0.25,
    linear(
      sheet,
      [0, -390],
      [0, -250],
      [
        [0, tone(colour, -0.14)],
        [1, '#ffe9b8'],
      ],
    ),
  )
  return {
    svg:
      glow(sheet, 0, -290, 520, 0.5) +
      underside +
      base +
      group(
        turned(sheet, { profile: dome, skin: look.swatches?.[0] ?? colour, finish: look.finish === 'raw' ? 'matte' : 'gloss' }),
        'translate(0 -322)',
      ) +
      glow(sheet, 0, -250, 260, 0.5),
    width: 640,
    height: 590,
    footprint: { x: 158, y: 40 },
  }
}

/** A lamp on its cord; the cord runs out of the picture's top. */
export function pendant(sheet: Sheet, look: Look): Piece {
  const { colour, accent = '#b98d4a', form = 'dome' } = look
  const shapes: Record<string, Profile> = {
    dome: rounded(
      [
        [330, 0],
        [334, 16],
        [300, 150],
        [190, 260],
        [60, 300],
        [34, 330],
      ],
      7,
    ),
    cone: [
      [320, 0],
      [318, 14],
      [70, 330],
      [40, 350],
    ],
    drum: [
      [290, 0],
      [290, 300],
    ],
    bell: rounded(
      [
        [300, 0],
        [270, 40],
        [210, 160],
        [170, 290],
        [90, 370],
        [34, 400],
      ],
      7,
    ),
  }
  const profile = shapes[form] ?? shapes.dome!
  const top = heightOf(profile)
  const woven = form === 'drum' || look.finish === 'raw'
  const [rim] = profile[0]!
  const inside = ellipse(
    0,
    0,
    rim,
    rim * 0.25,
    linear(
      sheet,
      [0, -rim * 0.25],
      [0, rim * 0.25],
      [
        [0, '#f7d795'],
        [1, '#fff3d0'],
      ],
    ),
  )
  const bulb = `<circle cx="0" cy="24" r="52" fill="#fffbe9"/>` + glow(sheet, 0, 30, 420, 0.75)
  const cord = `<path d="M0 ${n(-top)}V-2200" stroke="${tone(accent, -0.35)}" stroke-width="8"/>`
  return {
    svg: group(
      cord +
        turned(sheet, {
          profile,
          skin: colour,
          finish: look.finish === 'metal' ? 'metal' : woven ? 'matte' : 'satin',
          flutes: woven ? 19 : 0,
        }) +
        part(
          sheet,
          [
            [40, 0],
            [40, 40],
            [22, 60],
          ],
          accent,
          top - 6,
          'metal',
        ) +
        clipped(sheet, `<ellipse cx="0" cy="0" rx="${rim}" ry="${n(rim * 0.25)}"/>`, inside) +
        bulb,
      `translate(0 ${n(top / 2)})`,
    ),
    width: rim * 2,
    height: top + 120,
    stance: 'hangs',
  }
}

export function mirror(sheet: Sheet, look: Look): Piece {
  const { colour, form = 'round' } = look
  const [width, height] = form === 'round' ? [360, 360] : form === 'arch' ? [300, 430] : [270, 420]
  const outlineOf = (grow: number) =>
    form === 'round'
      ? `M${-width - grow} 0A${width + grow} ${width + grow} 0 1 1 ${width + grow} 0A${width + grow} ${width + grow} 0 1 1 ${-width - grow} 0Z`
      : form === 'arch'
        ? `M${-width - grow} ${height + grow}V${-height + width}A${width + grow} ${width + grow} 0 0 1 ${width + grow} ${-height + width}V${height + grow}Z`
        : `M${-width - grow} ${height * 0.9}Q${-width - grow - 60} ${-height * 0.2} ${-width * 0.5} ${-height - grow}Q${width * 0.5} ${-height - grow - 50} ${width + grow} ${-height * 0.4}Q${width + grow + 70} ${height * 0.7} ${width * 0.4} ${height + grow}Q${-width * 0.5} ${height + grow + 50} ${-width - grow} ${height * 0.9}Z`
  const frame = linear(
    sheet,
    [-width, -height],
    [width, height],
    [
      [0, tone(colour, 0.12)],
      [0.4, colour],
      [0.6, tone(colour, -0.08)],
      [1, tone(colour, 0.06)],
    ],
  )
  const silver = linear(
    sheet,
    [-width, -height],
    [width, height],
    [
      [0, '#f6f4ef'],
      [0.45, '#dfe3e2'],
      [0.55, '#c9d0d0'],
      [1, '#e8e6df'],
    ],
  )
  const reflected =
    rect(-width * 1.4, height * 0.35, width * 3, height, '#b9bdb6', 0, 0.35) +
    `<path d="M${-width * 0.9} ${height}L${width * 0.1} ${-height * 1.2}H${width * 0.45}L${-width * 0.5} ${height}Z" fill="#ffffff" fill-opacity=".42"/><path d="M${-width * 0.3} ${height}L${width * 0.62} ${-height * 1.2}H${width * 0.7}L${-width * 0.2} ${height}Z" fill="#ffffff" fill-opacity=".35"/>`
  return {
    svg:
      shape(outlineOf(26), frame) +
      stroke(outlineOf(24), tone(colour, 0.22), 4, 0.6) +
      shape(outlineOf(0), silver) +
      clipped(
        sheet,
        `<path d="${outlineOf(0)}"/>`,
        reflected +
          `<path d="${outlineOf(0)}" fill="none" stroke="#3a2d22" stroke-opacity=".22" stroke-width="26" transform="translate(10 14)"/>`,
      ),
    width: width * 2 + 60,
    height: height * 2 + 60,
    stance: 'hangs',
    outline: outlineOf(26),
    lift: 44,
  }
}

export function clock(sheet: Sheet, look: Look): Piece {
  const { colour, accent = '#f4eee2', detail = '#3a2d22' } = look
  const radius = 380
  const frame = linear(
    sheet,
    [-radius, -radius],
    [radius, radius],
    [
      [0, tone(colour, 0.13)],
      [0.5, colour],
      [1, tone(colour, -0.14)],
    ],
  )
  const faceFill = radial(sheet, [-110, -130], 620, [
    [0, tone(accent, 0.03)],
    [1, tone(accent, -0.07)],
  ])
  const marks = Array.from(
    { length: 12 },
    (_, index) =>
      `<g transform="rotate(${index * 30})">${index % 3 === 0 ? rect(-8, -304, 16, 62, detail, 8) : `<circle cy="-284" r="9" fill="${detail}"/>`}</g>`,
  ).join('')
  const hand = (angle: number, length: number, width: number, fill: Colour) =>
    `<g transform="translate(8 14) rotate(${angle})">${rect(-width / 2, -length, width, length + 46, '#2a1d14', width / 2, 0.18)}</g><g transform="rotate(${angle})">${rect(-width / 2, -length, width, length + 46, fill, width / 2)}</g>`
  const outline = `M${-radius} 0A${radius} ${radius} 0 1 1 ${radius} 0A${radius} ${radius} 0 1 1 ${-radius} 0Z`
  return {
    svg:
      `<circle r="${radius}" fill="${frame}"/><circle r="${radius - 36}" fill="${faceFill}"/><circle r="${radius - 36}" fill="none" stroke="#20150d" stroke-opacity=".2" stroke-width="16"/>` +
      marks +
      hand(304, 190, 20, detail) +
      hand(58, 270, 13, detail) +
      `<circle r="22" fill="${look.inside ?? '#c9694a'}"/>`,
    width: radius * 2,
    height: radius * 2,
    stance: 'hangs',
    outline,
    lift: 44,
  }
}

/** A rail with pegs; something soft hangs from one of them. */
export function hooks(sheet: Sheet, look: Look): Piece {
  const { colour, accent = '#b98d4a' } = look
  const count = 5
  const rail =
    rect(
      -470,
      -46,
      940,
      92,
      linear(
        sheet,
        [0, -46],
        [0, 46],
        [
          [0, tone(colour, 0.07)],
          [1, tone(colour, -0.06)],
        ],
      ),
      18,
    ) +
    clipped(
      sheet,
      '<rect x="-470" y="-46" width="940" height="92" rx="18"/>',
      `<g transform="translate(-470 -46)">${grain(sheet, colour)(940, 92)}</g>`,
    )
  const pegs = Array.from({ length: count }, (_, index) => {
    const x = -376 + index * 188
    return (
      lyingShadow(`M${x - 30} 0A30 30 0 1 1 ${x + 30} 0A30 30 0 1 1 ${x - 30} 0Z`, '#3a2416', 22, [1.1, 1.5], 0.5) +
      `<circle cx="${x}" cy="0" r="36" fill="${radial(sheet, [x - 12, -14], 54, [
        [0, tone(accent, 0.2)],
        [0.5, accent],
        [1, tone(accent, -0.18)],
      ])}"/>`
    )
  }).join('')
  const cloth = look.detail ?? '#8a9a86'
  const towel = `M-232 10C-250 160 -262 330 -270 470Q-190 492 -106 468C-112 320 -134 150 -150 10Q-190 -16 -232 10Z`
  const drape =
    lyingShadow(towel, '#3a2416', 26, [0.8, 0.8], 0.4) +
    shape(
      towel,
      linear(
        sheet,
        [-270, 0],
        [-106, 60],
        [
          [0, tone(cloth, -0.04)],
          [0.25, tone(cloth, 0.07)],
          [0.5, tone(cloth, -0.03)],
          [0.7, tone(cloth, 0.05)],
          [1, tone(cloth, -0.12)],
        ],
      ),
    ) +
    softStroke('M-196 30C-204 200 -214 330 -216 470', tone(cloth, -0.25), 22, 0.5, 4) +
    softStroke('M-164 60C-152 220 -146 330 -140 460', tone(cloth, -0.25), 16, 0.4, 4)
  const outline = 'M-452 -46H452Q470 -46 470 -28V28Q470 46 452 46H-452Q-470 46 -470 28V-28Q-470 -46 -452 -46Z'
  return {
    svg: group(rail + pegs + drape, 'translate(0 -190)'),
    width: 960,
    height: 560,
    stance: 'hangs',
    outline: outline
      .replace(/^M/, 'M')
      .replace(/-46/g, '-236')
      .replace(/V28/g, 'V-162')
      .replace(/V-28/g, 'V-218')
      .replace(/Q470 46 452 46H-452Q-470 46 -470 28/, 'Q470 -144 452 -144H-452Q-470 -144 -470 -162')
      .replace(/ -28V/, ' -218V'),
    lift: 30,
  }
}

export function shelf(sheet: Sheet, look: Look): Piece {
  const { colour, accent = '#b98d4a' } = look
  const board = (y: number) =>
    group(
      box(sheet, { size: [880, 34, 200], colour, yaw: 0.0, tilt: 0.22, soften: 6, front: grain(sheet, colour), top: grain(sheet, colour) }),
      `translate(0 ${y})`,
    )
  const bracket = (x: number) => tube(`M${x} -300V300`, accent, 16, 'metal')
  const books = (x: number, y: number) =>
    [
      ['#c9694a', 46, 190],
      ['#e3c98f', 34, 170],
      ['#5d7480', 54, 204],
      ['#f0e6d4', 30, 160],
    ].reduce<[string, number]>(
      ([svg, at], [fill, width, height]) => [
        svg +
          rect(
            at,
            y - Number(height),
            Number(width) - 2,
            Number(height),
            linear(
              sheet,
              [at, 0],
              [at + Number(width), 0],
              [
                [0, tone(String(fill), 0.04)],
                [1, tone(String(fill), -0.1)],
              ],
            ),
            4,
          ),
        at + Number(width),
      ],
      ['', x],
    )[0]
  const pot = group(
    turned(sheet, {
      profile: rounded(
        [
          [60, 0],
          [70, 6],
          [86, 60],
          [90, 120],
        ],
        5,
      ),
      skin: '#b5684a',
      hollow: { colour: '#5a4030', wall: 8, depth: 40 },
    }),
    'translate(210 -60) scale(.9)',
  )
  const bowl = group(
    turned(sheet, {
      profile: rounded(
        [
          [60, 0],
          [110, 40],
          [130, 84],
        ],
        5,
      ),
      skin: '#e6dccb',
      finish: 'gloss',
      hollow: { colour: '#e6dccb', wall: 8, depth: 60 },
    }),
    'translate(-160 236)',
  )
  return {
    svg: bracket(-330) + bracket(330) + board(-40) + board(270) + books(-300, -66) + pot + bowl,
    width: 920,
    height: 700,
    stance: 'hangs',
    outline: 'M-440 -74H440V-10H-440ZM-440 236H440V300H-440Z',
    lift: 40,
  }
}

export function candlestick(sheet: Sheet, look: Look): Piece {
  const { colour, form = 'turned' } = look
  const body: Profile =
    form === 'arc'
      ? rounded(
          [
            [110, 0],
            [116, 8],
            [60, 30],
            [26, 60],
            [24, 120],
            [52, 150],
            [56, 176],
          ],
          6,
        )
      : rounded(
          [
            [120, 0],
            [126, 10],
            [70, 34],
            [34, 60],
            [60, 110],
            [34, 160],
            [28, 240],
            [58, 280],
            [40, 310],
            [54, 340],
          ],
          6,
        )
  const one = (height: number, candle: Colour) =>
    turned(sheet, { profile: body, skin: colour, finish: look.finish === 'metal' ? 'metal' : 'satin' }) +
    part(
      sheet,
      [
        [30, 0],
        [27, height],
        [10, height + 10],
      ],
      candle,
      heightOf(body) - 8,
      'satin',
    )
  const short = group(one(240, look.accent ?? '#efe2cb'), 'translate(-150 -16) scale(.86)')
  return {
    svg: short + group(one(380, look.accent ?? '#efe2cb'), 'translate(110 10)'),
    width: 500,
    height: 740,
    footprint: { x: 230, y: 46 },
  }
}
