import { mix, tone, type Colour } from '../colour'
import { rounded, turned } from '../lathe'
import { baseOf, box, grain } from '../solid'
import { clipped, ellipse, group, linear, n, radial, rect, shape, stroke, type Piece, type Point, type Sheet } from '../sheet'
import { baseShadow, groundShadow, lyingShadow, softStroke, tube } from '../surface'
import { closedCurve, motifFill, weave } from '../cloth'
import { part } from './containers'
import type { Look } from './look'
import { leaf } from './foliage'

const PAINT = ['#d9694f', '#e3b04b', '#6f9a8d', '#5c7fa3', '#c98aa0', '#8a7fb0']
const paints = (look: Look) => look.swatches ?? PAINT
const BEECH = '#dfbd8f'

export function blocks(sheet: Sheet, look: Look): Piece {
  const tints = paints(look)
  const one = (x: number, y: number, size: number, tint: Colour, yaw: number, mark: number) => {
    const sign = (width: number, height: number) =>
      rect(width * 0.1, height * 0.1, width * 0.8, height * 0.8, tint, 10) +
      [
        `<circle cx="${n(width / 2)}" cy="${n(height / 2)}" r="${n(width * 0.22)}" fill="#fbf3e2"/>`,
        shape(`M${n(width / 2)} ${n(height * 0.24)}L${n(width * 0.76)} ${n(height * 0.72)}H${n(width * 0.24)}Z`, '#fbf3e2'),
        rect(width * 0.3, height * 0.3, width * 0.4, height * 0.4, '#fbf3e2', 8),
        shape(
          `M${n(width * 0.5)} ${n(height * 0.74)}C${n(width * 0.1)} ${n(height * 0.5)} ${n(width * 0.3)} ${n(height * 0.16)} ${n(width * 0.5)} ${n(height * 0.38)}C${n(width * 0.7)} ${n(height * 0.16)} ${n(width * 0.9)} ${n(height * 0.5)} ${n(width * 0.5)} ${n(height * 0.74)}Z`,
          '#fbf3e2',
        ),
      ][mark % 4]
    return group(
      box(sheet, { size: [size, size, size], colour: BEECH, yaw, soften: 12, front: sign, side: sign, top: sign }),
      `translate(${x} ${y})`,
    )
  }
  if (form(look) === 'arch') {
    const prism = group(
      shape(
        'M-130 0V-110L0 -230L130 -110V0Z',
        linear(
          sheet,
          [-130, 0],
          [130, 0],
          [
            [0, tone(tints[0]!, 0.06)],
            [1, tone(tints[0]!, -0.06)],
          ],
        ),
      ) + shape('M130 0V-110L0 -230L60 -250L190 -130V-24Z', tone(tints[0]!, -0.14)),
      'translate(-40 -380)',
    )
    const bridge = group(
      shape(
        'M-260 0V-190H260V0H120A120 120 0 0 0 -120 0Z',
        linear(
          sheet,
          [-260, -190],
          [260, 0],
          [
            [0, tone(tints[1]!, 0.07)],
            [1, tone(tints[1]!, -0.06)],
          ],
        ),
      ) +
        shape('M260 0V-190L320 -214V-26Z', tone(tints[1]!, -0.16)) +
        shape('M-260 -190L-200 -214H320L260 -190Z', tone(tints[1]!, 0.12)),
      'translate(-20 -190)',
    )
    const pillars = [-200, 160]
      .map((x, index) =>
        group(box(sheet, { size: [120, 180, 120], colour: tints[2 + index]!, yaw: 0.24, soften: 8 }), `translate(${x} 10)`),
      )
      .join('')
    const ball = `<circle cx="300" cy="-36" r="62" fill="${radial(sheet, [280, -60], 90, [
      [0, tone(tints[4] ?? '#c98aa0', 0.16)],
      [0.6, tints[4] ?? '#c98aa0'],
      [1, tone(tints[4] ?? '#c98aa0', -0.2)],
    ])}"/>`
    return { svg: pillars + bridge + prism + ball, width: 700, height: 660, footprint: { x: 330, y: 50 } }
  }
  return {
    svg: one(-170, 0, 230, tints[0]!, 0.5, 0) + one(180, 26, 230, tints[1]!, 0.32, 1) + one(20, -226, 230, tints[2]!, 0.62, 3),
    width: 780,
    height: 560,
    shadow: baseShadow([...baseOf([230, 230, 230], 0.5, [-180, 0, 0]), [420, 10], [330, 70], [60, 76]] as Point[], 300),
    below: 90,
  }
}

