// Bodies that must be refused, made from the schemas in the OpenAPI document: for every field the wrong types, the values
// beyond its bounds and those that no JSON parser should take.

// A string that no body holds, put where raw text goes that JSON.stringify would not write.
const MARK = '@@RAW@@';

function at(body, path) {
  return path.reduce((value, key) => value?.[key], body);
}

function replaced(body, path, value) {
  const copy = structuredClone(body);
  if (path.length === 0) return value;
  at(copy, path.slice(0, -1))[path.at(-1)] = value;
  return copy;
}

function removed(body, path) {
  const copy = structuredClone(body);
  delete at(copy, path.slice(0, -1))[path.at(-1)];
  return copy;
}

export function pointer(path) {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

const raws = {
  'a number that no double holds': '1e999',
  'a number of many digits': '123456789012345678901234567890',
  'NaN': 'NaN', 'Infinity': '-Infinity', 'a leading zero': '01', 'hexadecimal': '0x1', 'a comment': '/* */ 1', 'single quotes': "'a'",
  'a NUL': '"a\\u0000b"', 'half a surrogate pair': '"\\ud800"', 'the other half': '"\\udc00x"', 'a raw line break': '"a\nb"',
  'not UTF-8': Buffer.from([0x22, 0xc3, 0x28, 0x22]), 'overlong UTF-8': Buffer.from([0x22, 0xc0, 0xaf, 0x22]),
  'deep nesting': '['.repeat(5000) + ']'.repeat(5000), 'deep objects': '{"a":'.repeat(5000) + '1' + '}'.repeat(5000),
  'nothing': '',
};

// The place of a raw value in a body, as bytes.
function withRaw(body, path, raw) {
  const [before, after] = JSON.stringify(replaced(body, path, MARK)).split(`"${MARK}"`);
  return Buffer.concat([Buffer.from(before), Buffer.from(raw), Buffer.from(after)]);
}

// The members of a schema that stand in this body: [{ path, schema }], the body itself first.
function places(api, schema, body, path = []) {
  const found = [{ path, schema }];
  const plain = api.resolve(schema);
  const value = at(body, path);
  for (const [key, inner] of Object.entries(plain.properties ?? {})) {
    if (value && key in value) found.push(...places(api, inner, body, [...path, key]));
  }
  if (plain.items && Array.isArray(value)) {
    value.forEach((_, i) => found.push(...places(api, plain.items, body, [...path, i])));
  }
  if (typeof plain.additionalProperties === 'object' && value) {
    for (const key of Object.keys(value)) found.push(...places(api, plain.additionalProperties, body, [...path, key]));
  }
  return found;
}

// The fields of a schema that none of these bodies has: nobody would test those.
export function uncovered(api, schema, bodies, path = []) {
  const plain = api.resolve(schema);
  const inner = (key, of, values) => (values.length ? uncovered(api, of, values, [...path, key]) : [pointer([...path, key])]);
  const missing = Object.entries(plain.properties ?? {}).flatMap(([key, of]) =>
    inner(key, of, bodies.map((body) => body[key]).filter((value) => value !== undefined && value !== null)));
  if (plain.items) missing.push(...inner('0', plain.items, bodies.flat()));
  if (typeof plain.additionalProperties === 'object') missing.push(...inner('*', plain.additionalProperties, bodies.flatMap((body) => Object.values(body))));
  return missing;
}

function beyondBounds(plain) {
  const values = [];
  if (plain.minimum !== undefined) values.push(plain.minimum - 1, -2147483649, -9007199254740991);
  if (plain.maximum !== undefined) values.push(plain.maximum + 1, 2147483648, 4294967297, 9007199254740991);
  if (plain.minimum !== undefined) values.push(plain.minimum + 0.5);
  if (plain.maxLength !== undefined) values.push('x'.repeat(plain.maxLength + 1), '😀'.repeat(plain.maxLength + 1));
  if (plain.minLength > 0) values.push('x'.repeat(plain.minLength - 1));
  if (plain.enum) values.push('no such', '', plain.enum.find((e) => e)?.toUpperCase());
  if (plain.format === 'uuid') values.push('', 'x', '0190a5c4-7d3e-7c52-9c1a-6f0e8c2b4d1', '{0190a5c4-7d3e-7c52-9c1a-6f0e8c2b4d10}');
  if (plain.format === 'date-time') values.push('', 'tomorrow', '2030-02-30T00:00:00Z', '2030-01-01', '2030-01-01T00:00:00', '2030-01-01T25:00:00Z');
  if (plain.maxItems !== undefined && plain.maxItems < 1000) values.push(Array(plain.maxItems + 1).fill(null));
  if (plain.minItems > 0) values.push([]);
  return values;
}

// Yields { what, field, code?, body } where body is a value, or a Buffer to be sent as it is.
export function* attacks(api, schema, body) {
  const types = [true, 7, 1.5, 'text', '7', [], [1], {}, { a: 1 }, null];
  for (const place of places(api, schema, body)) {
    const plain = api.resolve(place.schema);
    const field = pointer(place.path);
    const valid = api.ajv.compile(place.schema.$ref ? { $ref: `openapi${place.schema.$ref}` } : absolute(place.schema));
    for (const value of [...types, ...beyondBounds(plain)]) {
      // Some of these are good for some fields; the schema says which are not.
      if (valid(value)) continue;
      yield { what: `${field || 'the body'} = ${JSON.stringify(value).slice(0, 60)}`, field, body: replaced(body, place.path, value) };
    }
    for (const [what, raw] of Object.entries(raws)) {
      // Nothing between the brackets of an array is an empty array, and an empty body is one without fields.
      const empties = typeof place.path.at(-1) === 'number' || (place.path.length === 0 && !plain.required);
      if (raw === '' && empties) continue;
      yield { what: `${field || 'the body'}: ${what}`, field, raw: true, body: withRaw(body, place.path, raw) };
    }
    if (plain.additionalProperties === false) {
      const here = at(body, place.path);
      yield { what: `${field}/nope`, field: `${field}/nope`, code: 'UNKNOWN_FIELD', body: replaced(body, place.path, { ...here, nope: 1 }) };
      yield { what: `${field}/ (an empty name)`, field: `${field}/`, code: 'UNKNOWN_FIELD', body: replaced(body, place.path, { ...here, '': 1 }) };
      yield { what: `${field}/__proto__`, field: `${field}/__proto__`, code: 'UNKNOWN_FIELD', body: withRaw(body, place.path, `{"__proto__":{}${Object.keys(here).length ? ',' : ''}${JSON.stringify(here).slice(1)}`) };
      for (const key of Object.keys(here)) {
        const twice = `{${JSON.stringify(key)}:${JSON.stringify(here[key])},${JSON.stringify(here).slice(1)}`;
        yield { what: `${field}/${key} twice`, field: '', code: 'DUPLICATE_KEY', body: withRaw(body, place.path, twice) };
      }
    }
    for (const key of plain.required ?? []) {
      yield { what: `no ${field}/${key}`, field: `${field}/${key}`, code: 'REQUIRED', body: removed(body, [...place.path, key]) };
    }
  }
  const text = JSON.stringify(body);
  for (let cut = 1; cut < text.length; cut += Math.ceil(text.length / 12)) {
    yield { what: `cut after ${cut} bytes`, field: '', code: 'MALFORMED', body: Buffer.from(text.slice(0, cut)) };
  }
  for (const [what, odd] of Object.entries({ 'more behind it': `${text}{}`, 'a BOM before it': `\ufeff${text}`, 'a NUL behind it': `${text}\0`, 'a comma behind it': `${text},`, 'UTF-16': Buffer.from(text, 'utf16le') })) {
    yield { what, field: '', code: 'MALFORMED', body: Buffer.from(odd) };
  }
}

// The same schema with references that lead into the document from outside it.
function absolute(schema) {
  return JSON.parse(JSON.stringify(schema).replaceAll('"$ref":"#/', '"$ref":"openapi#/'));
}
