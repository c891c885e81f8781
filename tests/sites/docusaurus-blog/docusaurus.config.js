const config = {
  title: "Acme",
  url: "https://acme.example",
  baseUrl: "/team/",
  trailingSlash: false,
  onBrokenLinks: "ignore",
  onBrokenAnchors: "ignore",
  markdown: { hooks: { onBrokenMarkdownLinks: "warn", onBrokenMarkdownImages: "warn" } },
  i18n: { defaultLocale: "en", locales: ["en"] },
  presets: [["classic", { docs: false, blog: { routeBasePath: "/", onUntruncatedBlogPosts: "ignore" } }]],
};

module.exports = config;