const form = (look: Look) => look.form ?? ''

export function stacker(sheet: Sheet, look: Look): Piece {
  const tints = paints(look)
  const base = part(
    sheet,
    rounded(
      [
        [220, 0],
        [232, 10],
        [232, 34],
        [216, 46],
      ],
      5,
    ),
    BEECH,
    0,
  )
  const rings = [206, 184, 160, 136, 112]
    .map((radius, index) =>
      part(
        sheet,
        rounded(
          [
            [radius - 24, 0],
            [radius, 26],
            [radius, 56],
            [radius - 24, 82],
          ],
          6,
        ),
        tints[index % tints.length]!,
        44 + index * 80,
      ),
    )
    .join('')
  return {
    svg:
      base +
      rings +
      part(
        sheet,
        rounded(
          [
            [40, 0],
            [74, 36],
            [80, 80],
            [50, 126],
            [8, 140],
          ],
          6,
        ),
        tints[5 % tints.length]!,
        444,
      ),
    width: 480,
    height: 600,
    footprint: { x: 228, y: 56 },
  }
}

export function rainbow(sheet: Sheet, look: Look): Piece {
  const tints = paints(look)
  const count = 6
  const arcs = Array.from({ length: count }, (_, index) => {
    const radius = 420 - index * 66
    const inner = radius - 58
    const tint = tints[index % tints.length]!
    return (
      shape(
        `M${-radius} 0A${radius} ${radius} 0 0 1 ${radius} 0L${radius + 46} -22A${radius} ${radius} 0 0 0 ${-radius + 46} -22Z`,
        tone(tint, -0.16),
      ) +
      shape(
        `M${-radius} 0A${radius} ${radius} 0 0 1 ${radius} 0H${inner}A${inner} ${inner} 0 0 0 ${-inner} 0Z`,
        linear(
          sheet,
          [-radius, -radius],
          [radius, 0],
          [
            [0, tone(tint, 0.1)],
            [0.45, tint],
            [1, tone(tint, -0.09)],
          ],
        ),
      ) +
      stroke(`M${-radius + 5} -6A${radius - 5} ${radius - 5} 0 0 1 ${n(radius * 0.4)} ${n(-radius * 0.9)}`, tone(tint, 0.18), 5, 0.6)
    )
  }).join('')
  return { svg: arcs, width: 900, height: 440, footprint: { x: 430, y: 30 } }
}

const wheel = (sheet: Sheet, x: number, y: number, radius: number, tint: Colour) =>
  `<circle cx="${x + 12}" cy="${y - 6}" r="${radius}" fill="${tone(tint, -0.22)}"/><circle cx="${x}" cy="${y}" r="${radius}" fill="${linear(
    sheet,
    [x - radius, y - radius],
    [x + radius, y + radius],
    [
      [0, tone(tint, 0.1)],
      [1, tone(tint, -0.1)],
    ],
  )}"/><circle cx="${x}" cy="${y}" r="${n(radius * 0.36)}" fill="${BEECH}"/><circle cx="${x}" cy="${y}" r="${n(radius * 0.14)}" fill="#8a5a36"/>`

