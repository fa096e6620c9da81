/** The whole file cannot be read; the message says why and where, to whoever brought it. */
export class FileProblem extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'FileProblem'
  }
}
