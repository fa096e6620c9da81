/** Sends a file as it is and says how far it has come, from 0 to 1. A refusal is thrown in the shape that `$fetch` throws. */
export function sendFile<Answer>(path: string, file: Blob, onProgress: (part: number) => void): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('PUT', path)
    request.responseType = 'json'
    request.setRequestHeader('content-type', file.type)
    request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0)
    request.onload = () => (request.status < 300 ? resolve(request.response as Answer) : reject(refused(request)))
    request.onerror = () => reject(refused(request))
    request.send(file)
  })
}

const refused = ({ status, response }: XMLHttpRequest) => Object.assign(new Error(`Refused: ${status}`), { data: response as unknown })