export function vehicle(sheet: Sheet, look: Look): Piece {
  const { colour, accent = '#e3b04b' } = look
  const wood = (d: string, tint: Colour, depth = 46) =>
    shape(d, tone(tint, -0.18)).replace(
      '<path',
      `<path transform="translate(${depth} ${n(-depth * 0.4)})" stroke="${tone(tint, -0.18)}" stroke-width="6"`,
    ) +
    shape(
      d,
      linear(
        sheet,
        [-300, -300],
        [300, 0],
        [
          [0, tone(tint, 0.1)],
          [0.5, tint],
          [1, tone(tint, -0.08)],
        ],
      ),
    )
  if (form(look) === 'train') {
    const engine = group(
      wood('M-180 -60V-220Q-180 -240 -160 -240H-20V-340Q-20 -360 0 -360H150Q170 -360 170 -340V-60Z', colour) +
        rect(30, -320, 90, 100, '#f6ead2', 14) +
        part(
          sheet,
          [
            [36, 0],
            [36, 60],
            [50, 84],
          ],
          accent,
          244,
        ).replace('translate(0 -244)', 'translate(-110 -244)') +
        wheel(sheet, -110, -56, 62, '#5c4a3a') +
        wheel(sheet, 90, -56, 62, '#5c4a3a'),
      'translate(-280 0)',
    )
    const wagon = (x: number, tint: Colour, load: string) =>
      group(
        load + wood('M-130 -60V-190H130V-60Z', tint) + wheel(sheet, -76, -50, 52, '#5c4a3a') + wheel(sheet, 76, -50, 52, '#5c4a3a'),
        `translate(${x} 0)`,
      )
    return {
      svg:
        tube('M-110 -90H480', '#8a5a36', 16) +
        wagon(
          350,
          '#5c7fa3',
          part(
            sheet,
            [
              [70, 0],
              [70, 90],
            ],
            BEECH,
            170,
          ),
        ) +
        wagon(
          40,
          '#6f9a8d',
          part(
            sheet,
            rounded(
              [
                [60, 0],
                [84, 40],
                [60, 90],
                [10, 110],
              ],
              6,
            ),
            '#d9694f',
            160,
          ),
        ) +
        engine,
      width: 1060,
      height: 380,
      footprint: { x: 480, y: 30 },
    }
  }
  if (form(look) === 'boat')
    return {
      svg:
        tube('M-10 -170V-560', BEECH, 22) +
        shape(
          'M14 -540L270 -210H14Z',
          linear(
            sheet,
            [0, -500],
            [260, -200],
            [
              [0, '#fbf3e2'],
              [1, '#dccfb6'],
            ],
          ),
        ) +
        shape(
          'M-34 -500L-200 -220H-34Z',
          linear(
            sheet,
            [-200, -300],
            [-30, -200],
            [
              [0, tone(accent, 0.06)],
              [1, tone(accent, -0.06)],
            ],
          ),
        ) +
        wood('M-330 -170H330L230 0H-230Z', colour, 34) +
        stroke('M-300 -120H296', '#fbf3e2', 14, 0.85),
      width: 740,
      height: 600,
      footprint: { x: 240, y: 26 },
    }
  return {
    svg:
      wood(
        'M-360 -70Q-380 -70 -376 -110Q-366 -210 -250 -220L-180 -330Q-166 -350 -140 -350H120Q150 -350 166 -326L230 -220Q366 -210 372 -120Q374 -70 350 -70Z',
        colour,
      ) +
      shape('M-150 -310H-10V-220H-206Z', '#f6ead2') +
      shape('M30 -310H110L176 -220H30Z', '#f6ead2') +
      rect(-376, -150, 40, 40, accent, 14) +
      wheel(sheet, -210, -70, 80, '#5c4a3a') +
      wheel(sheet, 210, -70, 80, '#5c4a3a'),
    width: 840,
    height: 380,
    footprint: { x: 340, y: 32 },
  }
}

