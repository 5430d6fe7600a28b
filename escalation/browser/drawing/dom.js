// Elements made in code: what people wrote goes in as text, never as markup.

const SVG = "http://www.w3.org/2000/svg";

/** Return an element; attributes with a function are listeners, null and false leave one out. */
export function h(name, attributes = {}, ...children) {
  return filled(document.createElement(name), attributes, children);
}

/** Return an element of SVG. */
export function s(name, attributes = {}, ...children) {
  return filled(document.createElementNS(SVG, name), attributes, children);
}

function filled(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name, value);
    else if (value !== null && value !== undefined && value !== false) {
      element.setAttribute(name, value === true ? "" : String(value));
    }
  }
  return append(element, children);
}

function append(element, children) {
  const there = children.flat(Infinity)
    .filter((child) => child !== null && child !== undefined && child !== false);
  element.append(...there);
  return element;
}

/** Put children in place of those that an element has. */
export function put(element, ...children) {
  element.replaceChildren();
  return append(element, children);
}

/** Set properties of style through the object model, which the content policy allows. */
export function styled(element, properties) {
  for (const [name, value] of Object.entries(properties)) element.style.setProperty(name, value);
  return element;
}

/** Give an element a colour by its name in the palette, for rules that use --c and --c-ink. */
export function coloured(element, name) {
  return styled(element, { "--c": `var(--${name})`, "--c-ink": `var(--${name}-ink, var(--${name}))` });
}

/** Return what draws into an element once and updates it from then on. */
export function kept(element, key, make) {
  element.keptParts ??= new Map();
  if (!element.keptParts.has(key)) element.keptParts.set(key, make());
  return element.keptParts.get(key);
}

export const share = (value) => `${(100 * value).toFixed(2)}%`;
