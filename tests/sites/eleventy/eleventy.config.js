export default function (config) {
  config.addPassthroughCopy("src/img");
  config.addPassthroughCopy({ "src/static": "/" });
}

export const config = {
  dir: { input: "src", includes: "_includes" },
  pathPrefix: "/",
};