/** Sawn and sanded animals on a shelf. */
export function woodenAnimal(sheet: Sheet, look: Look): Piece {
  const { colour, accent = tone(colour, -0.14), form: kind = 'whale' } = look
  const shapes: Record<string, string> = {
    whale:
      'M-380 -40C-400 -260 -180 -340 40 -320C200 -306 280 -220 320 -160C360 -200 380 -280 340 -340C420 -330 450 -270 440 -220C470 -260 530 -260 560 -220C500 -200 440 -150 400 -90C350 -10 240 20 120 20H-300Q-372 16 -380 -40Z',
    bear: 'M-300 0V-190C-330 -330 -220 -400 -60 -390C20 -430 110 -430 160 -400C190 -440 250 -430 250 -380C320 -340 340 -260 300 -220C270 -190 220 -190 210 -180C230 -110 220 -50 230 0H120V-110Q0 -80 -140 -110V0Z',
    fox: 'M-300 0C-320 -110 -280 -200 -180 -220C-60 -240 0 -260 40 -300L50 -420L110 -350H200L260 -420L270 -290C300 -240 250 -180 170 -170C190 -100 190 -40 196 0H110L90 -110C0 -90 -80 -90 -140 -100L-130 0H-220L-210 -60C-260 -60 -280 -30 -300 0Z',
    elephant:
      'M-330 0V-200C-340 -360 -180 -420 0 -400C60 -440 240 -440 290 -320C330 -220 310 -120 350 -60Q370 -30 330 -20C270 -10 240 -80 236 -160C220 -120 200 -100 180 -90V0H60V-110Q-40 -90 -160 -110V0Z',
    bird: 'M-340 -160C-240 -200 -180 -340 -20 -360C60 -370 130 -330 160 -270L260 -240L170 -200C170 -60 60 10 -60 0C-200 -10 -260 -120 -340 -160Z',
  }
  const d = shapes[kind] ?? shapes.whale!
  const eye: Record<string, Point> = { whale: [-250, -150], bear: [210, -320], fox: [180, -270], elephant: [200, -300], bird: [90, -270] }
  const details: Record<string, string> = {
    whale:
      stroke('M-370 -70C-240 -40 -180 -70 -100 -40', tone(colour, -0.25), 7, 0.8) +
      softStroke('M-60 -60C0 -20 60 10 40 -90', tone(colour, -0.2), 20, 0.7, 4),
    bear: ellipse(286, -270, 22, 18, '#3a2d22'),
    fox:
      shape('M-300 0C-320 -110 -280 -180 -240 -190C-280 -120 -250 -70 -210 -60C-260 -60 -280 -30 -300 0Z', '#fbf3e2') +
      ellipse(262, -244, 18, 15, '#3a2d22'),
    elephant: shape('M40 -370C120 -390 170 -320 150 -240C130 -180 60 -170 30 -210C0 -260 0 -340 40 -370Z', tone(accent, 0.02)),
    bird: shape('M-160 -190C-90 -270 20 -260 60 -200C20 -110 -80 -100 -160 -190Z', accent),
  }
  const point = eye[kind] ?? eye.whale!
  return {
    svg:
      `<g transform="translate(34 -14)">${shape(d, tone(colour, -0.22))}</g>` +
      shape(
        d,
        linear(
          sheet,
          [-350, -400],
          [350, 0],
          [
            [0, tone(colour, 0.11)],
            [0.5, colour],
            [1, tone(colour, -0.09)],
          ],
        ),
      ) +
      clipped(sheet, `<path d="${d}"/>`, `<g transform="translate(-400 -440)">${grain(sheet, colour)(980, 470)}</g>`) +
      (details[kind] ?? '') +
      `<circle cx="${point[0]}" cy="${point[1]}" r="15" fill="#3a2d22"/><circle cx="${point[0] - 4}" cy="${point[1] - 5}" r="5" fill="#ffffff"/>`,
    width: kind === 'whale' ? 980 : 740,
    height: 440,
    footprint: { x: 300, y: 30 },
  }
}

const fur = (sheet: Sheet, x: number, y: number, rx: number, ry: number, colour: Colour) =>
  ellipse(
    x,
    y,
    rx,
    ry,
    radial(sheet, [x - rx * 0.3, y - ry * 0.38], Math.max(rx, ry) * 1.35, [
      [0, tone(colour, 0.1)],
      [0.5, colour],
      [0.85, tone(colour, -0.09)],
      [1, tone(colour, -0.16)],
    ]),
  )

