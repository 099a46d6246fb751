// Reads openapi.json and makes a page of it: what there is, what it takes and answers, and a form to try it.
// Everything comes from this server; nothing is kept but the token, until the tab is closed.

const $ = (id) => document.getElementById(id);
let api;

// An element with properties and children; text is text, never markup.
function el(name, properties = {}, ...children) {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children.filter((child) => child !== undefined && child !== null));
  return element;
}

function resolve(schema) {
  let found = schema ?? {};
  while (found.$ref) found = found.$ref.slice(2).split('/').reduce((at, part) => at[part.replaceAll('~1', '/').replaceAll('~0', '~')], api);
  return found;
}

const nameOf = (schema) => schema?.$ref?.split('/').pop();

// What a value may be, in a few words.
function kindOf(schema) {
  const plain = resolve(schema);
  if (plain.const !== undefined) return JSON.stringify(plain.const);
  if (plain.enum) return plain.enum.map((value) => JSON.stringify(value)).join(' · ');
  const choices = plain.oneOf ?? plain.anyOf;
  if (choices) return choices.map(kindOf).join(' or ');
  if (plain.type === 'array') return `list of ${nameOf(plain.items) ?? kindOf(plain.items)}`;
  const bounds = [];
  if (plain.minimum !== undefined || plain.maximum !== undefined) bounds.push(`${plain.minimum ?? '…'} to ${plain.maximum ?? '…'}`);
  if (plain.maxLength !== undefined) bounds.push(`${plain.minLength ?? 0} to ${plain.maxLength} characters`);
  const type = plain.format ?? [plain.type].flat().join(' or ');
  return [nameOf(schema) ?? type ?? 'anything', ...bounds].join(', ');
}

// A body to begin with: what is required, or all of it where nothing is.
function exampleOf(schema, depth = 0) {
  const plain = resolve(schema);
  if (plain.const !== undefined) return plain.const;
  if (plain.enum) return plain.enum[0];
  if (plain.oneOf ?? plain.anyOf) return exampleOf((plain.oneOf ?? plain.anyOf)[0], depth);
  const type = [plain.type].flat()[0];
  if (type === 'object' && depth < 4) {
    const wanted = plain.required?.length ? plain.required : Object.keys(plain.properties ?? {});
    return Object.fromEntries(wanted.map((key) => [key, exampleOf(plain.properties[key], depth + 1)]));
  }
  if (type === 'array') return plain.minItems ? [exampleOf(plain.items, depth + 1)] : [];
  if (type === 'integer' || type === 'number') return plain.minimum ?? 1;
  if (type === 'boolean') return false;
  if (plain.format === 'uuid') return '00000000-0000-0000-0000-000000000000';
  if (plain.format === 'date-time') return new Date(Date.now() + 86400000).toISOString();
  return type === 'string' ? 'text' : {};
}

// The fields of an object, those of named objects behind a click.
function fieldsOf(schema, depth = 0) {
  const plain = resolve(schema);
  if (plain.type === 'array') return fieldsOf(plain.items, depth);
  if (!plain.properties || depth > 6) return null;
  const rows = Object.entries(plain.properties).map(([key, of]) => {
    const inner = resolve(of);
    const more = inner.properties || inner.items || inner.additionalProperties?.$ref;
    const deeper = more && el('details', {}, el('summary', {}, 'its fields'));
    deeper?.addEventListener('toggle', () => {
      if (deeper.children.length === 1) deeper.append(fieldsOf(inner.additionalProperties?.$ref ? inner.additionalProperties : of, depth + 1) ?? 'as it comes');
    });
    return el('tr', {}, el('td', {}, el('code', {}, key), plain.required?.includes(key) ? '' : ' ?'),
      el('td', {}, el('code', {}, kindOf(of)), ' ', of.description ?? inner.description ?? '', deeper));
  });
  return el('table', {}, ...rows);
}

function parameterRow(parameter) {
  const plain = resolve(parameter.schema);
  const input = plain.enum
    ? el('select', {}, el('option', { value: '' }, ''), ...plain.enum.map((value) => el('option', { value }, value)))
    : el('input', { placeholder: kindOf(parameter.schema), spellcheck: false });
  input.ariaLabel = parameter.name;
  input.dataset.name = parameter.name;
  input.dataset.place = parameter.in;
  return el('tr', {}, el('td', {}, el('code', {}, parameter.name), parameter.required ? '' : ' ?'),
    el('td', {}, input, parameter.description ?? plain.description ?? ''));
}

function requestOf(path, method, form) {
  let target = path;
  const query = new URLSearchParams();
  const headers = {};
  for (const input of form.querySelectorAll('[data-place]')) {
    const { name, place } = input.dataset;
    if (place === 'path') target = target.replace(`{${name}}`, encodeURIComponent(input.value));
    else if (input.value && place === 'query') query.set(name, input.value);
    else if (input.value) headers[name] = input.value;
  }
  if ($('token').value) headers.Authorization = `Bearer ${$('token').value}`;
  const chooser = form.querySelector('input[type=file]');
  const body = chooser ? chooser.files[0] : form.querySelector('textarea')?.value;
  if (body) headers['Content-Type'] = chooser ? body.type || chooser.dataset.type : 'application/json';
  return [query.toString() ? `${target}?${query}` : target, { method: method.toUpperCase(), headers, body: body || undefined }];
}

