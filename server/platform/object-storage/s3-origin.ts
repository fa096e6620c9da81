/** Where browsers reach the bucket to send files to it directly. */
export function s3Origin({
  S3_BUCKET,
  S3_ENDPOINT,
  S3_REGION,
}: {
  S3_BUCKET?: string
  S3_ENDPOINT?: string
  S3_REGION: string
}): string | null {
  if (!S3_BUCKET) return null
  if (S3_ENDPOINT) return new URL(S3_ENDPOINT).origin
  // No certificate covers a bucket's name with dots in it, so such a bucket is named in the path.
  return S3_BUCKET.includes('.') ? `https://s3.${S3_REGION}.amazonaws.com` : `https://${S3_BUCKET}.s3.${S3_REGION}.amazonaws.com`
}
