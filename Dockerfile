FROM node:24-slim AS build
WORKDIR /souk
COPY . .
RUN --mount=type=cache,target=/root/.npm npm ci && npm run build

FROM node:24-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 SOUK_DATA=/souk/data
WORKDIR /souk
RUN install -d -o node -g node data
COPY --from=build /souk/.output .output
USER node
EXPOSE 3000
VOLUME /souk/data
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["/bin/sh", "-c", "node .output/server/souk.mjs migrate && exec node .output/server/index.mjs"]
