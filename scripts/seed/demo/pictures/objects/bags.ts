import { cloth, motifFill, weave } from '../cloth'
import { mix, tone, type Colour } from '../colour'
import { box, baseOf } from '../solid'
import { clipped, ellipse, group, linear, n, radial, rect, shape, stroke, type Piece, type Sheet } from '../sheet'
import { baseShadow, lyingShadow, softStroke, tube } from '../surface'
import { labelMark } from './containers'
import type { Look } from './look'

/** Leather: deep colour, a soft sheen, a fine line of stitches. */
const leather = (sheet: Sheet, d: string, colour: Colour, [left, top, width, height]: readonly [number, number, number, number]) =>
  shape(
    d,
    linear(
      sheet,
      [left, top],
      [left + width * 0.7, top + height],
      [
        [0, tone(colour, 0.09)],
        [0.4, tone(colour, 0.015)],
        [0.75, tone(colour, -0.04)],
        [1, tone(colour, -0.13)],
      ],
    ),
  ) +
  shape(
    d,
    radial(sheet, [left + width * 0.32, top + height * 0.22], width * 0.6, [
      [0, '#fff1dc', 0.22],
      [1, '#fff1dc', 0],
    ]),
  ) +
  shape(
    d,
    radial(sheet, [left + width * 0.5, top + height * 0.5], Math.max(width, height) * 0.72, [
      [0.62, '#120905', 0],
      [1, '#120905', 0.22],
    ]),
  )

const stitches = (d: string, colour: Colour) => stroke(d, mix(colour, '#f6e7cf', 0.6), 3.4, 0.85, ' stroke-dasharray="11 8"')
const brass = (x: number, y: number, radius: number) =>
  `<circle cx="${x}" cy="${y}" r="${radius}" fill="#c9a15b"/><circle cx="${n(x - radius * 0.3)}" cy="${n(y - radius * 0.35)}" r="${n(radius * 0.4)}" fill="#fff0cc"/>`

export function tote(sheet: Sheet, look: Look): Piece {
  const { colour, accent = colour, detail = tone(colour, -0.3), motif = 'plain' } = look
  const isLeather = look.finish === 'satin'
  const outline =
    'M-290 -560Q0 -536 290 -560C306 -360 322 -180 326 -20Q330 14 292 16Q0 34 -292 16Q-330 14 -326 -20C-322 -180 -306 -360 -290 -560Z'
  const strap = (shift: number, tint: Colour) =>
    tube(
      `M${-150 + shift} -550C${-150 + shift} -980 ${150 + shift} -980 ${150 + shift} -550`,
      tint,
      isLeather ? 24 : 34,
      isLeather ? 'satin' : 'matte',
    )
  const body = isLeather
    ? leather(sheet, outline, colour, [-320, -560, 640, 580])
    : cloth(sheet, {
        outline,
        box: [-320, -560, 640, 580],
        colour,
        accent: detail,
        motif,
        unit: 74,
        folds: ['M-150 -540Q-190 -260 -130 10', 'M160 -540Q120 -260 190 10', 'M-310 -60Q-180 -110 -60 -20', 'M300 -80Q200 -130 90 -30'],
        plump: 0.4,
      })
  const print =
    look.pattern === 'print'
      ? group(labelMark(look.inside ?? 'sun', 380, 380, detail).replace(/<rect[^>]*rx[^>]*>/g, ''), 'translate(0 -250) scale(1.25)')
      : look.pattern === 'base'
        ? clipped(
            sheet,
            `<path d="${outline}"/>`,
            rect(-340, -170, 680, 220, detail, 0, 1) + softStroke('M-320 -170H320', '#1d120a', 14, 0.4, 3),
          )
        : ''
  const patches = isLeather
    ? [-150, 150].map((x) => rect(x - 24, -560, 48, 110, tone(colour, -0.03), 10) + brass(x, -475, 9)).join('') +
      stitches('M-276 -520Q0 -496 276 -520', colour)
    : [-150, 150]
        .map(
          (x) =>
            rect(x - 20, -556, 40, 96, accent, 4) +
            stroke(`M${x - 14} -470L${x + 14} -540M${x + 14} -470L${x - 14} -540`, tone(accent, -0.2), 3, 0.7),
        )
        .join('') + stroke('M-286 -520Q0 -498 286 -520', tone(colour, -0.16), 3.4, 0.8, ' stroke-dasharray="12 7"')
  const inside = shape('M-290 -560Q0 -596 290 -560Q0 -536 -290 -560Z', tone(colour, -0.28))
  return {
    svg: strap(14, tone(accent, -0.1)) + inside + body + print + patches + strap(0, accent),
    width: 680,
    height: 900,
    footprint: { x: 310, y: 30 },
  }
}

