// The side panel: what is known of a flow or a place, and what can be done about it.

import {$, el, say, contain, count, pairs, plural, rate, redraw, duration, ago} from './dom.js';
import {get, words, LoggedOut} from './api.js';
import {KINDS, OPEN, STATES, placeNumbers} from './model.js';
import {discard, replay, retry, retryGroup, steer, table} from './acts.js';

const SLOW = 6000;
const FAST = 1500;

export class Panel {
  constructor(app) {
    this.app = app;
    this.shown = null;
  }

  show(kind, subject) {
    const key = `${kind} ${subject.id} ${this.app.graph.version}`;
    if (this.shown?.key === key) return;
    const isOther = this.shown?.subject.id !== subject.id;
    this.leave();
    this.shown = {key, kind, subject, jobs: new Set(), failures: new Map()};
    if (kind === 'flow') this.flow(subject);
    else this.place(subject);
    $('panel').hidden = false;
    document.body.classList.add('with-panel');
    $('panel').scrollTop = 0;
    if (isOther) $('panel').focus({preventScroll: true});
    this.update();
    if (kind === 'flow') this.look();
  }

  hide() {
    if (!this.shown) return;
    this.leave();
    $('panel').hidden = true;
    $('panel').replaceChildren();
    document.body.classList.remove('with-panel');
  }

  leave() {
    clearTimeout(this.shown?.timer);
    this.shown = null;
  }

  head(title, kind, description) {
    this.state = el('span', {class: 'state'});
    return el('header', {}, el('div', {}, el('p', {class: 'over'}, kind), el('h2', {}, title)),
      el('button', {type: 'button', class: 'close', 'aria-label': 'Close details', onclick: () => this.app.close()}, '✕'), this.state, description ? el('p', {class: 'about'}, description) : null);
  }

  // --- a place

  place(place) {
    const {graph} = this.app;
    const kind = KINDS[place.kind];
    this.figures = el('dl', {class: 'facts'});
    const known = Object.entries(place).filter(([name]) => ['cron', 'zone', 'delay', 'summary'].includes(name));
    contain($('panel'), this.head(place.name, kind.one), this.figures,
      known.length ? el('dl', {class: 'facts'}, known.flatMap(([name, value]) => [el('dt', {}, name), el('dd', {}, name === 'delay' ? `${value} ms` : value)])) : null,
      this.links('From', graph.takes(place.id), link => link.from), this.links('To', graph.brings(place.id), link => link.to));
  }

  links(title, links, end) {
    const ends = [...new Map(links.map(link => [`${end(link)} ${link.note}`, link])).values()];
    if (!ends.length) return null;
    return el('section', {}, el('h3', {}, title), el('ul', {class: 'links'}, ends.map(link => el('li', {}, this.linkTo(end(link)), link.note && link.note !== 'prepare' ? el('small', {}, link.note) : null))));
  }

  linkTo(id) {
    const {graph} = this.app;
    if (graph.isFlow(id)) {
      const flow = graph.flows.get(id);
      return el('a', {href: this.app.addressOfFlow(flow)}, `${flow.context} › ${flow.name}`);
    }
    const place = graph.places.get(id);
    return el('a', {href: this.app.addressOfPlace(id), title: KINDS[place.kind].one}, el('span', {class: 'kind', 'aria-hidden': 'true'}, KINDS[place.kind].sign), place.name);
  }

  // --- a flow

  flow(flow) {
    const {graph} = this.app;
    this.figures = el('dl', {class: 'facts'});
    this.jobs = el('section', {hidden: true}, el('h3', {}, 'Jobs'), el('div', {class: 'jobs'}));
    this.groups = el('section', {hidden: true, class: 'groups'}, el('h3', {}, 'Kinds of trouble'), el('div'));
    this.open = el('section', {hidden: true}, el('h3', {}, 'Open failures'), el('div', {class: 'failures'}));
    this.ended = el('details', {class: 'section', hidden: true}, el('summary', {}, 'Ended lately'), el('div', {class: 'failures'}));
    this.fault = el('p', {class: 'fault', role: 'alert'});
    this.subscribers = flow.subscribers.map(subscriber => ({subscriber, line: el('dl', {class: 'facts'})}));
    this.routes = el('div');
    contain($('panel'), this.head(flow.name, `flow of ${flow.context}`, flow.description), this.figures, this.fault, this.jobs, this.groups, this.open,
      ...this.subscribers.map(({subscriber, line}) => el('section', {class: 'subscriber'}, el('h3', {}, 'Subscriber ', el('code', {}, subscriber.name)), line,
        this.app.isOperator() ? el('p', {class: 'buttons'}, el('button', {type: 'button', class: 'replay', onclick: () => this.started(replay(this.app, subscriber))}, 'Replay…')) : null)),
      this.links('Takes from', graph.takes(flow.id), link => link.from), this.links('Brings to', graph.brings(flow.id), link => link.to),
      el('section', {}, el('h3', {}, plural(flow.routes.length, 'route')), this.routes), this.ended);
  }

