// The page: log-in, what the address names, and the numbers every two seconds.

import {$, el, svg, say, count, plural, rate, redraw} from './dom.js';
import {get, login, logout, whoAmI, words, LoggedOut} from './api.js';
import {Graph, Numbers, STATES, KINDS, flowNumbers, placeNumbers, otherFailures, together, isActive, overview, inside, worst} from './model.js';
import {arrange} from './layout.js';
import {Panel} from './panel.js';

const EVERY = 2000;
const app = {user: null, graph: null, numbers: new Numbers(), view: null, scale: null, address: {context: null}};
const panel = new Panel(app);
let timer;

// --- what the address names: #/awards, #/awards/assign-sticker, #/awards?place=queue:dataQueue

function readAddress() {
  const [path, query] = location.hash.replace(/^#\/?/, '').split('?');
  const [context, flow] = path.split('/').map(decode);
  const place = new URLSearchParams(query ?? '').get('place');
  return {context: context || null, flow: flow || null, place};
}

function decode(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const addressOf = (context, flow) => '#/' + [context, flow].filter(part => part).map(encodeURIComponent).join('/');
const addressOfFlow = flow => addressOf(flow.context, flow.name);
const addressOfPlace = id => `${addressOf(app.address.context)}?place=${encodeURIComponent(id)}`;
Object.assign(app, {addressOfFlow, addressOfPlace, isOperator: () => app.user?.roles.includes('operator'), trouble, refresh});

function follow() {
  const before = app.address;
  app.address = readAddress();
  if (!app.graph) return;
  if (app.address.context && !app.graph.contexts.includes(app.address.context)) {
    location.replace('#/');
    return;
  }
  if (!app.view || before.context !== app.address.context) draw();
  crumbs();
  mark();
  open();
}

function open() {
  const {context, flow, place} = app.address;
  const found = flow ? app.graph.flows.get(`${context}/${flow}`) : null;
  if (found) panel.show('flow', found);
  else if (place && app.graph.places.has(place)) panel.show('place', app.graph.places.get(place));
  else panel.hide();
}

/** Closes the details and goes back to where they were opened. */
function close() {
  const {context, flow} = app.address;
  location.hash = addressOf(context);
  if (flow) document.querySelector(`[data-id="${CSS.escape(`${context}/${flow}`)}"]`)?.focus();
}
app.close = close;

function crumbs() {
  const {context} = app.address;
  const current = {'aria-current': 'page'};
  $('crumbs').replaceChildren(el('a', {href: '#/', class: 'brand', ...(context ? {} : current)}, el('img', {src: 'icon.svg', alt: '', width: 22, height: 22}), 'Flow map'),
    ...(context ? [el('span', {class: 'step', 'aria-hidden': 'true'}, '›'), el('a', {href: addressOf(context), ...current}, context)] : []));
  document.title = context ? `${context} · Flow map` : 'Flow map';
}

// --- drawing

function draw() {
  const {context} = app.address;
  const view = context ? inside(app.graph, context) : overview(app.graph);
  view.nodes.forEach(node => Object.assign(node, measure(node)));
  view.size = arrange(view.nodes, view.edges, context ? {ranksep: 48, nodesep: 14, edgesep: 10} : {ranksep: 72, nodesep: 22, edgesep: 14}, context ? 1400 : 900);
  const {width, height} = view.size;
  const lines = svg('svg', {width, height, viewBox: `0 0 ${width} ${height}`, 'aria-hidden': 'true'},
    svg('defs', {}, arrow('arrow'), arrow('arrow-active')));
  for (const edge of view.edges) {
    edge.element = svg('path', {d: edge.path, class: 'edge', 'marker-end': 'url(#arrow)'}, svg('title', {}, [...new Set(edge.links.map(link => link.note || link.route))].join(', ')));
    lines.append(edge.element);
  }
  const list = [...view.nodes].sort((a, b) => a.x - b.x || a.y - b.y);
  for (const node of list) {
    node.element = draws[node.type](node);
    node.element.style.left = `${node.x - node.width / 2}px`;
    node.element.style.top = `${node.y - node.height / 2}px`;
    node.element.style.width = `${node.width}px`;
    node.element.style.height = `${node.height}px`;
    for (const [event, on] of [['pointerenter', true], ['focus', true], ['pointerleave', false], ['blur', false]]) {
      node.element.addEventListener(event, () => highlight(node.id, on));
    }
  }
  $('stage').replaceChildren(lines, ...list.map(node => node.element));
  app.view = view;
  fit();
  update();
}

const arrow = id => svg('marker', {id, viewBox: '0 0 8 8', refX: 7, refY: 4, markerWidth: 7, markerHeight: 7, orient: 'auto'}, svg('path', {d: 'M0.5,1 L7,4 L0.5,7'}));

const pen = document.createElement('canvas').getContext('2d');
function textWidth(text, font) {
  pen.font = `${font} system-ui, "Segoe UI", "Liberation Sans", sans-serif`;
  return pen.measureText(text).width;
}

/** Whether the places of a node are listed by name: at the first level only partners and what is few. */
function isListed({kind, places}) {
  return places.length > 1 && (app.address.context ? places.length <= 16 : kind === 'partner' || kind !== 'rest' && places.length <= 3);
}

function placeLines(node) {
  if (node.places.length === 1) return [nameOf(node.places[0])];
  return [plural(node.places.length, KINDS[node.kind].one, KINDS[node.kind].many), ...(isListed(node) ? node.places.map(nameOf) : [])];
}

/** Of an operation the method and the end of its path, where one differs from the next. */
function nameOf(place) {
  if (place.kind !== 'rest') return place.name;
  const parts = place.path.split('/').slice(1);
  let end = '';
  while (parts.length && (!end || end.length + parts.at(-1).length < 22)) end = `/${parts.pop()}${end}`;
  return `${place.name.split(' ')[0]} ${parts.length ? '…' : ''}${end}`;
}

function measure(node) {
  if (node.type === 'context') return {width: 236, height: 124};
  if (node.type === 'flow') return {width: Math.max(196, Math.min(260, textWidth(node.flow.name, '600 13px') + 48)), height: node.begun.length ? 76 : 54};
  if (node.type === 'other') return {width: Math.min(260, textWidth(`${node.flow.context} › ${node.flow.name}`, '12px') + 28), height: 28};
  const lines = placeLines(node);
  return {width: Math.min(300, Math.max(96, ...lines.map(line => textWidth(line, '12px'))) + 44), height: 12 + 17 * lines.length + (node.places.length === 1 ? 0 : 2)};
}

const sign = () => el('span', {class: 'sign', 'aria-hidden': 'true'});
const draws = {
  context(node) {
    node.parts = {sign: sign(), word: el('span', {class: 'word'}), rate: el('b'), waiting: el('b'), open: el('b'), note: el('span', {class: 'note'})};
    return el('a', {class: 'node context', href: addressOf(node.context), 'data-id': node.id},
      el('span', {class: 'head'}, el('span', {class: 'name'}, node.context), node.parts.word, node.parts.sign),
      el('span', {class: 'figures'}, figure(node.parts.rate, 'a second'), figure(node.parts.waiting, 'waiting'), figure(node.parts.open, 'failures')),
      node.parts.note);
  },
  flow(node) {
    node.parts = {sign: sign(), line: el('span', {class: 'line'})};
    return el('a', {class: 'node flow', href: addressOfFlow(node.flow), title: node.flow.description, 'data-id': node.id}, node.begun.length ? begun(node.begun) : null,
      el('span', {class: 'head'}, el('span', {class: 'name'}, node.flow.name), node.parts.sign), node.parts.line);
  },
  other(node) {
    return el('a', {class: 'node other', href: addressOfFlow(node.flow), title: node.flow.description, 'data-id': node.id}, `${node.flow.context} › ${node.flow.name}`);
  },
  places(node) {
    const kind = KINDS[node.kind];
    const single = node.places.length === 1;
    const target = single ? addressOfPlace(node.places[0].id) : isListed(node) ? null : addressOf(contextOfPlace(node.places[0]));
    const lines = placeLines(node);
    node.parts = {sign: sign(), waiting: el('span', {class: 'badge', hidden: true}), rows: []};
    const names = lines.map((line, i) => {
      if (single) return el('span', {class: 'name'}, line);
      if (i === 0) return el('span', {class: 'name many'}, line);
      const row = el('a', {class: 'name row', href: addressOfPlace(node.places[i - 1].id)}, sign(), line);
      node.parts.rows.push(row);
      return row;
    });
    const label = `${single ? kind.one : lines[0]}: ${node.places.map(place => place.name).join(', ')}`;
    return el(target ? 'a' : 'div', {class: `node places ${node.kind}`, href: target, title: label, 'data-id': node.id},
      el('span', {class: 'kind', 'aria-hidden': 'true'}, kind.sign), el('span', {class: 'names'}, ...names), node.parts.waiting, single || target ? node.parts.sign : null);
  },
};
const figure = (number, unit) => el('span', {class: 'figure'}, number, el('small', {}, unit));
const contextOfPlace = place => [...app.graph.takes(place.id).map(link => link.from), ...app.graph.brings(place.id).map(link => link.to)].map(id => app.graph.flows.get(id).context)[0];
const begun = places => el('span', {class: 'begun', title: places.map(place => place.name).join(', ')}, el('span', {class: 'kind', 'aria-hidden': 'true'}, KINDS[places[0].kind].sign),
  places.length === 1 ? nameOf(places[0]) : plural(places.length, KINDS[places[0].kind].one, KINDS[places[0].kind].many));
function highlight(id, on) {
  for (const edge of app.view.edges) edge.element.classList.toggle('near', on && (edge.from === id || edge.to === id));
}

function mark() {
  const {context, flow, place} = app.address;
  let first = true;
  for (const node of app.view.nodes) {
    const isOpen = flow ? node.id === `${context}/${flow}` : place ? node.places?.some(one => one.id === place) : false;
    node.element.classList.toggle('open', Boolean(isOpen));
    if (isOpen && first) {
      first = false;
      requestAnimationFrame(() => node.element.scrollIntoView({block: 'nearest', inline: 'nearest'}));
    }
  }
}

// --- numbers

function update() {
  const {graph, numbers, view} = app;
  if (!graph || !numbers.now || !view) return;
  const figures = new Map([...graph.flows.values()].map(flow => [flow.id, flowNumbers(numbers, flow)]));
  app.figures = figures;
  for (const node of view.nodes) {
    if (node.type === 'context') updateContext(node, together(node.flows.map(flow => figures.get(flow.id))));
    else if (node.type === 'flow') updateFlow(node, figures.get(node.flow.id));
    else if (node.type === 'other') node.element.dataset.state = figures.get(node.flow.id).state;
    else updatePlaces(node);
  }
  for (const edge of view.edges) {
    const active = edge.links.some(link => isActive(numbers, graph, link));
    edge.element.classList.toggle('active', active);
    edge.element.setAttribute('marker-end', active ? 'url(#arrow-active)' : 'url(#arrow)');
  }
  totals(together([...figures.values()]));
  panel.update();
}

function updateContext(node, figures) {
  const parts = node.parts;
  put(node, figures.state);
  say(parts.word, STATES[figures.state].word);
  say(parts.rate, rate(figures.rate));
  say(parts.waiting, count(figures.waiting));
  say(parts.open, count(figures.open));
  parts.open.classList.toggle('held', figures.held > 0);
  say(parts.note, `${plural(node.flows.length, 'flow')}${figures.troubled ? `, ${count(figures.troubled)} to look at` : ''}`);
}

function updateFlow(node, figures) {
  put(node, figures.state);
  const parts = [figures.rate ? `${rate(figures.rate)}/s` : STATES.idle.word, figures.waiting ? `${count(figures.waiting)} waiting` : null, ...figures.reasons];
  say(node.parts.line, parts.filter(part => part).join(' · '));
}

function updatePlaces(node) {
  const facts = node.places.map(place => placeNumbers(app.numbers, app.graph, place));
  const state = worst(facts.map(one => one.state));
  put(node, state);
  node.parts.rows.forEach((row, i) => {
    row.dataset.state = facts[i].state;
    say(row.firstChild, STATES[facts[i].state].sign);
  });
  const waiting = facts.reduce((all, one) => all + one.waiting, 0);
  node.parts.waiting.hidden = !waiting;
  say(node.parts.waiting, waiting ? count(waiting) : '');
}

function put(node, state) {
  node.element.dataset.state = state;
  if (node.parts.sign) say(node.parts.sign, STATES[state].sign);
}

function totals(all) {
  const others = otherFailures(app.numbers, app.graph);
  const open = all.open + others.reduce((sum, one) => sum + one.open, 0);
  const down = Object.entries(app.numbers.now.health).filter(([, well]) => !well).map(([check]) => check);
  const relays = Object.entries(app.numbers.now.relays).filter(([, relay]) => relay.waiting > 0).map(([name, relay]) => `relay ${name} ${count(relay.waiting)} behind`);
  const state = worst([all.state, down.length || others.some(one => one.held) ? 'trouble' : 'idle']);
  const fact = (text, kind, title) => el('span', {class: kind ? `fact ${kind}` : 'fact', title}, text);
  const facts = [fact(`${STATES[state].sign} ${STATES[state].word}`, state), fact(`${rate(all.rate)}/s`), fact(`${count(all.waiting)} waiting`), fact(plural(open, 'open failure')),
    ...relays.map(text => fact(text, 'warning')), ...down.map(check => fact(`${check} is down`, 'trouble')),
    ...others.map(one => fact(`${plural(one.open, 'failure')} of ${one.flow}`, one.held ? 'trouble' : 'warning', 'see ./hub failures list'))];
  redraw($('totals'), facts.map(one => one.textContent), () => facts);
}

// --- size and place

/** The whole, as long as it can be read, and what is larger is scrolled; unless somebody wanted it otherwise. */
function fit() {
  if (app.view.sized === 'whole') zoom(whole());
  else if (!app.view.sized) zoom(Math.max(whole(), 0.75));
  else zoom(app.scale);
}

function resize(how, scale) {
  app.view.sized = how;
  zoom(scale);
}

function whole() {
  const {width, height} = app.view.size;
  return Math.min($('canvas').clientWidth / width, $('canvas').clientHeight / height, app.address.context ? 1 : 1.25);
}

function zoom(scale) {
  const {size} = app.view;
  const [canvas, stage] = [$('canvas'), $('stage')];
  app.scale = Math.max(0.3, Math.min(2, scale));
  stage.style.width = `${size.width}px`;
  stage.style.height = `${size.height}px`;
  stage.style.zoom = app.scale;
  stage.style.marginTop = `${Math.max(0, (canvas.clientHeight / app.scale - size.height) / 2.6)}px`;
  stage.style.marginLeft = `${Math.max(0, (canvas.clientWidth / app.scale - size.width) / 2)}px`;
}

/** The ground is drawn along by the pointer. */
$('canvas').addEventListener('pointerdown', event => {
  const canvas = $('canvas');
  if (event.button !== 0 || event.target.closest('.node')) return;
  const [x, y] = [canvas.scrollLeft + event.clientX, canvas.scrollTop + event.clientY];
  const draw = moved => canvas.scrollTo(x - moved.clientX, y - moved.clientY);
  canvas.setPointerCapture(event.pointerId);
  canvas.addEventListener('pointermove', draw);
  canvas.addEventListener('lostpointercapture', () => canvas.removeEventListener('pointermove', draw), {once: true});
});

// --- the clock

async function refresh() {
  clearTimeout(timer);
  if (!app.user || document.hidden) return;
  try {
    const state = await get('/ops/map/state');
    if (!app.graph || app.graph.version !== state.version) await load();
    app.numbers.read(state);
    trouble(null);
    if (app.view) update();
    else follow();
  } catch (fault) {
    if (fault instanceof LoggedOut) askWho();
    else trouble(fault);
  }
  clearTimeout(timer);
  timer = setTimeout(refresh, EVERY);
}

async function load() {
  app.graph = new Graph(await get('/ops/map'));
  app.view = null;
}

/** Says what goes wrong, or that nothing does any more. */
function trouble(fault) {
  if (fault instanceof LoggedOut) {
    askWho();
    return;
  }
  $('notice').hidden = !fault;
  say($('notice'), fault ? words(fault) : '');
  document.body.classList.toggle('stale', Boolean(fault));
}

// --- who it is

async function begin() {
  legend();
  crumbs();
  try {
    welcome(await whoAmI());
  } catch (fault) {
    if (fault instanceof LoggedOut) askWho();
    else {
      trouble(fault);
      setTimeout(begin, EVERY);
    }
  }
}

function welcome(user) {
  app.user = user;
  $('user').replaceChildren(el('span', {class: 'who'}, user.user, el('small', {}, app.isOperator() ? 'operator' : 'viewer')),
    el('button', {type: 'button', id: 'log-out', onclick: leave}, 'Log out'));
  refresh();
}

function askWho() {
  clearTimeout(timer);
  app.user = null;
  app.view = null;
  $('user').replaceChildren();
  $('stage').replaceChildren();
  panel.hide();
  if ($('ask').open) $('ask').close();
  if (!$('login').open) $('login').showModal();
}

async function leave() {
  try {
    await logout();
  } catch (fault) {
    if (!(fault instanceof LoggedOut)) {
      trouble(fault);
      return;
    }
  }
  location.reload();
}

$('login-form').addEventListener('submit', async event => {
  event.preventDefault();
  const form = event.target.elements;
  say($('login-fault'), '');
  try {
    const user = await login(form.username.value, form.password.value);
    form.password.value = '';
    $('login').close();
    welcome(user);
  } catch (fault) {
    say($('login-fault'), fault.status === 401 ? 'Name and password do not fit together.' : words(fault));
    form.password.focus();
  }
});
$('login').addEventListener('cancel', event => event.preventDefault());

function legend() {
  $('legend').replaceChildren(...Object.entries(STATES).map(([state, {sign, word, means}]) => el('li', {title: means}, el('span', {class: `sign ${state}`, 'aria-hidden': 'true'}, sign), word)));
}

$('larger').addEventListener('click', () => resize('own', app.scale * 1.2));
$('smaller').addEventListener('click', () => resize('own', app.scale / 1.2));
$('fit').addEventListener('click', () => resize('whole', whole()));
new ResizeObserver(() => app.view && fit()).observe($('canvas'));
addEventListener('hashchange', follow);
document.addEventListener('visibilitychange', refresh);
document.addEventListener('keydown', event => {
  if (event.key === 'Escape' && !document.querySelector('dialog[open]')) {
    if (app.address.flow || app.address.place) close();
    else if (app.address.context) location.hash = '#/';
  }
});
begin();