export function backpack(sheet: Sheet, look: Look): Piece {
  const { colour, accent = tone(colour, -0.12), detail = '#8a5a36', form = 'city' } = look
  const trek = form === 'trek'
  const height = trek ? 860 : 700
  const body = `M-270 -40C-300 -240 -300 ${-height + 200} -262 ${-height + 110}Q-220 ${-height} -60 ${-height}H60Q220 ${-height} 262 ${-height + 110}C300 ${-height + 200} 300 -240 270 -40Q262 12 200 14H-200Q-262 12 -270 -40Z`
  const pocket =
    'M-204 -40C-216 -150 -214 -240 -200 -290Q-190 -320 -150 -320H150Q190 -320 200 -290C214 -240 216 -150 204 -40Q196 -14 160 -14H-160Q-196 -14 -204 -40Z'
  const flap = `M-282 ${-height + 170}C-276 ${-height + 20} -150 ${-height - 20} 0 ${-height - 20}C150 ${-height - 20} 276 ${-height + 20} 282 ${-height + 170}C280 ${-height + 280} 240 ${-height + 330} 180 ${-height + 340}H-180C-240 ${-height + 330} -280 ${-height + 280} -282 ${-height + 170}Z`
  const strap = (x: number) =>
    rect(x - 20, -height + 270, 40, height - 560, tone(detail, 0.02), 6) +
    stitches(`M${x - 13} ${-height + 276}V-310M${x + 13} ${-height + 276}V-310`, detail) +
    rect(x - 32, -332, 64, 52, '#c9a15b', 8) +
    rect(x - 20, -320, 40, 28, tone(colour, -0.1), 4)
  const paint = (d: string, tint: Colour, boxed: readonly [number, number, number, number]) =>
    look.finish === 'satin'
      ? leather(sheet, d, tint, boxed)
      : cloth(sheet, {
          outline: d,
          box: boxed,
          colour: tint,
          motif: look.motif ?? 'plain',
          accent: look.swatches?.[1] ?? tone(tint, -0.1),
          unit: 60,
          plump: 0.6,
          folds: [],
        })
  const roll =
    form === 'roll'
      ? shape(
          `M-250 ${-height + 130}C-262 ${-height + 20} -262 ${-height - 60} -240 ${-height - 70}H240C262 ${-height - 60} 262 ${-height + 20} 250 ${-height + 130}Z`,
          linear(
            sheet,
            [0, -height - 70],
            [0, -height + 130],
            [
              [0, tone(accent, 0.1)],
              [0.3, tone(accent, 0.02)],
              [0.42, tone(accent, -0.14)],
              [0.5, tone(accent, 0.05)],
              [1, tone(accent, -0.08)],
            ],
          ),
        )
      : ''
  const sides =
    tube('M-272 -300C-330 -250 -330 -80 -268 -60', tone(accent, -0.08), 30, 'matte') +
    tube('M272 -300C330 -250 330 -80 268 -60', tone(accent, -0.1), 30, 'matte')
  const mat = trek
    ? group(
        ellipse(-290, 0, 62, 62, look.swatches?.[0] ?? '#d9825b') +
          rect(
            -290,
            -62,
            580,
            124,
            linear(
              sheet,
              [0, -62],
              [0, 62],
              [
                [0, tone(look.swatches?.[0] ?? '#d9825b', 0.1)],
                [0.4, look.swatches?.[0] ?? '#d9825b'],
                [1, tone(look.swatches?.[0] ?? '#d9825b', -0.18)],
              ],
            ),
          ) +
          ellipse(290, 0, 62, 62, tone(look.swatches?.[0] ?? '#d9825b', -0.05)) +
          `<path d="M290 0m-8 0a24 24 0 1 1 30 10" fill="none" stroke="#3a2416" stroke-opacity=".4" stroke-width="7"/>` +
          rect(-170, -66, 26, 132, detail, 4) +
          rect(150, -66, 26, 132, detail, 4),
        `translate(0 ${-height - 66})`,
      )
    : ''
  return {
    svg:
      tube(`M-60 ${-height + 10}C-60 ${-height - 90} 60 ${-height - 90} 60 ${-height + 10}`, detail, 24, 'satin') +
      sides +
      mat +
      roll +
      paint(body, colour, [-290, -height, 580, height]) +
      lyingShadow(pocket, '#140b06', 14, [0.3, 0.4], 0.35) +
      paint(pocket, accent, [-210, -320, 420, 310]) +
      stroke('M-186 -276Q0 -262 186 -276', tone(accent, -0.22), 7) +
      rect(60, -284, 12, 50, '#c9a15b', 6) +
      (form === 'roll'
        ? ''
        : lyingShadow(flap, '#140b06', 16, [0.2, 0.9], 0.4) + paint(flap, mix(colour, accent, 0.2), [-280, -height - 20, 560, 360])) +
      (form === 'roll'
        ? rect(-24, -height + 60, 48, 260, detail, 6) +
          rect(-38, -height + 210, 76, 56, '#c9a15b', 8) +
          rect(-24, -height + 222, 48, 32, detail, 4)
        : strap(-130) + strap(130)),
    width: 680,
    height: height + (trek ? 150 : form === 'roll' ? 110 : 90),
    footprint: { x: 270, y: 34 },
  }
}

