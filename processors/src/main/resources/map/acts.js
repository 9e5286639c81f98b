// What an operator does from the page. Each act is asked for with figures, and what the hub refuses is said in words.

import {$, el, count, pairs, plural} from './dom.js';
import {get, post, words, LoggedOut} from './api.js';

/**
 * Asks. @param act done on a yes; while it throws the dialog stays and says why
 * @return whether it was done
 */
function ask(app, {title, content, yes, danger, act}) {
  const dialog = $('ask');
  return new Promise(settle => {
    let done = false;
    const fault = el('p', {class: 'fault', role: 'alert'});
    const go = el('button', {class: danger ? 'first danger' : 'first'}, yes);
    const form = el('form', {onsubmit: async event => {
      event.preventDefault();
      go.disabled = true;
      fault.textContent = '';
      try {
        await act(new FormData(form));
        done = true;
        dialog.close();
      } catch (problem) {
        if (problem instanceof LoggedOut) app.trouble(problem);
        fault.textContent = words(problem);
        go.disabled = false;
      }
    }}, el('h2', {id: 'ask-title'}, title), content, fault,
      el('p', {class: 'buttons'}, el('button', {type: 'button', onclick: () => dialog.close()}, 'Cancel'), go));
    dialog.replaceChildren(form);
    dialog.addEventListener('close', () => settle(done), {once: true});
    dialog.showModal();
    (form.querySelector('input, textarea') ?? go).focus();
  });
}

/** Says what cannot even be asked for. */
function refused(app, title, fault) {
  if (fault instanceof LoggedOut) {
    app.trouble(fault);
    return false;
  }
  return ask(app, {title, content: el('p', {}, words(fault)), yes: 'Close', act: async () => {}}).then(() => false);
}

const facts = list => el('dl', {class: 'facts'}, pairs(list));
const about = failure => facts([['flow', failure.flow], ['subject', failure.subject], ['event', failure.type], ['code', failure.code], ['attempts', failure.attempts]]);
const behind = failure => failure.behind ? `${plural(failure.behind, 'event')} of this subject ${failure.behind === 1 ? 'waits' : 'wait'} behind it` : 'nothing waits behind it';

export async function retry(app, failure) {
  try {
    const whole = await get(`/ops/failures/${failure.id}`);
    return await ask(app, {title: 'Retry this failure?', yes: 'Retry', act: () => post(`/ops/failures/${failure.id}/retry`),
      content: [about(whole), el('p', {}, `It is tried once more now; ${behind(whole)}${whole.behind ? ' and follow in order' : ''}. Where it fails again it is held again.`)]});
  } catch (fault) {
    return refused(app, 'It cannot be retried', fault);
  }
}

export async function discard(app, failure) {
  try {
    const whole = await get(`/ops/failures/${failure.id}`);
    return await ask(app, {title: 'Discard this failure?', yes: 'Discard', danger: true, act: form => post(`/ops/failures/${failure.id}/discard`, {reason: form.get('reason')}),
      content: [about(whole), el('p', {}, `It ends without an effect at ${whole.subscriber ?? whole.flow}; ${behind(whole)}${whole.behind ? ' and go on without it' : ''}. ./hub failures restore takes it back.`),
        el('label', {}, 'Reason, for the record', el('input', {name: 'reason', required: true, maxlength: 500, autocomplete: 'off'}))]});
  } catch (fault) {
    return refused(app, 'It cannot be discarded', fault);
  }
}

/** @return the id of the job, or null */
export async function retryGroup(app, group) {
  const filter = {group: group.id};
  try {
    const counted = await post('/ops/retry-jobs', {filter, dryRun: true});
    if (!counted.total) throw new Error('there is no open failure of this kind any more');
    const id = name('retry');
    const done = await ask(app, {title: `Retry ${plural(counted.total, 'failure')}?`, yes: `Retry ${count(counted.total)}`,
      act: form => post('/ops/retry-jobs', {id, filter, ...(form.get('rate') ? {rate: Number(form.get('rate'))} : {})}),
      content: [table(['route', 'status', 'failures'], counted.counts.map(line => [line.flow, line.status, count(line.count)])),
        el('p', {}, `${plural(counted.heads, 'head')} of lanes ${counted.heads === 1 ? 'is' : 'are'} tried at once; ${count(counted.behind)} behind ${counted.heads === 1 ? 'it follows' : 'them follow'} in order`
          + (counted.stranded ? `; ${count(counted.stranded)} wait behind others and are left.` : '.')),
        el('label', {}, 'Heads a second at most (empty: no bound)', el('input', {name: 'rate', type: 'number', min: 1, max: 10000}))]});
    return done ? id : null;
  } catch (fault) {
    await refused(app, 'They cannot be retried', fault);
    return null;
  }
}

