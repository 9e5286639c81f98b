// Elements are made here and nowhere else. Whatever comes from the hub goes in as text.

export const $ = id => document.getElementById(id);

/** An element with properties (class, href, title, on…: a listener, aria-…) and children; null children are left out. */
export function el(tag, properties = {}, ...children) {
  return fill(document.createElement(tag), properties, children);
}

export function svg(tag, properties = {}, ...children) {
  return fill(document.createElementNS('http://www.w3.org/2000/svg', tag), properties, children);
}

function fill(element, properties, children) {
  for (const [name, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...present(children));
  return element;
}

/** Those that are there: the document's own methods write null as a text. */
const present = children => children.flat().filter(child => child !== null && child !== undefined && child !== false);

/** Has an element contain these and nothing else; null children are left out. */
export const contain = (element, ...children) => element.replaceChildren(...present(children));

/** As {@link contain}, only where what it says is not what it said. @param make the children */
export function redraw(element, said, make) {
  const text = JSON.stringify(said);
  if (element.dataset.text === text) return;
  element.dataset.text = text;
  contain(element, ...make());
}

/** The terms of a list of facts; those of which nothing is known are left out. */
export const pairs = list => list.filter(([, value]) => value !== null && value !== undefined && value !== '').flatMap(([name, value]) => [el('dt', {}, name), el('dd', {}, String(value))]);

/** Sets a text only where it is another one, so that nothing flickers and a selection stays. */
export function say(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

export const count = number => Number(number ?? 0).toLocaleString('en-GB');

export const plural = (number, one, many = one + 's') => `${count(number)} ${number === 1 ? one : many}`;

/** A rate, with as many digits as say something. */
export function rate(perSecond) {
  if (!perSecond) return '0';
  if (perSecond < 0.1) return '<0.1';
  return perSecond < 10 ? perSecond.toFixed(1) : count(Math.round(perSecond));
}

export function duration(seconds) {
  if (seconds === null || seconds === undefined) return '–';
  if (seconds < 0.001) return '<1 ms';
  if (seconds < 1) return `${Math.round(seconds * 1000)} ms`;
  if (seconds < 90) return `${seconds.toFixed(seconds < 10 ? 1 : 0)} s`;
  return `${Math.round(seconds / 60)} min`;
}

export function ago(instant) {
  if (!instant) return '';
  const seconds = Math.max(0, (Date.now() - Date.parse(instant)) / 1000);
  if (seconds < 60) return `${Math.round(seconds)} s ago`;
  if (seconds < 3600) return `${Math.round(seconds / 60)} min ago`;
  if (seconds < 86400) return `${Math.round(seconds / 3600)} h ago`;
  return new Date(instant).toISOString().slice(0, 16).replace('T', ' ');
}