export function crossbody(sheet: Sheet, look: Look): Piece {
  const { colour, accent = '#c9a15b', form = 'flap' } = look
  const [half, height] = form === 'bucket' ? [250, 480] : form === 'weekender' ? [430, 460] : [310, 400]
  if (form === 'weekender') return weekender(sheet, look)
  const body =
    form === 'bucket'
      ? `M-240 ${-height}Q0 ${-height + 30} 240 ${-height}C262 -300 276 -120 270 -30Q262 14 210 18H-210Q-262 14 -270 -30C-276 -120 -262 -300 -240 ${-height}Z`
      : `M${-half + 20} ${-height}H${half - 20}Q${half} ${-height} ${half + 2} ${-height + 30}L${half + 16} -40Q${half + 14} 12 ${half - 40} 14H${-half + 40}Q${-half - 14} 12 ${-half - 16} -40L${-half - 2} ${-height + 30}Q${-half} ${-height} ${-half + 20} ${-height}Z`
  const flap = `M${-half - 4} ${-height + 40}Q${-half} ${-height - 14} ${-half + 50} ${-height - 14}H${half - 50}Q${half} ${-height - 14} ${half + 4} ${-height + 40}L${half + 6} -190Q${half - 10} -110 ${half - 110} -104H${-half + 110}Q${-half + 10} -110 ${-half - 6} -190Z`
  const strap = tube(
    `M${-half + 16} ${-height + 40}C${-half - 60} ${-height - 520} ${half + 60} ${-height - 520} ${half - 16} ${-height + 40}`,
    colour,
    26,
    'satin',
  )
  const clasp =
    rect(-34, -140, 68, 74, accent, 12) + rect(-24, -130, 48, 26, '#fff0cc', 8, 0.55) + rect(-10, -92, 20, 18, tone(accent, -0.25), 6)
  const gathers =
    form === 'bucket'
      ? Array.from({ length: 9 }, (_, index) =>
          softStroke(
            `M${-200 + index * 50} ${-height + 6}Q${-206 + index * 50} ${-height + 70} ${-190 + index * 48} ${-height + 150}`,
            tone(colour, -0.22),
            14,
            0.5,
            3,
          ),
        ).join('') +
        tube(`M-236 ${-height + 60}Q0 ${-height + 96} 236 ${-height + 60}`, tone(colour, -0.12), 12, 'satin') +
        tube(
          `M0 ${-height + 84}C-30 ${-height + 180} -20 ${-height + 240} -36 ${-height + 270}M0 ${-height + 84}C40 ${-height + 170} 20 ${-height + 230} 40 ${-height + 286}`,
          tone(colour, -0.12),
          11,
          'satin',
        )
      : ''
  return {
    svg:
      strap +
      leather(sheet, body, colour, [-half, -height, half * 2, height]) +
      (form === 'bucket'
        ? gathers
        : lyingShadow(flap, '#120905', 16, [0.2, 0.8], 0.45) +
          leather(sheet, flap, tone(colour, 0.02), [-half, -height - 14, half * 2, 330]) +
          stitches(`M${-half + 16} -190Q${-half + 26} -128 ${-half + 114} -122H${half - 114}Q${half - 26} -128 ${half - 16} -190`, colour) +
          clasp),
    width: half * 2 + 60,
    height: height + 400,
    footprint: { x: half, y: 30 },
  }
}