  update() {
    if (!this.shown || !this.app.numbers.now) return;
    if (this.shown.kind === 'flow') this.updateFlow(this.shown.subject);
    else this.updatePlace(this.shown.subject);
  }

  updateFlow(flow) {
    const {numbers} = this.app;
    const state = numbers.now;
    const figures = this.app.figures?.get(flow.id);
    if (!figures) return;
    this.stateOf(figures.state, figures.reasons);
    facts(this.figures, [['rate', `${rate(figures.rate)}/s`], ['since the start', count(figures.done)], ['waiting', count(figures.waiting)],
      ['open failures', figures.open ? OPEN.filter(status => figures.failures[status]).map(status => `${count(figures.failures[status])} ${status.toLowerCase()}`).join(', ') : '0'], ['mean time', duration(figures.mean)]]);
    for (const {subscriber, line} of this.subscribers) {
      const of = state.subscribers[subscriber.name] ?? {};
      facts(line, [['waiting', count(of.waiting)], ['applied', count(of.applied)], ['parked', count(of.parked)], ['duplicate', count(of.duplicate)],
        ['recorded → applied', duration(numbers.mean(at => at.subscribers[subscriber.name]?.timed ?? 0, at => at.subscribers[subscriber.name]?.seconds ?? 0))], ['effect', subscriber.effect],
        ['takes', subscriber.types.join(', ')]]);
    }
    const rows = flow.routes.map(route => {
      const of = state.routes[route.id] ?? {};
      const mean = numbers.mean(at => at.routes[route.id]?.exchanges ?? 0, at => at.routes[route.id]?.seconds ?? 0);
      return [route.id, count(of.exchanges), count(of.failed), state.stopped.includes(route.id) ? 'stopped' : duration(mean)];
    });
    redraw(this.routes, rows, () => {
      const made = table(['route', 'exchanges', 'failed', 'mean'], rows);
      made.querySelectorAll('tbody tr').forEach((row, i) => { row.title = flow.routes[i].description; });
      return [made];
    });
  }

  updatePlace(place) {
    const figures = placeNumbers(this.app.numbers, this.app.graph, place);
    this.stateOf(figures.state, []);
    const outcomes = Object.entries(figures.outcomes).filter(([name]) => !['waiting', 'away'].includes(name)).map(([name, value]) => [name, count(value)]);
    const counted = ['queue', 'topic', 'event', 'partner'].includes(place.kind);
    facts(this.figures, [...(counted ? [['rate', `${rate(figures.rate)}/s`]] : []), ...(place.kind === 'queue' || place.inbound ? [['waiting', count(figures.waiting)]] : []), ...outcomes,
      ...(figures.mean !== undefined ? [['mean time', duration(figures.mean)]] : [])]);
  }

  stateOf(state, reasons) {
    this.state.className = `state ${state}`;
    say(this.state, `${STATES[state].sign} ${STATES[state].word}${reasons.length ? ': ' + reasons.join('; ') : ''}`);
  }

  // --- failures and jobs, asked for while the panel is open

  async look() {
    const shown = this.shown;
    const flow = shown.subject;
    clearTimeout(shown.timer);
    let busy = false;
    if (!document.hidden) {
      try {
        const [groups, failures, jobs] = await Promise.all([this.groupsOf(flow, shown), this.failuresOf(flow), this.jobsOf(flow, shown)]);
        if (this.shown !== shown) return;
        this.drawGroups(groups);
        this.drawFailures(failures);
        this.drawJobs(jobs);
        busy = jobs.some(job => !job.endedAt);
        say(this.fault, '');
      } catch (fault) {
        if (this.shown !== shown) return;
        if (fault instanceof LoggedOut) this.app.trouble(fault);
        else say(this.fault, words(fault));
      }
    }
    shown.timer = setTimeout(() => this.look(), busy ? FAST : SLOW);
  }

