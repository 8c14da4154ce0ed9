// Elements are built from names and text nodes only: no text from the data is ever parsed as markup.
const SVG = "http://www.w3.org/2000/svg";

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}

function h(tag, attributes = {}, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

function s(tag, attributes = {}, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

// Direction overrides, line separators and controls are shown by their code point, not obeyed.
const TRICKY = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u2028-\u202E\u2066-\u2069\uFEFF\uFFFE\uFFFF]/u;

function visible(text) {
  if (!TRICKY.test(text)) return [text];
  return text
    .split(new RegExp(`(${TRICKY.source})`, "u"))
    .filter((part) => part !== "")
    .map((part) => (TRICKY.test(part) ? h("span", { class: "ctl" }, codePoint(part)) : part));
}

function codePoint(character) {
  return `U+${character.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}`;
}

// The same for attributes, which cannot hold elements.
function plain(text) {
  return text.replace(new RegExp(TRICKY.source, "gu"), (c) => `[${codePoint(c)}]`);
}

// A text of someone else's, kept apart from the direction of ours.
function foreign(text) {
  return h("bdi", {}, ...visible(text));
}

function time(ms) {
  return iso(ms) ? h("time", { datetime: iso(ms) }, utc(ms)) : h("span", {}, t("post.no-time"));
}