function weekender(sheet: Sheet, look: Look): Piece {
  const { colour, accent = '#8a5a36' } = look
  const body =
    'M-430 -60C-450 -240 -420 -380 -330 -400Q0 -420 330 -400C420 -380 450 -240 430 -60Q424 12 350 16Q0 26 -350 16Q-424 12 -430 -60Z'
  const fabric = cloth(sheet, {
    outline: body,
    box: [-430, -410, 860, 430],
    colour,
    motif: look.motif ?? 'plain',
    accent: look.detail ?? tone(colour, -0.12),
    unit: 60,
    folds: ['M-300 -380Q-350 -180 -280 0', 'M300 -380Q360 -200 290 0', 'M-60 -400Q-40 -330 40 -404'],
    plump: 0.6,
  })
  const base =
    clipped(sheet, `<path d="${body}"/>`, leather(sheet, 'M-460 -130H460V60H-460Z', accent, [-460, -130, 920, 190])) +
    stitches('M-434 -112H434', accent)
  const strap = (x: number) =>
    leather(sheet, `M${x - 26} -404H${x + 26}V-130H${x - 26}Z`, accent, [x - 26, -404, 52, 280]) +
    stitches(`M${x - 18} -396V-134M${x + 18} -396V-134`, accent)
  const handle = (shift: number, tint: Colour) =>
    tube(`M${-170 + shift} -396C${-170 + shift} -640 ${170 + shift} -640 ${170 + shift} -396`, tint, 26, 'satin')
  return {
    svg:
      handle(16, tone(accent, -0.08)) +
      fabric +
      stroke('M-320 -392Q0 -412 320 -392', tone(colour, -0.3), 10) +
      rect(296, -402, 40, 14, '#c9a15b', 6) +
      base +
      strap(-170) +
      strap(170) +
      [-170, 170].map((x) => brass(x, -380, 12)).join('') +
      handle(0, accent),
    width: 900,
    height: 620,
    footprint: { x: 420, y: 40 },
  }
}