  /** Counting them takes the database longer than the rest, so it is asked for less often. */
  async groupsOf(flow, shown) {
    const routes = flow.routes.map(route => route.id);
    if (!routes.some(route => this.app.numbers.now?.failures[route])) return [];
    const counts = JSON.stringify(routes.map(route => this.app.numbers.now?.failures[route]));
    if (!shown.groups || shown.counts !== counts || Date.now() - shown.groupsAt > 30000) {
      shown.groups = (await get('/ops/failure-groups')).items.filter(group => routes.includes(group.flow) && OPEN.some(status => group.statuses[status]));
      shown.counts = counts;
      shown.groupsAt = Date.now();
    }
    return shown.groups;
  }

  async failuresOf(flow) {
    const known = this.app.numbers.now?.failures ?? {};
    const asked = flow.routes.filter(route => !route.from.startsWith('direct:') || known[route.id])
      .flatMap(route => ['', ...OPEN.filter(status => known[route.id]?.[status]).map(status => `&status=${status}`)].map(status => `/ops/failures?flow=${encodeURIComponent(route.id)}${status}&limit=10`));
    const pages = await Promise.all(asked.map(path => get(path)));
    const byId = new Map(pages.flatMap(page => page.items).map(failure => [failure.id, failure]));
    return [...byId.values()].sort((a, b) => OPEN.indexOf(a.status) - OPEN.indexOf(b.status) || b.createdAt.localeCompare(a.createdAt));
  }

  async jobsOf(flow, shown) {
    const routes = flow.routes.map(route => route.id);
    const names = flow.subscribers.map(subscriber => subscriber.name);
    const groups = (shown.groups ?? []).map(group => group.id);
    const [retries, replays] = await Promise.all([get('/ops/retry-jobs'), names.length ? get('/ops/replays') : {items: []}]);
    const concerns = filter => filter && (routes.includes(filter.flow) || names.includes(filter.subscriber) || groups.includes(filter.group));
    return [...retries.items.filter(job => shown.jobs.has(job.id) || !job.endedAt && concerns(job.ordered?.filter)).map(job => ({...job, path: '/ops/retry-jobs'})),
      ...replays.items.filter(job => shown.jobs.has(job.id) || !job.endedAt && job.ordered?.subscribers?.some(name => names.includes(name))).map(job => ({...job, path: '/ops/replays'}))];
  }

  drawGroups(groups) {
    this.groups.hidden = !groups.length;
    this.groups.lastChild.replaceChildren(...groups.map(group => el('article', {class: 'group'},
      el('p', {}, el('b', {}, group.code), group.exception ? ` ${group.exception}` : '', group.frame ? el('small', {}, ` at ${group.frame}`) : null),
      el('p', {class: 'small'}, `${OPEN.filter(status => group.statuses[status]).map(status => `${count(group.statuses[status])} ${status.toLowerCase()}`).join(', ')} · ${group.trend} · last ${ago(group.lastSeen)}`),
      this.app.isOperator() ? el('button', {type: 'button', class: 'retry-group', onclick: () => this.started(retryGroup(this.app, group))}, 'Retry all…') : null)));
  }

  drawFailures(failures) {
    const open = failures.filter(failure => OPEN.includes(failure.status));
    const ended = failures.filter(failure => !OPEN.includes(failure.status)).sort((a, b) => b.createdAt.localeCompare(a.createdAt)).slice(0, 10);
    this.open.hidden = !open.length;
    this.ended.hidden = !ended.length;
    this.list(this.open.lastChild, open);
    this.list(this.ended.lastChild, ended);
  }

  /** What is unfolded stays so, as long as the failure stays as it is. */
  list(at, failures) {
    const {failures: drawn} = this.shown;
    at.replaceChildren(...failures.map(failure => {
      const as = `${failure.status} ${failure.attempts} ${failure.nextAttemptAt}`;
      const known = drawn.get(failure.id);
      if (known?.as === as) return known.element;
      const element = this.failure(failure);
      drawn.set(failure.id, {as, element});
      return element;
    }));
  }