/** Counts first, then asks again with the figures. @return the id of the replay, or null */
export async function replay(app, subscriber) {
  let order = null;
  let counted = null;
  const now = new Date();
  const counts = await ask(app, {title: `Replay to ${subscriber.name}`, yes: 'Count first',
    act: async form => {
      order = orderOf(form, subscriber);
      counted = await post('/ops/replays', {...order, dryRun: true});
    },
    content: [el('p', {}, 'Events of the log once more. What it has applied is skipped, so a range that is too large does no harm.'),
      el('label', {}, 'Recorded from', el('input', {name: 'from', type: 'datetime-local', required: true, value: local(new Date(now - 86400000))})),
      el('label', {}, 'until', el('input', {name: 'to', type: 'datetime-local', required: true, value: local(new Date(now.getTime() + 60000))})),
      subscriber.rebuildable ? el('label', {class: 'check'}, el('input', {name: 'rebuild', type: 'checkbox'}), 'Rebuild: clear its model and apply the whole log; its live events wait meanwhile') : null,
      subscriber.spared ? el('label', {class: 'check'}, el('input', {name: 'effects', type: 'checkbox'}), 'Allow its effects outside the hub (mail, money, partners)') : null]});
  if (!counts) return null;
  const of = counted.subscribers[0];
  const id = name('replay');
  const done = await ask(app, {title: order.mode === 'rebuild' ? `Rebuild ${subscriber.name}?` : `Replay to ${subscriber.name}?`, danger: order.mode === 'rebuild',
    yes: order.mode === 'rebuild' ? `Clear, and apply ${count(of.toApply)}` : `Apply ${count(of.toApply)}`, act: () => post('/ops/replays', {...order, id}),
    content: [facts([['events', count(of.events)], ['to apply', count(of.toApply)], ['skipped', count(of.skipped)], ['parked', count(of.parked)], ['effects skipped', of.effectsSkipped ? count(of.effectsSkipped) : null]]),
      of.countedTo ? el('p', {}, `Counted up to what was recorded at ${local(new Date(of.countedTo)).replace('T', ' ')} only; the replay takes the rest, too.`) : null,
      counted.curtailed ? el('p', {}, 'The log begins later than the range: what is older is dropped.') : null]});
  return done ? id : null;
}

function orderOf(form, subscriber) {
  const rebuild = form.get('rebuild') === 'on';
  return {subscribers: [subscriber.name], mode: rebuild ? 'rebuild' : 'repair', ...(form.get('effects') ? {allowEffects: [subscriber.name]} : {}),
    ...(rebuild ? {} : {from: new Date(form.get('from')).toISOString(), to: new Date(form.get('to')).toISOString()})};
}

/** Pauses, resumes or cancels a job; a cancel is asked for. */
export async function steer(app, path, job, what) {
  const act = () => post(`${path}/${encodeURIComponent(job.id)}/${what}`);
  try {
    if (what !== 'cancel') {
      await act();
      return true;
    }
    return await ask(app, {title: `Cancel ${job.id}?`, yes: 'Cancel it', danger: true, act,
      content: el('p', {}, job.ordered?.mode === 'rebuild' ? 'The model stays half built and its live events wait until it has been rebuilt.' : 'What it has done stays done; the rest is left as it is.')});
  } catch (fault) {
    return refused(app, `It cannot be told to ${what}`, fault);
  }
}

const isNumber = cell => /^([\d,.]+|–|<1)( (ms|s|min))?$/.test(cell);

/** Columns of numbers stand to the right. */
export function table(heads, rows) {
  const numbers = heads.map((_, i) => rows.every(row => isNumber(row[i]) || row[i] === 'stopped') ? 'number' : null);
  return el('table', {}, el('thead', {}, el('tr', {}, heads.map((head, i) => el('th', {scope: 'col', class: numbers[i]}, head)))),
    el('tbody', {}, rows.map(row => el('tr', {}, row.map((cell, i) => el('td', {class: numbers[i]}, cell))))));
}

/** An id that nobody has: asked twice under it, the hub does it once. */
function name(kind) {
  const bytes = crypto.getRandomValues(new Uint8Array(6));
  return `${kind}-${[...bytes].map(byte => byte.toString(16).padStart(2, '0')).join('')}`;
}

/** The value of an input for a time here. */
const local = time => new Date(time - time.getTimezoneOffset() * 60000).toISOString().slice(0, 16);
