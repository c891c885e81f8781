// @ts-check

/** @type {import('@docusaurus/types').Config} */
const config = {
  title: "Acme",
  url: "https://acme.example",
  baseUrl: "/",
  trailingSlash: true,
  onBrokenLinks: "warn",
  onBrokenAnchors: "warn",
  markdown: { hooks: { onBrokenMarkdownLinks: "warn", onBrokenMarkdownImages: "warn" } },
  i18n: { defaultLocale: "en", locales: ["en"] },
  presets: [
    [
      "classic",
      {
        docs: { routeBasePath: "/manual" },
        blog: { routeBasePath: "/news", blogTitle: `News of ${"Acme"}`, onUntruncatedBlogPosts: "ignore" },
      },
    ],
  ],
};

export default config;
