// The operations API, as the logged-in user.

/** What the hub refuses, in its words. */
export class Refusal extends Error {
  constructor(status, problem) {
    super(problem.detail || problem.title || `The hub answered ${status}.`);
    this.status = status;
    this.problem = problem;
  }
}

/** Nobody is logged in, or no longer. */
export class LoggedOut extends Error {
}

export const get = path => call('GET', path);
export const post = (path, body) => call('POST', path, body ?? {});

export async function call(method, path, body) {
  const request = {method, credentials: 'same-origin', cache: 'no-store', headers: {Accept: 'application/json'}};
  if (body !== undefined) {
    request.headers['Content-Type'] = 'application/json';
    request.body = JSON.stringify(body);
  }
  let response;
  try {
    response = await fetch(path, request);
  } catch {
    throw new Refusal(0, {detail: 'The hub does not answer.'});
  }
  const answer = await response.json().catch(() => ({}));
  if (response.status === 401 && !(method === 'POST' && path === '/ops/login')) throw new LoggedOut();
  if (!response.ok) throw new Refusal(response.status, answer);
  return answer;
}

export const login = (username, password) => call('POST', '/ops/login', {username, password});
export const whoAmI = () => get('/ops/login');
export const logout = () => call('DELETE', '/ops/login');

/** The words for what went wrong, with what the problem names beside its detail. */
export function words(fault) {
  if (fault instanceof LoggedOut) return 'You are logged out.';
  if (!(fault instanceof Refusal)) return `The page failed: ${fault.message}`;
  return fault.problem.headId ? `${fault.message} It is ${fault.problem.headId}.` : fault.message;
}
