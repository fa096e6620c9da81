export interface FileSending {
  method?: 'POST' | 'PUT'
  headers?: Record<string, string>
  /** Ends the sending; nothing more is said of it than that it was refused. */
  signal?: AbortSignal
}

/** Sends a file as it is and says how far it has come, from 0 to 1. A refusal is thrown in the shape that `$fetch` throws. */
export function sendFile<Answer>(
  path: string,
  file: Blob,
  onProgress: (part: number) => void,
  { method = 'PUT', headers = {}, signal }: FileSending = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open(method, path)
    request.responseType = 'json'
    for (const [name, value] of Object.entries({ 'content-type': file.type, ...headers })) request.setRequestHeader(name, value)
    request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0)
    request.onload = () => (request.status < 300 ? resolve(request.response as Answer) : reject(refused(request)))
    request.onerror = () => reject(refused(request))
    request.onabort = () => reject(refused(request))
    signal?.addEventListener('abort', () => request.abort())
    request.send(file)
  })
}

const refused = ({ status, response }: XMLHttpRequest) => Object.assign(new Error(`Refused: ${status}`), { data: response as unknown })
