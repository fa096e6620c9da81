import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import type { AddPasskey, PasskeyCreation, PasskeyRequest, PasskeySignIn } from '#shared/contracts/passkeys'

const PRESENT = 0x01
const VERIFIED = 0x04
const HAS_CREDENTIAL = 0x40

interface Ways {
  /** The page on which the browser asks. */
  origin?: string
  rpId?: string
  /** Whether it has checked a finger or a PIN. */
  verifies?: boolean
}

/** A security key made of software: one passkey (ES256), with a counter that a test may set. */
export function createAuthenticator(siteUrl: string) {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const { x, y } = publicKey.export({ format: 'jwk' })
  const id = randomBytes(32)
  let counter = 0
  let userHandle: string | undefined

  const clientData = (type: string, challenge: string, { origin = new URL(siteUrl).origin }: Ways) =>
    Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }))

  function authenticatorData(flags: number, { rpId = new URL(siteUrl).hostname, verifies = true }: Ways, rest = Buffer.alloc(0)) {
    const head = Buffer.alloc(5)
    head.writeUInt8(flags | PRESENT | (verifies ? VERIFIED : 0), 0)
    head.writeUInt32BE(counter, 1)
    return Buffer.concat([createHash('sha256').update(rpId).digest(), head, rest])
  }

  return {
    id: id.toString('base64url'),
    /** How many signatures it says it has made; 0 for one that does not count. */
    setCounter: (value: number) => (counter = value),

    /** As `navigator.credentials.create` answers. */
    create(options: Pick<PasskeyCreation, 'challenge' | 'user'>, ways: Ways = {}): AddPasskey['credential'] {
      userHandle = options.user.id
      // The public key in COSE: a map of key type, algorithm, curve, x and y.
      const point = (coordinate: string | undefined) => Buffer.concat([Buffer.from([0x58, 32]), Buffer.from(coordinate!, 'base64url')])
      const key = Buffer.concat([Buffer.from('a5010203262001', 'hex'), Buffer.from([0x21]), point(x), Buffer.from([0x22]), point(y)])
      const data = authenticatorData(HAS_CREDENTIAL, ways, Buffer.concat([Buffer.alloc(16), Buffer.from([0, id.length]), id, key]))
      // The attestation in CBOR: { fmt: "none", attStmt: {}, authData }.
      const head = Buffer.from('a363666d74646e6f6e656761747453746d74a0686175746844617461', 'hex')
      return {
        id: id.toString('base64url'),
        rawId: id.toString('base64url'),
        type: 'public-key',
        response: {
          clientDataJSON: clientData('webauthn.create', options.challenge, ways).toString('base64url'),
          attestationObject: Buffer.concat([head, Buffer.from([0x58, data.length]), data]).toString('base64url'),
          transports: ['internal'],
        },
      }
    },

    /** As `navigator.credentials.get` answers. */
    get({ challenge }: PasskeyRequest, ways: Ways = {}): PasskeySignIn['credential'] {
      const client = clientData('webauthn.get', challenge, ways)
      const data = authenticatorData(0, ways)
      const signed = Buffer.concat([data, createHash('sha256').update(client).digest()])
      return {
        id: id.toString('base64url'),
        rawId: id.toString('base64url'),
        type: 'public-key',
        response: {
          clientDataJSON: client.toString('base64url'),
          authenticatorData: data.toString('base64url'),
          signature: sign('sha256', signed, privateKey).toString('base64url'),
          userHandle,
        },
      }
    },
  }
}
