interface ProblemDetails {
  type?: 'invalid_request_error' | 'card_error' | 'api_error' | 'idempotency_error'
  code?: string
  decline_code?: string
  param?: string
  [more: string]: unknown
}

/** An error as Stripe answers it. What fails before anything was begun is not kept for its idempotency key. */
export class StripeProblem extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly details: ProblemDetails = {},
    readonly isKept = true,
  ) {
    super(message)
    this.name = 'StripeProblem'
  }

  get body() {
    return { error: { type: 'invalid_request_error', message: this.message, ...this.details } }
  }
}

export const wrongParameter = (param: string, message: string, code = 'parameter_invalid') =>
  new StripeProblem(400, message, { code, param }, false)
export const missing = (what: string, id: string) =>
  new StripeProblem(404, `No such ${what}: '${id}'`, { code: 'resource_missing', param: 'id' }, false)
export const unknownRoute = (method: string, path: string) =>
  new StripeProblem(404, `Unrecognized request URL (${method}: ${path}).`, {}, false)
