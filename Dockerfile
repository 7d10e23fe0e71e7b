# The gateway with its command line. What was tried of it, and what was not: docs/guides/operator.md, "In containers".
FROM node:24-bookworm-slim AS build
WORKDIR /src
COPY . .
# ./dev brings its own pnpm, pinned by tools/kit/pnpm.
RUN ./dev install --frozen-lockfile
RUN ./dev exec turbo run build --filter @gatefold/cli
RUN ./dev --filter @gatefold/cli deploy --prod --legacy /out

FROM node:24-bookworm-slim
COPY --from=build /out /app
# Volumes take owner and mode from here: nobody else reads keys and pictures.
RUN mkdir /data /keys && chown node:node /data /keys && chmod 700 /data /keys
USER node
WORKDIR /data
ENV NODE_ENV=production \
    GATEFOLD_DATA=/data \
    GATEFOLD_MASTER_KEY_FILE=/keys/master.key \
    GATEFOLD_HOST=0.0.0.0 \
    GATEFOLD_API_PORT=8080 \
    GATEFOLD_CONTENT_PORT=8081 \
    GATEFOLD_LOG_TO=stdout
VOLUME ["/data", "/keys"]
EXPOSE 8080 8081
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:8080/readyz').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "/app/dist/main.js"]
CMD ["serve"]
