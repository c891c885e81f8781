// @ts-check
import { defineConfig } from "astro/config";

export default defineConfig({
  site: "https://acme.example",
  base: "/blog",
  trailingSlash: "ignore",
  redirects: { "/older": "/posts/one" },
});