export function plush(sheet: Sheet, look: Look): Piece {
  const { colour, accent = mix(colour, '#fbf3e2', 0.7), form: kind = 'bear', detail = '#c9694a' } = look
  if (kind === 'whale') {
    const d = closedCurve([
      [-400, -120],
      [-330, -280],
      [-100, -350],
      [140, -310],
      [290, -190],
      [350, -220],
      [380, -330],
      [450, -300],
      [470, -240],
      [540, -270],
      [590, -220],
      [500, -150],
      [420, -80],
      [250, 0],
      [0, 26],
      [-260, 16],
      [-380, -40],
    ])
    return {
      svg:
        shape(
          d,
          radial(sheet, [-140, -260], 560, [
            [0, tone(colour, 0.11)],
            [0.5, colour],
            [1, tone(colour, -0.17)],
          ]),
        ) +
        clipped(
          sheet,
          `<path d="${d}"/>`,
          shape('M-420 -90C-200 -40 60 -60 200 40H-420Z', accent) +
            Array.from({ length: 5 }, (_, index) =>
              stroke(
                `M${-330 + index * 90} ${-60 + index * 4}Q${-310 + index * 90} -20 ${-330 + index * 90} 30`,
                tone(accent, -0.12),
                5,
                0.7,
              ),
            ).join(''),
        ) +
        shape(d, weave(sheet, colour, 1.4)) +
        `<circle cx="-260" cy="-150" r="18" fill="#2f2620"/><circle cx="-266" cy="-157" r="6" fill="#fff"/>` +
        ellipse(-310, -108, 32, 20, '#e58f86', 0.5) +
        shape('M-60 -60C0 -30 40 60 -40 70C-90 60 -100 0 -60 -60Z', tone(colour, -0.05)),
      width: 1020,
      height: 390,
      footprint: { x: 330, y: 34 },
    }
  }
  const ears: Record<string, string> = {
    bear:
      fur(sheet, -150, -640, 72, 72, colour) +
      fur(sheet, 150, -640, 72, 72, tone(colour, -0.03)) +
      ellipse(-146, -634, 40, 40, accent) +
      ellipse(146, -634, 40, 40, tone(accent, -0.03)),
    rabbit: [-1, 1]
      .map((side) =>
        group(
          fur(sheet, 0, -150, 62, 200, colour) + ellipse(0, -140, 32, 150, '#e3b3a6', 0.8),
          `translate(${side * 90} -640) rotate(${side * 14})`,
        ),
      )
      .join(''),
    fox: [-1, 1]
      .map(
        (side) =>
          shape(`M${side * 60} -670L${side * 200} -800L${side * 220} -590Z`, tone(colour, side * -0.03)) +
          shape(`M${side * 100} -676L${side * 186} -760L${side * 196} -630Z`, '#4a3428'),
      )
      .join(''),
    elephant: [-1, 1]
      .map(
        (side) =>
          fur(sheet, side * 240, -520, 130, 160, tone(colour, side < 0 ? 0.02 : -0.04)) +
          ellipse(side * 246, -510, 84, 110, '#e3b3a6', 0.55),
      )
      .join(''),
    lamb:
      Array.from({ length: 9 }, (_, index) =>
        fur(sheet, Math.cos(index * 0.4 + 2.9) * 200, -500 - Math.abs(Math.sin(index * 0.4 + 0.1)) * 190, 70, 66, '#f4ecdf'),
      ).join('') +
      [-1, 1].map((side) => group(fur(sheet, 0, 0, 80, 40, colour), `translate(${side * 230} -500) rotate(${side * 22})`)).join(''),
  }
  const body = fur(sheet, 0, -190, 210, 215, kind === 'lamb' ? '#f4ecdf' : colour)
  const belly =
    kind === 'lamb'
      ? ''
      : ellipse(
          0,
          -160,
          128,
          145,
          radial(sheet, [-30, -210], 190, [
            [0, tone(accent, 0.04)],
            [1, tone(accent, -0.07)],
          ]),
        )
  const arms =
    fur(sheet, -196, -250, 66, 120, tone(colour, 0.02)).replace('<ellipse', '<ellipse transform="rotate(24 -196 -250)"') +
    fur(sheet, 196, -250, 66, 120, tone(colour, -0.05)).replace('<ellipse', '<ellipse transform="rotate(-24 196 -250)"')
  const legs = [-1, 1]
    .map((side) => fur(sheet, side * 150, -44, 98, 78, tone(colour, side < 0 ? 0.01 : -0.05)) + ellipse(side * 158, -34, 54, 44, accent))
    .join('')
  const head = fur(sheet, 0, -500, 210, 186, colour)
  const muzzle =
    kind === 'fox'
      ? shape('M-170 -470C-90 -400 90 -400 170 -470C150 -370 60 -330 0 -330C-60 -330 -150 -370 -170 -470Z', '#fbf3e2')
      : kind === 'elephant'
        ? tube('M0 -450C10 -340 -40 -300 -90 -310', colour, 74, 'matte')
        : ellipse(0, -446, 92, 70, accent)
  const nose =
    kind === 'elephant'
      ? ''
      : ellipse(0, -474, kind === 'rabbit' ? 20 : 30, kind === 'rabbit' ? 14 : 21, kind === 'rabbit' ? '#c9857c' : '#3a2d26') +
        stroke('M0 -456V-426M-34 -408Q-16 -392 0 -424Q16 -392 34 -408', '#3a2d26', 5, 0.85)
  const eyes = [-1, 1]
    .map(
      (side) =>
        `<circle cx="${side * 86}" cy="-528" r="17" fill="#2f2620"/><circle cx="${side * 86 - 6}" cy="-535" r="6" fill="#fff"/>` +
        ellipse(side * 132, -466, 34, 20, '#e58f86', 0.4),
    )
    .join('')
  const scarf =
    look.pattern === 'scarf'
      ? shape(
          'M-150 -356Q0 -290 150 -356L156 -300Q0 -226 -156 -300Z',
          linear(
            sheet,
            [-150, 0],
            [150, 0],
            [
              [0, tone(detail, 0.06)],
              [1, tone(detail, -0.1)],
            ],
          ),
        ) + shape('M60 -290L120 -140L60 -130L30 -270Z', tone(detail, -0.05))
      : ''
  const furMotif = `<g opacity="0.35">${[body, head].map((part_) => part_.replace(/fill="[^"]*"/, `fill="${weave(sheet, colour, 1.6)}"`)).join('')}</g>`
  return {
    svg:
      (kind === 'fox'
        ? group(fur(sheet, 0, 0, 70, 170, colour) + ellipse(0, -120, 48, 60, '#fbf3e2'), 'translate(250 -120) rotate(38)')
        : '') +
      ears[kind in ears ? kind : 'bear'] +
      body +
      belly +
      arms +
      legs +
      head +
      muzzle +
      nose +
      eyes +
      furMotif +
      scarf,
    width: kind === 'elephant' ? 760 : 560,
    height: kind === 'rabbit' ? 980 : 760,
    footprint: { x: 220, y: 42 },
  }
}