function pretty(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

// Sends, and shows the answer as it comes: a stream goes on until it is stopped.
async function send(path, method, form, shown, stop) {
  const [target, options] = requestOf(path, method, form);
  const leave = new AbortController();
  stop.onclick = () => leave.abort();
  stop.hidden = false;
  shown.textContent = '…';
  try {
    const answer = await fetch(target, { ...options, signal: leave.signal });
    const head = `${answer.status} ${answer.statusText}\n${[...answer.headers].map((pair) => pair.join(': ')).join('\n')}\n\n`;
    shown.textContent = head;
    const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    for (let part = await reader?.read(); part && !part.done; part = await reader.read()) {
      text += part.value;
      shown.textContent = head + text;
    }
    if (!answer.headers.get('content-type')?.startsWith('text/event-stream')) shown.textContent = head + pretty(text);
  } catch (error) {
    shown.textContent += leave.signal.aborted ? '\n(stopped)' : `\n${error.message}`;
  }
  stop.hidden = true;
}

// A file of one of these media types.
function filePart(types) {
  const any = types.includes('*/*');
  const chooser = el('input', { type: 'file', ariaLabel: 'body', accept: any ? '' : types.join() });
  chooser.dataset.type = any ? 'application/octet-stream' : types[0];
  return [el('h3', {}, any ? 'Body: a file' : `Body: a file, ${types.join(', ')}`), chooser];
}

// One body, or a choice of several by their type.
function bodyPart(operation) {
  const content = operation.requestBody?.content;
  if (!content) return [];
  const schema = content['application/json']?.schema;
  if (!schema?.discriminator && !resolve(schema).properties) return filePart(Object.keys(content));
  const text = el('textarea', { spellcheck: false, ariaLabel: 'body', value: JSON.stringify(exampleOf(schema), null, 2) });
  const fields = el('div', {}, fieldsOf(schema));
  if (!schema.discriminator) return [el('h3', {}, 'Body'), fields, text];
  const choice = el('select', { ariaLabel: schema.discriminator.propertyName },
    ...Object.keys(schema.discriminator.mapping).map((type) => el('option', { value: type }, type)));
  choice.onchange = () => {
    const chosen = { $ref: schema.discriminator.mapping[choice.value] };
    text.value = JSON.stringify(exampleOf(chosen), null, 2);
    fields.replaceChildren(fieldsOf(chosen) ?? '');
  };
  choice.onchange();
  return [el('h3', {}, 'Body, one of ', choice), fields, text];
}

function answerPart(operation) {
  const [status, answer] = Object.entries(operation.responses).find(([code]) => code.startsWith('2')) ?? [];
  const media = Object.entries(answer?.content ?? {})[0];
  if (!media) return [];
  const data = resolve(media[1].schema).properties?.data ?? media[1].schema;
  return [el('h3', {}, `Answer ${status}: ${media[0] === 'application/json' ? kindOf(data) : media[0]}`), fieldsOf(data)];
}

function fill(box, path, method, operation) {
  const shown = el('pre', { textContent: 'Nothing sent yet.' });
  const stop = el('button', { type: 'button', hidden: true }, 'Stop');
  const form = el('form', {});
  form.append(...[operation.parameters?.length && el('h3', {}, 'Parameters'),
    operation.parameters?.length && el('table', {}, ...operation.parameters.map(parameterRow)), ...bodyPart(operation),
    el('div', { className: 'actions' }, el('button', {}, 'Send'), stop), shown, ...answerPart(operation)].filter(Boolean));
  form.onsubmit = (event) => {
    event.preventDefault();
    send(path, method, form, shown, stop);
  };
  box.append(form);
}

function operationBox(path, method, operation) {
  const box = el('details', { className: 'operation' }, el('summary', {},
    el('span', { className: `method ${method}` }, method), el('code', {}, path), el('span', {}, operation.summary),
    el('span', { className: 'role' }, operation.description ?? '')));
  box.id = operation.operationId;
  box.dataset.words = `${method} ${path} ${operation.summary}`.toLowerCase();
  box.addEventListener('toggle', () => {
    if (box.children.length === 1) fill(box, path, method, operation);
  });
  return box;
}

function show() {
  const groups = new Map();
  for (const [path, item] of Object.entries(api.paths)) {
    for (const [method, operation] of Object.entries(item)) {
      const [tag] = operation.tags;
      if (!groups.has(tag)) groups.set(tag, el('section', {}, el('h2', {}, tag)));
      groups.get(tag).append(operationBox(path, method, operation));
    }
  }
  $('operations').replaceChildren(...groups.values());
  $('about').textContent = `${api.info.description} Version ${api.info.version}.`;
  const named = document.getElementById(location.hash.slice(1));
  if (named) named.open = true;
}

$('find').oninput = () => {
  const words = $('find').value.toLowerCase().split(/\s+/);
  for (const box of document.querySelectorAll('.operation')) box.hidden = !words.every((word) => box.dataset.words.includes(word));
  for (const group of document.querySelectorAll('section')) group.hidden = !group.querySelector('.operation:not([hidden])');
};
$('token').value = sessionStorage.getItem('token') ?? '';
$('token').oninput = () => sessionStorage.setItem('token', $('token').value);

try {
  api = await (await fetch('/api/v1/openapi.json')).json();
  show();
} catch (error) {
  $('operations').textContent = `The description could not be read: ${error.message}`;
}
