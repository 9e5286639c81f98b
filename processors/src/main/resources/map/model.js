// What the map says and what the numbers say, without anything drawn.

/** How a thing is, the worst first. The sign says it as well as the colour. */
export const STATES = {
  trouble: {sign: '✕', word: 'trouble', means: 'held failures, a stopped route, or a destination away'},
  warning: {sign: '▲', word: 'look', means: 'retries under way, calls that fail, or a backlog that grows'},
  well: {sign: '●', word: 'at work', means: 'at work, nothing wrong'},
  idle: {sign: '○', word: 'idle', means: 'nothing to do at the moment'},
};
const WORST = Object.keys(STATES);
export const worst = states => WORST.find(state => states.includes(state)) ?? 'idle';

export const KINDS = {
  rest: {one: 'REST operation', many: 'REST operations', sign: '⇄'},
  event: {one: 'event type', many: 'event types', sign: '✦'},
  topic: {one: 'Kafka topic', many: 'Kafka topics', sign: '≋'},
  queue: {one: 'SQS queue', many: 'SQS queues', sign: '≡'},
  sns: {one: 'SNS topic', many: 'SNS topics', sign: '⋔'},
  jms: {one: 'Artemis queue', many: 'Artemis queues', sign: '≡'},
  table: {one: 'DynamoDB table', many: 'DynamoDB tables', sign: '▦'},
  schedule: {one: 'schedule', many: 'schedules', sign: '◷'},
  partner: {one: 'partner', many: 'partners', sign: '⌂'},
  alert: {one: 'alert', many: 'alerts', sign: '!'},
};

export const OPEN = ['HELD', 'WAITING', 'RETRYING', 'BLOCKED'];
const DONE = ['applied', 'duplicate', 'rejected', 'parked', 'behind', 'recorded'];
const sum = numbers => numbers.reduce((a, b) => a + b, 0);

/** The graph, and who is connected with whom. */
export class Graph {
  constructor(json) {
    this.version = json.version;
    this.flows = new Map(json.flows.map(flow => [flow.id, flow]));
    this.places = new Map(json.places.map(place => [place.id, place]));
    this.links = json.links;
    this.contexts = [...new Set(json.flows.map(flow => flow.context))];
    this.into = new Map();
    this.outOf = new Map();
    for (const link of json.links) {
      add(this.into, link.to, link);
      add(this.outOf, link.from, link);
    }
    for (const flow of this.flows.values()) this.note(flow);
  }

  flowsOf(context) {
    return [...this.flows.values()].filter(flow => flow.context === context);
  }

  takes(id) {
    return this.into.get(id) ?? [];
  }

  brings(id) {
    return this.outOf.get(id) ?? [];
  }

  isFlow(id) {
    return this.flows.has(id);
  }

  /** A helper that many flows call and that tells of no place itself; drawn, it would hide the flows. */
  isHelper(id) {
    return this.isFlow(id) && this.brings(id).length === 0 && new Set(this.takes(id).map(link => link.from)).size > 2 && this.takes(id).every(link => this.isFlow(link.from));
  }

  /** What a flow is fed by, and so what its work is counted at. The ticks of a timer are no work; what they set going is. */
  note(flow) {
    const from = this.takes(flow.id);
    const fed = kind => from.filter(link => link.from.startsWith(kind + ':')).map(link => link.from.slice(kind.length + 1));
    flow.queues = [...new Set(fed('queue'))];
    flow.topics = [...new Set(fed('topic'))];
    const ticking = new Set(from.filter(link => this.places.get(link.from)?.delay).map(link => link.route));
    const called = new Set(from.filter(link => link.note !== 'prepare' && !ticking.has(link.route)).map(link => link.note.startsWith('direct:') ? link.note.slice(7) : link.route));
    const counted = new Set([...flow.subscribers.map(one => one.route), ...from.filter(link => /^(queue|topic):/.test(link.from)).map(link => link.route)]);
    const isEntry = route => !counted.has(route.id) && !ticking.has(route.id) && (ticking.size > 0 || !route.from.startsWith('direct:') || called.has(route.from.slice(7)));
    flow.entries = flow.routes.filter(isEntry).map(route => route.id);
  }
}

function add(map, key, value) {
  if (!map.has(key)) map.set(key, []);
  map.get(key).push(value);
}

