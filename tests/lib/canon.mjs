// Canonical JSON (keys in code point order, no blanks) and RFC 7396, written from the RFC and not from the C code.

function byCodePoint(a, b) {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

export function canon(value) {
  if (Array.isArray(value)) return `[${value.map(canon).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const members = Object.keys(value).sort(byCodePoint);
  return `{${members.map((key) => `${JSON.stringify(key)}:${canon(value[key])}`).join(',')}}`;
}

function isObject(value) {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

// A new document; neither argument is changed.
export function mergePatch(target, patch) {
  if (!isObject(patch)) return patch;
  const merged = isObject(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete merged[key];
    else merged[key] = mergePatch(merged[key], value);
  }
  return merged;
}

// Every null in it, as JSON pointers: the table document must have none.
export function nullsIn(value, at = '') {
  if (value === null) return [at];
  if (typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, inner]) => nullsIn(inner, `${at}/${key}`));
}

// Without empty arrays and objects, which a sheet leaves out; members named in `keep` stay as they are.
export function pruned(value, keep = []) {
  if (!isObject(value)) return value;
  const left = {};
  for (const [key, inner] of Object.entries(value)) {
    const kept = keep.includes(key) ? inner : pruned(inner);
    const empty = typeof kept === 'object' && kept !== null && Object.keys(kept).length === 0;
    if (!empty) left[key] = kept;
  }
  return left;
}