/** Wallets, card holders, pouches and cases, lying on a surface. */
export function wallet(sheet: Sheet, look: Look): Piece {
  const { colour, accent = tone(colour, -0.06), form = 'bifold' } = look
  const [width, height] = form === 'card' ? [260, 190] : form === 'pouch' ? [390, 270] : form === 'case' ? [430, 170] : [320, 240]
  const outline = `M${-width + 26} ${-height}H${width - 26}Q${width} ${-height} ${width} ${-height + 26}V${height - 26}Q${width} ${height} ${width - 26} ${height}H${-width + 26}Q${-width} ${height} ${-width} ${height - 26}V${-height + 26}Q${-width} ${-height} ${-width + 26} ${-height}Z`
  const inset = (by: number) => `M${-width + by} ${-height + by}H${width - by}V${height - by}H${-width + by}Z`
  const front =
    form === 'card'
      ? [
          ['#efe2cb', -92],
          ['#5c7a8a', -58],
        ]
          .map(([tint, y], index) => rect(-width + 34 + index * 4, -height + Number(y) + 20, width * 2 - 70, 160, String(tint), 14))
          .join('')
      : ''
  const pockets =
    form === 'card'
      ? [0, 56]
          .map(
            (y) =>
              softStroke(
                `M${-width + 8} ${-height + 70 + y}Q0 ${-height + 100 + y} ${width - 8} ${-height + 70 + y}`,
                '#140905',
                12,
                0.5,
                3,
              ) + stitches(`M${-width + 22} ${-height + 86 + y}Q0 ${-height + 116 + y} ${width - 22} ${-height + 86 + y}`, colour),
          )
          .join('')
      : ''
  const zip =
    form === 'pouch' || form === 'case'
      ? rect(-width + 10, -height + 30, width * 2 - 20, 22, tone(colour, -0.25), 4) +
        stroke(`M${-width + 20} ${-height + 41}H${width - 20}`, '#c9a15b', 9, 1, ' stroke-dasharray="4 5"') +
        rect(width - 120, -height + 30, 30, 24, '#d9b777', 5) +
        tube(`M${width - 96} ${-height + 50}L${width - 60} ${-height + 128}`, accent, 18, 'satin')
      : ''
  const fold =
    form === 'bifold'
      ? softStroke(`M${-width + 6} ${-height}V${height}`, '#140905', 26, 0.5, 4) +
        softStroke(`M${-width + 30} ${-height + 6}V${height - 6}`, '#ffffff', 16, 0.25, 4)
      : ''
  const paint =
    look.motif && look.motif !== 'plain'
      ? cloth(sheet, { outline, box: [-width, -height, width * 2, height * 2], colour, accent, motif: look.motif, unit: 54, plump: 0.4 })
      : leather(sheet, outline, colour, [-width, -height, width * 2, height * 2])
  const turn = look.pattern === 'straight' ? 0 : -14
  return {
    svg: group(
      front +
        `<g transform="translate(5 12)">${shape(outline, tone(colour, -0.2))}</g>` +
        paint +
        pockets +
        zip +
        fold +
        (look.motif ? '' : stitches(inset(18), colour)) +
        (form === 'bifold' ? brass(width - 60, height - 60, 13) : ''),
      `rotate(${turn})`,
    ),
    width: width * 2 + 140,
    height: height * 2 + 190,
    stance: 'lies',
    outline: turnedBox(width, height, turn),
    lift: 30,
  }
}

function turnedBox(width: number, height: number, degrees: number): string {
  const angle = (degrees * Math.PI) / 180
  return `M${[
    [-width, -height],
    [width, -height],
    [width, height],
    [-width, height],
  ]
    .map(([x, y]) => `${n(x! * Math.cos(angle) - y! * Math.sin(angle))} ${n(x! * Math.sin(angle) + y! * Math.cos(angle))}`)
    .join('L')}Z`
}

export function belt(sheet: Sheet, look: Look): Piece {
  const { colour, accent = '#c9a15b', form = 'belt' } = look
  if (form === 'keyring') {
    const strap = 'M-54 -60Q-60 -110 0 -110Q60 -110 54 -60L64 300Q60 350 0 350Q-60 350 -64 300Z'
    return {
      svg: group(
        tube('M0 -400A130 130 0 1 0 1 -400', accent, 20, 'metal') +
          tube('M-10 -140A40 52 0 1 0 -9 -140', accent, 15, 'metal') +
          lyingShadow(strap, '#2b1a10', 20, [0.6, 0.7], 0.4) +
          leather(sheet, strap, colour, [-60, -110, 120, 460]) +
          stitches('M-44 -50L-52 290Q-50 334 0 334Q50 334 52 290L44 -50', colour) +
          brass(0, -66, 13),
        'rotate(18) translate(0 30)',
      ),
      width: 520,
      height: 880,
      stance: 'lies',
      outline: 'M0 0Z',
      lift: 1,
    }
  }
  const coil = [380, 300, 226]
    .map(
      (radius, index) =>
        (index
          ? ''
          : `<g transform="translate(16 20)">${softStroke(`M${-radius} 0A${radius} ${n(radius * 0.94)} 0 1 1 ${radius} 0A${radius} ${n(radius * 0.94)} 0 1 1 ${-radius} 0`, '#2b1a10', 110, 0.5, 6)}</g>`) +
        `<ellipse rx="${radius}" ry="${n(radius * 0.94)}" fill="none" stroke="${tone(colour, -0.16)}" stroke-width="64"/><ellipse cx="-4" cy="-5" rx="${radius}" ry="${n(radius * 0.94)}" fill="none" stroke="${linear(
          sheet,
          [-radius, -radius],
          [radius, radius],
          [
            [0, tone(colour, 0.14)],
            [0.4, colour],
            [1, tone(colour, -0.06)],
          ],
        )}" stroke-width="52"/><ellipse cx="-4" cy="-5" rx="${radius - 17}" ry="${n((radius - 17) * 0.94)}" fill="none" stroke="${mix(colour, '#f6e7cf', 0.55)}" stroke-width="3" stroke-dasharray="11 8" stroke-opacity=".8"/>`,
    )
    .join('')
  const buckle = group(
    tube('M-70 -80H70V80H-70Z', accent, 24, 'metal') + tube('M-70 0H86', accent, 17, 'metal'),
    'translate(330 110) rotate(64)',
  )
  return { svg: coil + buckle, width: 900, height: 840, stance: 'lies', outline: 'M0 0Z', lift: 1 }
}

