// What the libraries ask of a browser that those of 2018 do not have yet. Imported before everything else.

if (!Object.hasOwn) {
  Object.hasOwn = (object, name) => Object.prototype.hasOwnProperty.call(object, name);
}