export function puzzle(sheet: Sheet, look: Look): Piece {
  const tints = paints(look)
  const tray = 'M-400 -340Q-400 -380 -360 -380H360Q400 -380 400 -340V340Q400 380 360 380H-360Q-400 380 -400 340Z'
  const items: [number, number, string][] = [
    [-200, -170, 'M-110 0A110 110 0 1 1 110 0A110 110 0 1 1 -110 0Z'],
    [190, -180, 'M0 -120L120 100H-120Z'],
    [-200, 170, 'M-100 -100H100V100H-100Z'],
    [190, 160, 'M0 110C-190 0 -100 -150 0 -50C100 -150 190 0 0 110Z'],
  ]
  const pieces = items
    .map(([x, y, d], index) =>
      group(
        lyingShadow(d, '#2b1a10', 18, [0.6, 0.8], 0.42) +
          `<g transform="translate(0 8)">${shape(d, tone(tints[index]!, -0.2))}</g>` +
          shape(
            d,
            linear(
              sheet,
              [-110, -110],
              [110, 110],
              [
                [0, tone(tints[index]!, 0.1)],
                [1, tone(tints[index]!, -0.06)],
              ],
            ),
          ) +
          `<circle r="24" fill="${BEECH}"/><circle cx="-7" cy="-8" r="10" fill="#f6e3c2"/>`,
        `translate(${x} ${y}) rotate(${[0, 4, -6, 5][index]})`,
      ),
    )
    .join('')
  return {
    svg: group(
      `<g transform="translate(8 14)">${shape(tray, tone(BEECH, -0.2))}</g>` +
        shape(
          tray,
          linear(
            sheet,
            [-400, -380],
            [400, 380],
            [
              [0, tone(BEECH, 0.06)],
              [1, tone(BEECH, -0.05)],
            ],
          ),
        ) +
        clipped(sheet, `<path d="${tray}"/>`, `<g transform="translate(-400 -380)">${grain(sheet, BEECH)(800, 760)}</g>`) +
        pieces,
      'rotate(-6)',
    ),
    width: 880,
    height: 860,
    stance: 'lies',
    outline: 'M-440 -330L360 -420L440 330L-350 420Z',
    lift: 34,
  }
}