/** A soft roll for brushes, tools or cutlery, tied with a cord. */
export function roll(sheet: Sheet, look: Look): Piece {
  const { colour, accent = '#8a5a36' } = look
  const body = 'M-330 -96Q-352 0 -330 96H330Q346 0 330 -96Z'
  const fill = linear(
    sheet,
    [0, -96],
    [0, 96],
    [
      [0, tone(colour, 0.02)],
      [0.25, tone(colour, 0.11)],
      [0.6, colour],
      [1, tone(colour, -0.2)],
    ],
  )
  return {
    svg: group(
      lyingShadow(body, '#2b1a10', 34, [0.5, 0.8], 0.45) +
        shape(body, fill) +
        shape(body, weave(sheet, colour)) +
        (look.motif ? shape(body, motifFill(sheet, look.motif, colour, look.detail ?? tone(colour, -0.2), 46) ?? 'none', 0.6) : '') +
        softStroke('M-326 -40Q0 -30 330 -40', tone(colour, -0.25), 16, 0.5, 4) +
        ellipse(
          330,
          0,
          26,
          96,
          linear(
            sheet,
            [310, -90],
            [350, 90],
            [
              [0, tone(colour, -0.05)],
              [1, tone(colour, -0.22)],
            ],
          ),
        ) +
        [60, 36, 14]
          .map(
            (radius) =>
              `<ellipse cx="332" cy="0" rx="${n(radius * 0.26)}" ry="${radius}" fill="none" stroke="${tone(colour, -0.28)}" stroke-width="6"/>`,
          )
          .join('') +
        [-60, 40].map((x) => tube(`M${x} -104Q${x - 14} 0 ${x} 104`, accent, 17, 'satin')).join('') +
        tube('M40 20C110 60 60 150 150 190M40 20C-10 80 60 140 20 220', accent, 14, 'satin'),
      'rotate(-16)',
    ),
    width: 760,
    height: 520,
    stance: 'lies',
    outline: 'M0 0Z',
    lift: 1,
  }
}

export const giftBox = (sheet: Sheet, look: Look): Piece => {
  const size = [420, 230, 360] as const
  const { colour, accent = '#c9694a' } = look
  const band = (width: number, height: number) => rect(width / 2 - 34, 0, 68, height, accent)
  const bow = group(
    shape(
      'M0 0C-60 -120 -210 -120 -190 -30C-180 20 -80 20 0 0Z',
      linear(
        sheet,
        [-200, -80],
        [0, 0],
        [
          [0, tone(accent, 0.1)],
          [1, tone(accent, -0.12)],
        ],
      ),
    ) +
      shape(
        'M0 0C60 -120 210 -120 190 -30C180 20 80 20 0 0Z',
        linear(
          sheet,
          [0, 0],
          [200, -80],
          [
            [0, tone(accent, -0.1)],
            [1, tone(accent, 0.05)],
          ],
        ),
      ) +
      ellipse(0, -10, 34, 28, tone(accent, -0.03)),
    'translate(0 -226)',
  )
  return {
    svg:
      box(sheet, {
        size,
        colour,
        yaw: 0.46,
        soften: 6,
        front: band,
        top: (width, height) => band(width, height) + rect(0, height / 2 - 34, width, 68, accent),
      }) + bow,
    width: 640,
    height: 420,
    shadow: baseShadow(baseOf(size, 0.46), 230),
    below: 100,
  }
}