/** The last readings. Rates come of the oldest and the newest that are kept. */
export class Numbers {
  constructor() {
    this.readings = [];
  }

  read(state) {
    const last = this.readings.at(-1);
    if (last && state.at === last.at) return;
    if (last && total(state) < total(last)) this.readings = [];   // the hub has started anew
    this.readings.push(state);
    while (this.readings.length > 2 && state.at - this.readings[0].at > 12000) this.readings.shift();
  }

  get now() {
    return this.readings.at(-1);
  }

  /** How much more it is than at the oldest reading, by second. */
  perSecond(reader) {
    if (this.readings.length < 2) return 0;
    const first = this.readings[0];
    return Math.max(0, (reader(this.now) - reader(first)) / ((this.now.at - first.at) / 1000));
  }

  grows(reader) {
    return this.readings.length > 2 && reader(this.now) > 50 && reader(this.now) > 1.1 * reader(this.readings[0]);
  }

  /** Mean time of what was done between the readings; of all where nothing was. */
  mean(counts, seconds) {
    const first = this.readings[0];
    const done = counts(this.now) - counts(first);
    if (done > 0) return (seconds(this.now) - seconds(first)) / done;
    return counts(this.now) > 0 ? seconds(this.now) / counts(this.now) : null;
  }
}

const total = state => sum(Object.values(state.routes).map(route => route.exchanges ?? 0));
const done = outcomes => sum(DONE.map(outcome => outcomes?.[outcome] ?? 0));
const of = (state, part, names, member) => sum(names.map(name => state[part][name]?.[member] ?? 0));

/** What a flow has done since the hub's start: messages where they are counted, exchanges of its routes elsewhere. */
const work = flow => state => sum(flow.queues.map(queue => done(state.queues[queue]))) + sum(flow.topics.map(topic => done(state.topics[topic])))
  + sum(flow.subscribers.map(one => done(state.subscribers[one.name]))) + of(state, 'routes', flow.entries, 'exchanges');

const waiting = flow => state => of(state, 'queues', flow.queues, 'waiting') + of(state, 'topics', flow.topics, 'waiting')
  + of(state, 'subscribers', flow.subscribers.map(one => one.name), 'waiting');

/** Of one flow: rate, total, waiting, open failures by status, failed a second, and how it is, with the reasons. */
export function flowNumbers(numbers, flow) {
  const state = numbers.now;
  const routes = flow.routes.map(route => route.id);
  const failures = Object.fromEntries(OPEN.map(status => [status, of(state, 'failures', routes, status)]));
  const result = {rate: numbers.perSecond(work(flow)), done: work(flow)(state), waiting: waiting(flow)(state), failures, open: sum(Object.values(failures)),
    failing: numbers.perSecond(at => of(at, 'routes', flow.entries, 'failed')), mean: numbers.mean(at => of(at, 'routes', routes, 'exchanges'), at => of(at, 'routes', routes, 'seconds'))};
  const stopped = routes.filter(route => state.stopped.includes(route));
  const away = flow.queues.filter(queue => state.queues[queue]?.away);
  const reasons = [];
  if (failures.HELD) reasons.push(['trouble', `${failures.HELD} held`]);
  if (stopped.length) reasons.push(['trouble', `stopped: ${stopped.join(', ')}`]);
  if (away.length) reasons.push(['trouble', `what ${away.join(', ')} is for is away`]);
  if (failures.WAITING + failures.RETRYING) reasons.push(['warning', `${failures.WAITING + failures.RETRYING} to be retried`]);
  if (failures.BLOCKED) reasons.push(['warning', `${failures.BLOCKED} behind`]);
  if (result.failing) reasons.push(['warning', 'calls fail']);
  if (numbers.grows(waiting(flow))) reasons.push(['warning', 'the backlog grows']);
  result.reasons = reasons.map(([, reason]) => reason);
  result.state = worst([...reasons.map(([kind]) => kind), result.rate ? 'well' : 'idle']);
  return result;
}

/** Of several flows together. */
export function together(parts) {
  const added = member => sum(parts.map(part => part[member]));
  return {rate: added('rate'), waiting: added('waiting'), open: added('open'), held: sum(parts.map(part => part.failures.HELD)), state: worst(parts.map(part => part.state)),
    troubled: parts.filter(part => part.state === 'trouble' || part.state === 'warning').length};
}