export function spinner(sheet: Sheet, look: Look): Piece {
  const tints = paints(look)
  const top = rounded(
    [
      [6, 0],
      [30, 30],
      [150, 150],
      [196, 220],
      [190, 260],
      [120, 284],
      [40, 292],
    ],
    6,
  )
  const skin = (share: number) => tints[Math.min(tints.length - 1, Math.floor(share * 6))]!
  const one = (tint: readonly Colour[]) =>
    turned(sheet, {
      profile: top,
      skin: (share) => (tint === tints ? skin(share) : tint[Math.floor(share * 5) % tint.length]!),
      finish: 'satin',
    }) +
    part(
      sheet,
      rounded(
        [
          [18, 0],
          [16, 90],
          [26, 110],
          [20, 130],
          [4, 134],
        ],
        5,
      ),
      BEECH,
      288,
    )
  const small = group(one([tints[3]!, '#fbf3e2']), 'translate(250 20) rotate(22) scale(.55)')
  return {
    svg: groundShadow(sheet, 230, 20, { x: 90, y: 22 }, 120, '#3a2416', 0.6) + group(one(tints), 'rotate(-9)') + small,
    width: 640,
    height: 440,
    footprint: { x: 90, y: 24 },
  }
}

export function mobile(sheet: Sheet, look: Look): Piece {
  const tints = paints(look)
  const hung = [
    [-330, 90],
    [-160, 250],
    [0, 60],
    [170, 280],
    [330, 120],
  ]
    .map(([x, y], index) => {
      const tint = tints[index % tints.length]!
      const thing =
        look.form === 'leaf'
          ? group(leaf(sheet, 0, -70, 90, 170, tint, 'oval'), 'translate(0 60)')
          : index % 2
            ? shape(
                'M40 -74A84 84 0 1 0 78 44A66 66 0 0 1 40 -74Z',
                linear(
                  sheet,
                  [-80, -80],
                  [80, 80],
                  [
                    [0, tone(tint, 0.1)],
                    [1, tone(tint, -0.08)],
                  ],
                ),
              )
            : `<circle r="72" fill="${radial(sheet, [-24, -28], 110, [
                [0, tone(tint, 0.14)],
                [0.6, tint],
                [1, tone(tint, -0.14)],
              ])}"/>`
      return (
        stroke(`M${x} -330V${y! - 70}`, '#b8a88c', 4) +
        `<circle cx="${x}" cy="${y! - 110}" r="17" fill="${BEECH}"/>` +
        group(lyingShadow('M-60 0A60 60 0 1 1 60 0A60 60 0 1 1 -60 0Z', '#3a2416', 22, [1.6, 1.8], 0.3) + thing, `translate(${x} ${y})`)
      )
    })
    .join('')
  return {
    svg: stroke('M0 -340V-2000', '#b8a88c', 5) + hung + tube('M-400 -330H400', BEECH, 26, 'satin'),
    width: 860,
    height: 760,
    stance: 'hangs',
  }
}

