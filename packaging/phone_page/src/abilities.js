// What this browser must be able to do; without it nothing is sealed, and nothing weaker takes its place. Where the
// script does not even start, what the page says by itself stays.

/**
 * The names of what is missing, as keys of the words under `missing`; empty when all is there.
 * @returns {string[]}
 */
export function missingAbilities() {
  const tests = {
    random: () => crypto.getRandomValues(new Uint8Array(1)).length === 1,
    characters: () => new TextDecoder("gb18030").decode(new Uint8Array([0xd0, 0xc5])) === "\u4fe1",
    drawing: () => Boolean(document.createElement("canvas").getContext("2d")),
  };
  return Object.keys(tests).filter((name) => {
    try {
      return !tests[name]();
    } catch (error) {
      return true;
    }
  });
}