/** Of a place: what is known of it, as pairs of words and numbers, and how it is. */
export function placeNumbers(numbers, graph, place) {
  const state = numbers.now;
  const at = reader => ({now: reader(state), rate: numbers.perSecond(reader)});
  const facts = {waiting: 0, rate: 0, state: 'idle', outcomes: {}};
  if (place.kind === 'queue') {
    facts.waiting = state.queues[place.name]?.waiting ?? 0;
    facts.rate = at(s => done(s.queues[place.name])).rate;
    facts.outcomes = state.queues[place.name] ?? {};
    if (state.queues[place.name]?.away) facts.state = 'trouble';
    else if (numbers.grows(s => s.queues[place.name]?.waiting ?? 0)) facts.state = 'warning';
  } else if (place.kind === 'topic') {
    facts.waiting = state.topics[place.name]?.waiting ?? 0;
    facts.rate = at(s => done(s.topics[place.name])).rate;
    facts.outcomes = state.topics[place.name] ?? {};
  } else if (place.kind === 'event') {
    facts.rate = at(s => s.events[place.name]?.published ?? 0).rate;
    facts.outcomes = state.events[place.name] ?? {};
  } else if (place.kind === 'partner') {
    const partner = state.partners[place.name] ?? {};
    const calls = at(s => s.partners[place.name]?.exchanges ?? 0);
    const failed = at(s => s.partners[place.name]?.failed ?? 0);
    facts.rate = calls.rate;
    facts.failing = failed.rate;
    facts.outcomes = {calls: partner.exchanges ?? 0, failed: partner.failed ?? 0};
    facts.mean = numbers.mean(s => s.partners[place.name]?.exchanges ?? 0, s => s.partners[place.name]?.seconds ?? 0);
    if (failed.rate) facts.state = failed.rate >= calls.rate * 0.5 ? 'trouble' : 'warning';
  }
  if (facts.state === 'idle' && facts.rate) facts.state = 'well';
  return facts;
}

/** Whether something went along a link lately, as far as that is counted. */
export function isActive(numbers, graph, link) {
  const place = graph.places.get(link.to);
  if (place?.kind === 'alert') return false;
  const went = numbers.perSecond(state => state.routes[link.route]?.exchanges ?? 0) > 0;
  if (place?.kind === 'partner') return went && numbers.perSecond(state => state.partners[place.name]?.exchanges ?? 0) > 0;
  const flow = graph.flows.get(graph.isFlow(link.to) ? link.to : link.from);
  return went && numbers.perSecond(work(flow)) > 0;
}

/** Open failures of flows that are in no route file: of the relays, for example. */
export function otherFailures(numbers, graph) {
  const known = new Set([...graph.flows.values()].flatMap(flow => flow.routes.map(route => route.id)));
  return Object.entries(numbers.now.failures).filter(([flow]) => !known.has(flow)).map(([flow, statuses]) => ({flow, open: sum(Object.values(statuses)), held: statuses.HELD ?? 0}));
}

/** The first level: contexts, what is between them, and what is at the edge. */
export function overview(graph) {
  const nodes = new Map();
  const edges = new Map();
  const node = (id, make) => nodes.get(id) ?? nodes.set(id, {id, ...make()}).get(id);
  const edge = (from, to, link) => {
    const known = edges.get(`${from} ${to}`) ?? {from, to, links: []};
    known.links.push(link);
    edges.set(`${from} ${to}`, known);
  };
  const contextOf = id => graph.flows.get(id).context;
  for (const context of graph.contexts) node(`context:${context}`, () => ({type: 'context', context, flows: graph.flowsOf(context)}));
  for (const link of graph.links.filter(link => !graph.isHelper(link.to))) {
    if (graph.isFlow(link.from) && graph.isFlow(link.to) && contextOf(link.from) !== contextOf(link.to)) edge(`context:${contextOf(link.from)}`, `context:${contextOf(link.to)}`, link);
  }
  for (const place of graph.places.values()) {
    const from = [...new Set(graph.takes(place.id).map(link => contextOf(link.from)))].sort();
    const to = [...new Set(graph.brings(place.id).map(link => contextOf(link.to)))].sort();
    if (!isBetween(place, from, to)) continue;
    const id = `group:${place.kind} ${from} ${to}`;
    node(id, () => ({type: 'places', kind: place.kind, places: []})).places.push(place);
    for (const link of graph.takes(place.id)) edge(`context:${contextOf(link.from)}`, id, link);
    for (const link of graph.brings(place.id)) edge(id, `context:${contextOf(link.to)}`, link);
  }
  for (const known of edges.values()) known.weight = /^group:(partner|alert)/.test(known.to) ? 1 : 3;
  return {nodes: [...nodes.values()], edges: [...edges.values()]};
}