export function skittles(sheet: Sheet, look: Look): Piece {
  const tints = paints(look)
  const peg = rounded(
    [
      [66, 0],
      [74, 10],
      [80, 120],
      [44, 230],
      [38, 260],
      [58, 300],
      [60, 340],
      [30, 380],
      [4, 386],
    ],
    6,
  )
  const faces = look.form === 'dolls'
  const spots = faces
    ? [
        [-230, 0],
        [0, 20],
        [230, 0],
      ]
    : [
        [-150, -60],
        [150, -60],
        [0, -40],
        [-230, 20],
        [-76, 34],
        [80, 34],
        [234, 20],
      ]
  return {
    svg: spots
      .map(([x, y], index) => {
        const tint = tints[index % tints.length]!
        return group(
          groundShadow(sheet, 0, 0, { x: 70, y: 19 }, 120, '#3a2416', 0.55) +
            turned(sheet, {
              profile: peg,
              skin: (share) => (share > 0.68 ? (faces ? '#ecc9a4' : BEECH) : share > 0.6 ? '#fbf3e2' : tint),
              finish: 'satin',
            }) +
            (faces
              ? `<circle cx="-16" cy="-326" r="5" fill="#3a2d22"/><circle cx="20" cy="-326" r="5" fill="#3a2d22"/>` +
                stroke('M-8 -308Q2 -300 12 -308', '#b5584a', 4) +
                shape('M-60 -336C-60 -400 60 -400 60 -336C40 -364 -40 -364 -60 -336Z', ['#6b4228', '#c98a3c', '#3a2d22'][index]!)
              : ''),
          `translate(${x} ${y}) scale(${faces ? 1.15 : 0.92})`,
        )
      })
      .join(''),
    width: faces ? 660 : 680,
    height: 470,
    shadow: () => '',
    below: 60,
  }
}

/** A soft book or play mat; patterned squares sewn together. */
export function quilt(sheet: Sheet, look: Look): Piece {
  const tints = paints(look)
  const motifs = ['dots', 'stripe', 'gingham', 'leaf', 'wave', 'grid'] as const
  const outline = 'M-430 -430Q0 -446 430 -430Q446 0 430 430Q0 446 -430 430Q-446 0 -430 -430Z'
  let squares = ''
  for (let row = 0; row < 4; row++) {
    for (let column = 0; column < 4; column++) {
      const tint = (row + column) % 2 ? '#f6ecdb' : tints[(row * 3 + column) % tints.length]!
      const [x, y] = [-430 + column * 215, -430 + row * 215]
      squares +=
        rect(x, y, 216, 216, tint) +
        rect(
          x,
          y,
          216,
          216,
          motifFill(
            sheet,
            motifs[(row * 5 + column * 3) % 6]!,
            tint,
            (row + column) % 2 ? tints[(row + column * 2) % tints.length]! : '#f6ecdb',
            34,
          ) ?? tint,
          0,
          0.75,
        )
    }
  }
  const seams = [-215, 0, 215]
    .map((at) => softStroke(`M-440 ${at}H440`, '#3a2416', 18, 0.3, 4) + softStroke(`M${at} -440V440`, '#3a2416', 18, 0.3, 4))
    .join('')
  return {
    svg: group(
      shape(outline, '#f6ecdb') +
        clipped(sheet, `<path d="${outline}"/>`, squares + seams) +
        shape(outline, weave(sheet, '#d9c7ab', 1.2)) +
        stroke(outline, tints[0]!, 18),
      'rotate(-5)',
    ),
    width: 960,
    height: 960,
    stance: 'lies',
    outline: 'M-460 -400L400 -470L470 400L-400 470Z',
    lift: 34,
  }
}
