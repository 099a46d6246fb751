// What every viewer of a soak received since the last quiet point, held against the log of events: in order, nothing missed,
// nothing twice, and each with the bytes of the audience that the viewer was in at that moment.
import { canon } from './canon.mjs';
import { kindOf, marksIn } from './soak-marks.mjs';
import { sql } from './stack.mjs';
import { eventually } from './wait.mjs';

const AT_ONCE = 16;

// So many at a time.
export async function each(list, work, atOnce = AT_ONCE) {
  const left = [...list];
  await Promise.all(Array.from({ length: atOnce }, async () => {
    while (left.length) await work(left.shift());
  }));
}

const audienceOf = (role) => (role === 'dm' ? 'dm' : 'party');
const SHARES = ['dm', 'party', 'named'];

// The rows of the logs since each table's last quiet point, by campaign; of each share the mark in it.
function readLogs(tables) {
  const quiet = tables.map(({ table, seq }) => `('${table.id}'::uuid, ${seq})`).join(',');
  const share = (name, type) => `'${name}', case when ${name} is not null then json_build_object('type', ${type}, 'hash', md5(${name}), 'mark', substring(${name} from '~[a-z]+[0-9]+~')) end`;
  const lines = sql(`
    select json_build_object('campaign', campaign_id, 'seq', e.seq, 'id', id, 'ends', ends, 'message', message_id, 'readers', coalesce(readers, '{}'),
      ${share('dm', 'type')}, ${share('party', 'coalesce(party_type, type)')}, ${share('named', 'coalesce(named_type, type)')})
    from (values ${quiet}) m (campaign, seq) join events e on e.campaign_id = m.campaign and e.seq > m.seq order by campaign_id, e.seq`);
  const logs = new Map(tables.map(({ table }) => [table.id, []]));
  for (const row of lines.map((line) => JSON.parse(line))) logs.get(row.campaign).push(row);
  return logs;
}

// What is in a row for somebody of that audience; for those whom it names, what is for them.
const shareOf = (row, viewer, audience) => (row.readers.includes(viewer.id) ? row.named : row[audience]);
const isGuest = (table, viewer) => viewer === table.guest.viewer;

// The audience of a viewer behind each of the events that ended their streams.
function audiences(table, viewer, log) {
  if (!isGuest(table, viewer)) return () => audienceOf(viewer.role);
  const { guest } = table;
  const ends = log.filter((row) => row.ends === guest.id).map((row) => row.seq);
  const roles = [guest.before ?? 'observer', ...guest.changes];
  if (ends.length !== guest.changes.length) throw new Error(`${ends.length} events ended the guest's streams, and it was changed ${guest.changes.length} times`);
  return (seq) => audienceOf(roles[ends.filter((end) => end <= seq).length]);
}

// The rows of messages that were changed or taken back later: they say then what the message says, or that it is gone.
function rewrittenIn(log) {
  const last = new Map(log.filter((row) => row.message).map((row) => [row.message, row]));
  return new Set(log.filter((row) => row.message && row !== last.get(row.message)));
}

// What does not hold of what one viewer heard, a line each.
export function walk(table, viewer, log) {
  const complaints = [...viewer.stream.wrong];
  const byId = new Map(log.map((row) => [row.id, row]));
  const rewritten = rewrittenIn(log);
  const isOf = (row, share, { type, hash }) => (rewritten.has(row)
    ? type === share.type || (share.type === 'message.deleted' && type.startsWith('message.')) : type === share.type && hash === share.hash);
  const audience = audiences(table, viewer, log);
  const between = (from, to, which) => log.filter((row) => row.seq > from && row.seq < to && shareOf(row, viewer, which)).length;
  const ended = (from, to) => isGuest(table, viewer) && log.some((row) => row.seq > from && row.seq <= to && row.ends === viewer.id);
  const hear = (marks, seq) => complaints.push(...marks.flatMap((mark) => table.marks.heard(mark, viewer.id, audience(seq))));
  // Of what has no place in the log nobody can say what the guest was just then, when they became something else meanwhile.
  const steady = !isGuest(table, viewer) || !table.guest.changes.length;
  let at = table.seq;
  let fresh = false; // the last thing was a sync
  for (const event of viewer.stream.heard) {
    const { id, type, marks } = event;
    const row = byId.get(id);
    if (type === 'sync' || type === 'mark') {
      if (!row && id !== '0' && !table.lastIds.includes(id)) complaints.push(`a ${type} with the id ${id} of nobody`);
      const to = row?.seq ?? table.seq;
      if (type === 'mark') {
        // Behind a sync, for those whom the log names later than that.
        if (row && !row.readers.includes(viewer.id)) complaints.push(`the mark ${id} is of what was for others`);
        at = Math.max(at, to);
        continue;
      }
      const back = audience(to) === audience(at) && !ended(to, at) && log.some((one) => one.seq > to && one.seq <= at && one[audience(to)]);
      if (back) complaints.push(`a sync went back from ${at} to ${to}`);
      if (steady) hear(marks, to);
      at = to;
      fresh = true;
      continue;
    }
    if (!row) {
      complaints.push(`${type} ${id} is in no log since the last quiet point`);
      continue;
    }
    const which = audience(row.seq);
    const share = shareOf(row, viewer, which);
    if (row.seq <= at) complaints.push(`${type} (seq ${row.seq}) came when ${at} had`);
    if (!share) complaints.push(`${type} (seq ${row.seq}) is not for the ${which}`);
    else if (!isOf(row, share, event)) complaints.push(`${type} (seq ${row.seq}) has not the bytes of the ${which}`);
    hear(marks, row.seq);
    const missed = between(at, row.seq, which);
    if (missed) complaints.push(`${missed} missed before seq ${row.seq}`);
    if (!fresh && ended(at, row.seq)) complaints.push(`${type} (seq ${row.seq}) came on a stream that should have ended`);
    at = Math.max(at, row.seq);
    fresh = false;
  }
  const end = (log.at(-1)?.seq ?? table.seq) + 1;
  const missed = between(at, end, audience(end));
  if (missed) complaints.push(`${missed} missed at the end, behind seq ${at}`);
  if (steady) hear(viewer.stream.passed, end);
  if (new Set(viewer.stream.passed).size < viewer.stream.passed.length) complaints.push('a signal came twice');
  return complaints;
}