function isBetween(place, from, to) {
  if (['rest', 'partner', 'alert', 'topic'].includes(place.kind)) return true;
  return place.kind !== 'schedule' && from.length > 0 && to.length > 0 && (from.length > 1 || to.length > 1 || from[0] !== to[0]);
}

/** The second level: the flows of a context, what they take from and bring to, and the flows of others beyond. */
export function inside(graph, context) {
  const nodes = new Map();
  const edges = new Map();
  const flows = graph.flowsOf(context);
  for (const flow of flows) nodes.set(flow.id, {id: flow.id, type: 'flow', flow});
  const near = graph.links.filter(link => (graph.isFlow(link.from) && graph.flows.get(link.from).context === context) || (graph.isFlow(link.to) && graph.flows.get(link.to).context === context));
  const placeIds = new Set(near.flatMap(link => [link.from, link.to]).filter(id => graph.places.has(id)));
  const beyond = graph.links.filter(link => placeIds.has(link.from) || placeIds.has(link.to)).filter(link => !isPartnerLike(graph, link));
  const all = [...new Set([...near, ...beyond])].filter(link => !graph.isHelper(link.to) || nodes.has(link.to) && !graph.isFlow(link.from));
  const begun = [...placeIds].map(id => graph.places.get(id)).filter(place => BEGINNINGS.includes(place.kind));
  for (const flow of flows) nodes.get(flow.id).begun = begun.filter(place => graph.brings(place.id).some(link => link.to === flow.id));
  const groupOf = groups(graph, [...placeIds].filter(id => !BEGINNINGS.includes(graph.places.get(id).kind)), all);
  for (const link of all.filter(link => !BEGINNINGS.includes(graph.places.get(link.from)?.kind))) {
    const ends = [link.from, link.to].map(id => {
      if (graph.isFlow(id)) {
        if (!nodes.has(id)) nodes.set(id, {id, type: 'other', flow: graph.flows.get(id)});
        return id;
      }
      const group = ENDS.includes(graph.places.get(id).kind) ? leaf(graph, link.from, graph.places.get(id)) : groupOf.get(id);
      if (!nodes.has(group.id)) nodes.set(group.id, {...group, type: 'places'});
      return group.id;
    });
    const key = ends.join(' ');
    const known = edges.get(key) ?? {from: ends[0], to: ends[1], links: []};
    known.links.push(link);
    known.weight = link.to.startsWith('table:') ? 1 : 4;   // of a circle, what writes the table goes back
    edges.set(key, known);
  }
  return {nodes: [...nodes.values()], edges: [...edges.values()]};
}

/** What begins a flow stands on its card; what ends one stands beside it, and beside another flow once more: lines across the map say less. */
const BEGINNINGS = ['rest', 'schedule'];
const ENDS = ['partner', 'alert'];

function leaf(graph, flow, place) {
  const places = [...new Set(graph.brings(flow).map(link => graph.places.get(link.to)).filter(other => other?.kind === place.kind))];
  return {id: `end:${flow} ${place.kind}`, kind: place.kind, places};
}

/** A partner that others call as well is no way to them. */
const isPartnerLike = (graph, link) => [link.from, link.to].some(id => ['partner', 'alert', 'schedule'].includes(graph.places.get(id)?.kind));

/** Places of a kind that stand between the same flows are one on the map. */
function groups(graph, ids, links) {
  const byKey = new Map();
  for (const id of ids) {
    const place = graph.places.get(id);
    const from = [...new Set(links.filter(link => link.to === id).map(link => link.from))].sort();
    const to = [...new Set(links.filter(link => link.from === id).map(link => link.to))].sort();
    add(byKey, `${place.kind} ${from} > ${to}`, place);
  }
  const groupOf = new Map();
  for (const places of byKey.values()) {
    const group = {id: `group:${places[0].id}`, kind: places[0].kind, places};
    places.forEach(place => groupOf.set(place.id, group));
  }
  return groupOf;
}
