// What stands in for parts of the libraries that this page never runs (build.mjs): it seals and never opens, so it compares
// no tags, and takes its random bytes from the browser itself. Whoever calls one all the same is stopped, not misled.

export function equal() {
  throw new Error("the page opens nothing");
}

export function randomBytes() {
  throw new Error("the page asks the browser");
}