const TALK = /^(party|dm|whisper|roll.*)$/;

// What does not hold of the log itself: that what was said and rolled is in it once, for those who may know of it and for all of
// them, and that signals are not.
export function judge(table, log) {
  const complaints = [];
  const created = new Map();
  for (const row of log) {
    const marks = new Set(SHARES.map((name) => row[name]?.mark).filter(Boolean));
    for (const mark of marks) {
      const kind = kindOf(mark);
      if (kind.startsWith('signal')) complaints.push(`the signal ${mark} is in the log`);
      if (!TALK.test(kind)) continue;
      if (SHARES.some((name) => ['message.created', 'dice.rolled'].includes(row[name]?.type))) created.set(mark, (created.get(mark) ?? 0) + 1);
      for (const viewer of table.viewers.filter((one) => !isGuest(table, one))) {
        const audience = audienceOf(viewer.role);
        const told = shareOf(row, viewer, audience)?.mark === mark;
        if (told !== table.marks.get(mark).may(viewer.id, audience)) complaints.push(`seq ${row.seq}: ${viewer.role} ${viewer.id} ${told ? 'is told' : 'is not told'} of ${mark}`);
      }
    }
  }
  for (const mark of table.told.filter((one) => !table.gone.has(one))) {
    if (created.get(mark) !== 1) complaints.push(`${mark} is in the log ${created.get(mark) ?? 0} times`);
  }
  return complaints;
}

// Until the folded table is what GET state answers; gives a complaint when it never is, or has what is not for them.
async function settle(table, viewer) {
  const { client, stream } = viewer;
  let folded, state;
  try {
    await eventually('the folded table', async () => {
      state = canon(await client.get(`/campaigns/${table.table.id}/state`));
      folded = stream.table && canon(stream.table);
      return folded === state;
    });
  } catch (error) {
    const from = [...(folded ?? '')].findIndex((c, i) => c !== state?.[i]);
    return [`the folded table is not the server's: ${error.message}: ${folded?.slice(Math.max(0, from - 80), from + 80)} … ${state?.slice(Math.max(0, from - 80), from + 80)}`];
  }
  const role = isGuest(table, viewer) ? table.guest.role : viewer.role;
  return marksIn(state).flatMap((mark) => table.marks.heard(mark, viewer.id, audienceOf(role)));
}

// At a quiet point. Gives what does not hold, a line each, and how many events were held against the log.
export async function reckon(tables) {
  const complaints = [];
  const complain = (table, who, lines) => complaints.push(...lines.map((line) => `table ${table.number}, ${who}: ${line}`));
  const viewers = tables.flatMap((table) => table.viewers.map((viewer) => [table, viewer]));
  await each(viewers, async ([table, viewer]) => complain(table, viewer.client.name, await settle(table, viewer)));
  const logs = readLogs(tables);
  let events = 0;
  for (const table of tables) {
    const log = logs.get(table.table.id);
    complain(table, 'the log', judge(table, log));
    for (const viewer of table.viewers) {
      events += viewer.stream.heard.length;
      complain(table, viewer.client.name, walk(table, viewer, log));
      viewer.stream.wrong = [];
      viewer.secret = isGuest(table, viewer) ? undefined : log.findLast((row) => !shareOf(row, viewer, audienceOf(viewer.role)))?.id ?? viewer.secret;
    }
    table.remember(log, [...['dm', 'party'].map((name) => (row) => row[name]), ...table.viewers.map(({ id }) => (row) => row.readers.includes(id))]);
  }
  return { complaints, events };
}

// Whether every move that was answered is in the log, once, and nothing else: but for drops of combatants' tokens, which are
// moves too, at most as many as were sent.
export function reckonMoves(tables) {
  const campaigns = tables.map(({ table }) => `'${table.id}'`).join(',');
  const logged = sql(`select m.id || ' ' || m.type || ' ' || e.campaign_id from moves m join encounters e on e.id = m.encounter_id where e.campaign_id in (${campaigns})`)
    .map((line) => line.split(' '));
  const answered = tables.flatMap((table) => table.answered.map(({ id }) => id));
  const [there, wanted] = [new Set(logged.map(([id]) => id)), new Set(answered)];
  const left = new Map(tables.map(({ table, drops }) => [table.id, drops]));
  const lost = answered.filter((id) => !there.has(id));
  const extra = logged.filter(([id, type, campaign]) => {
    if (wanted.has(id)) return false;
    if (type === 'move') left.set(campaign, left.get(campaign) - 1);
    return type !== 'move' || left.get(campaign) < 0;
  });
  const complaints = [];
  if (lost.length) complaints.push(`${lost.length} answered moves are not in the log, such as ${lost[0]}`);
  if (extra.length) complaints.push(`${extra.length} moves in the log were never answered, such as ${extra[0].join(' ')}`);
  if (wanted.size !== answered.length) complaints.push('a move was answered twice');
  return { complaints, moves: answered.length };
}
