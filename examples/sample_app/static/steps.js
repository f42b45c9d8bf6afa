// The steps of the single page, drawn as the server draws those of the other presets.
const SECRETS = new Set(['access_token', 'code', 'code_verifier', 'id_token', 'refresh_token']);
const TIMES = new Set(['auth_time', 'exp', 'iat', 'nbf']);
const SIGNED = /eyJ[\w-]+\.[\w-]+\.[\w-]+/;
const meanings = await (await fetch('/static/meanings.json')).json();
const told = [];

const element = (name, properties = {}, ...children) => {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
};

// The two ends of a secret, enough to tell two apart that begin alike, and nothing of a short one.
const cut = (secret) => (secret.length > 32 ? `${secret.slice(0, 8)}…${secret.slice(-4)}` : '…');
const cutSigned = (text) => text.replace(new RegExp(SIGNED, 'g'), cut);

const shown = (name, value) => {
  if (TIMES.has(name)) return `${new Date(value * 1000).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
  if (name === 'keys') return value.map((key) => `${key.alg} ${key.kid.slice(0, 8)}…`).join(', ');
  if (Array.isArray(value) && value.length) return value.join(', ');
  if (typeof value !== 'string') return JSON.stringify(value);
  return SECRETS.has(name) ? cut(value) : cutSigned(value);
};

const part = (text) =>
  JSON.parse(new TextDecoder().decode(Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (c) => c.charCodeAt(0))));

const lines = (values) =>
  element('dl', { className: 'lines' }, ...Object.entries(values).map(([name, value]) => line(name, value)));

const decoded = (token) => {
  const [header, claims] = token.split('.').slice(0, 2).map(part);
  const summary = element('summary', { textContent: `What it says: ${header.typ ?? 'JWT'}, ${header.alg}` });
  const details = element('details', { className: 'decoded' }, summary);
  details.append(element('h4', { textContent: 'Header' }), lines(header));
  details.append(element('h4', { textContent: 'Claims' }), lines(claims));
  return element('dd', { className: 'whole' }, details);
};

const line = (name, value) => {
  const [meaning, section] = meanings[name] ?? ['', ''];
  const why = meaning ? [`${meaning} `, element('cite', { textContent: section })] : [];
  const made = element('div', { className: 'line' }, element('dt', { textContent: name }));
  made.append(element('dd', { className: 'value', textContent: shown(name, value) }));
  made.append(element('dd', { className: 'why' }, ...why));
  const signed = typeof value === 'string' ? value.match(SIGNED) : null;
  if (signed) made.append(decoded(signed[0]));
  return made;
};

const side = (heading, { start, members = {}, text = '', more = 0 }) => {
  const made = [element('h3', { textContent: heading }), element('p', { className: 'start', textContent: start })];
  if (Object.keys(members).length) made.push(lines(members));
  if (text) made.push(element('pre', { tabIndex: 0, textContent: cutSigned(text) }));
  if (more) made.push(element('p', { className: 'hint', textContent: `And ${more} more that this application does not need.` }));
  return made;
};

/** Tell a step; the newest is open. Returns every step so far, secrets cut short, for a page that goes away. */
export const tell = (step) => {
  told.push(step);
  const wire = document.getElementById('wire');
  wire.hidden = false;
  for (const open of wire.querySelectorAll('.steps > li > details[open]')) open.open = false;
  const summary = element('summary', {}, element('span', { className: 'number', textContent: told.length }));
  summary.append(element('span', { className: 'title', textContent: step.title }));
  if (step.received) summary.append(element('span', { className: 'status', textContent: step.received.start }));
  const [method, url] = step.sent.start.split(' ');
  const where = `${step.who} · ${method} ${new URL(url).pathname}`;
  summary.append(element('span', { className: 'who', textContent: where }));
  const says = element('p', { className: 'says' }, `${step.says} `, element('cite', { textContent: step.section }));
  const body = element('div', { className: 'told' }, says, ...side('Sent', step.sent));
  if (step.received) body.append(...side('Received', step.received));
  const item = element('li', { className: step.good === false ? 'refused' : 'accepted' });
  item.append(element('details', { open: true }, summary, body));
  wire.querySelector('.steps').append(item);
  return told;
};