  failure(failure) {
    const held = failure.status === 'HELD';
    const more = el('div', {class: 'more'});
    const element = el('details', {class: 'failure', 'data-failure': failure.id}, el('summary', {},
      el('span', {class: `status ${held ? 'trouble' : OPEN.includes(failure.status) ? 'warning' : 'idle'}`}, `${held ? STATES.trouble.sign : OPEN.includes(failure.status) ? STATES.warning.sign : STATES.idle.sign} ${failure.status}`),
      el('span', {class: 'subject'}, failure.subject ?? failure.eventId ?? ''), el('time', {datetime: failure.createdAt, title: failure.createdAt}, ago(failure.createdAt)),
      el('span', {class: 'reason'}, `${failure.code}: ${failure.reason ?? failure.message ?? ''}`)), more);
    element.addEventListener('toggle', () => element.open && !more.hasChildNodes() && this.unfold(failure, more));
    return element;
  }

  async unfold(failure, more) {
    try {
      const whole = await get(`/ops/failures/${failure.id}`);
      const payload = legible(whole.payload);
      const isOpen = OPEN.includes(whole.status) && this.app.isOperator();
      contain(more, el('dl', {class: 'facts'}, pairs([['id', whole.id], ['event', whole.type], ['exception', whole.exception], ['at', whole.frame], ['step', whole.step], ['attempts', whole.attempts],
        ['next attempt', whole.nextAttemptAt], ['waits behind', whole.headId], ['behind it', whole.behind || null], ['correlation', whole.correlationId]])),
      el('pre', {tabindex: 0, 'aria-label': 'Payload'}, payload.length > 6000 ? payload.slice(0, 6000) + '…' : payload),
      isOpen ? el('p', {class: 'buttons'}, el('button', {type: 'button', class: 'discard', onclick: () => this.acted(discard(this.app, whole))}, 'Discard…'),
        whole.status === 'BLOCKED' ? null : el('button', {type: 'button', class: 'first retry', onclick: () => this.acted(retry(this.app, whole))}, 'Retry…')) : null);
    } catch (fault) {
      more.replaceChildren(el('p', {class: 'fault'}, words(fault)));
    }
  }

  drawJobs(jobs) {
    this.jobs.hidden = !jobs.length;
    this.jobs.lastChild.replaceChildren(...jobs.map(job => {
      const isReplay = job.path === '/ops/replays';
      const total = isReplay ? job.events : job.total;
      const done = isReplay ? job.applied + job.skipped + job.parked : job.resolved + job.held + job.blocked + job.discarded + job.notRetried;
      const text = isReplay ? `${count(done)} of ${count(total)}: ${count(job.applied)} applied, ${count(job.skipped)} skipped, ${count(job.parked)} parked`
        : `${count(done)} of ${count(total)}: ${count(job.resolved)} resolved, ${count(job.held)} held again`;
      const button = (what, word) => el('button', {type: 'button', class: what, onclick: () => this.acted(steer(this.app, job.path, job, what))}, word);
      return el('article', {class: 'job', 'data-job': job.id, 'data-status': job.status}, el('p', {}, el('b', {}, isReplay ? 'replay' : 'retry'), ` ${job.status.toLowerCase()} `, el('small', {}, `by ${job.operator}`)),
        el('progress', {max: Math.max(1, total), value: job.endedAt && !total ? 1 : done, 'aria-label': text}), el('p', {class: 'small'}, text), job.trouble ? el('p', {class: 'fault'}, job.trouble) : null,
        !job.endedAt && this.app.isOperator() ? el('p', {class: 'buttons'}, job.status === 'PAUSED' ? button('resume', 'Resume') : button('pause', 'Pause'), button('cancel', 'Cancel…')) : null);
    }));
  }

  async started(job) {
    const shown = this.shown;
    const id = await job;
    if (id && this.shown === shown) {
      shown.jobs.add(id);
      shown.groups = null;
      this.look();
    }
  }

  async acted(act) {
    const shown = this.shown;
    if (await act && this.shown === shown) {
      shown.groups = null;
      this.app.refresh();
      this.look();
    }
  }
}

/** JSON in lines, where that changes nothing but the spaces; anything else as it came. */
function legible(payload) {
  try {
    const json = JSON.parse(payload);
    return JSON.stringify(json) === payload ? JSON.stringify(json, null, 2) : payload;
  } catch {
    return String(payload ?? '');
  }
}

const facts = (at, list) => redraw(at, list, () => pairs(list));
