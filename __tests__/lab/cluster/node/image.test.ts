import { findImage } from "../../../../lab/cluster/node/image";

const image = (repository: string) => ({ repository, entrypoint: [], files: {} });
const IMAGES = [image("quay.io/oauth2-proxy/oauth2-proxy"), image("localhost:5000/app"), image("redis")];

describe("images", () => {
  it.each([
    ["quay.io/oauth2-proxy/oauth2-proxy:v7.15.4", "quay.io/oauth2-proxy/oauth2-proxy"],
    ["quay.io/oauth2-proxy/oauth2-proxy@sha256:0123", "quay.io/oauth2-proxy/oauth2-proxy"],
    ["quay.io/oauth2-proxy/oauth2-proxy:v7.15.4@sha256:0123", "quay.io/oauth2-proxy/oauth2-proxy"],
    ["localhost:5000/app", "localhost:5000/app"],
    ["localhost:5000/app:1", "localhost:5000/app"],
    ["redis", "redis"],
    ["docker.io/library/redis", undefined],
  ])("finds for %s %s", (reference, repository) => {
    expect(findImage(IMAGES, reference)?.repository).toBe(repository);
  });
});
