// What every viewer of a soak received since the last quiet point, held against the log of events: in order, nothing missed,
// nothing twice, and each with the bytes of the audience that the viewer was in at that moment.
import { canon } from './canon.mjs';
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

// The rows of the logs since each table's last quiet point, by campaign.
function readLogs(tables) {
  const marks = tables.map(({ table, seq }) => `('${table.id}'::uuid, ${seq})`).join(',');
  const lines = sql(`
    select concat_ws(' ', e.campaign_id, e.seq, e.id, coalesce(e.ends::text, '-'), e.type, coalesce(e.party_type, e.type), coalesce(md5(e.dm), '-'), coalesce(md5(e.party), '-'))
    from (values ${marks}) m (campaign, seq) join events e on e.campaign_id = m.campaign and e.seq > m.seq order by e.campaign_id, e.seq`);
  const logs = new Map(tables.map(({ table }) => [table.id, []]));
  for (const line of lines) {
    const [campaign, seq, id, ends, type, partyType, dm, party] = line.split(' ');
    const rows = { seq: Number(seq), id, ends, dm: dm !== '-' && { type, hash: dm }, party: party !== '-' && { type: partyType, hash: party } };
    logs.get(campaign).push(rows);
  }
  return logs;
}

// The audience of a viewer behind each of the events that ended their streams.
function audiences(table, viewer, log) {
  if (viewer !== table.guest.viewer) return () => audienceOf(viewer.role);
  const { guest } = table;
  const ends = log.filter((row) => row.ends === guest.id).map((row) => row.seq);
  const roles = [guest.before ?? 'observer', ...guest.changes];
  if (ends.length !== guest.changes.length) throw new Error(`${ends.length} events ended the guest's streams, and it was changed ${guest.changes.length} times`);
  return (seq) => audienceOf(roles[ends.filter((end) => end <= seq).length]);
}

// What does not hold of what one viewer heard, a line each.
export function walk(table, viewer, log) {
  const complaints = [...viewer.stream.wrong];
  const byId = new Map(log.map((row) => [row.id, row]));
  const audience = audiences(table, viewer, log);
  const between = (from, to, which) => log.filter((row) => row.seq > from && row.seq < to && row[which]).length;
  const ended = (from, to) => viewer === table.guest.viewer && log.some((row) => row.seq > from && row.seq <= to && row.ends === viewer.id);
  let at = table.seq;
  let fresh = false; // the last thing was a sync
  for (const { id, type, hash } of viewer.stream.heard) {
    const row = byId.get(id);
    if (type === 'sync') {
      const known = row || id === '0' || Object.values(table.lastIds).includes(id);
      if (!known) complaints.push(`a sync with the id ${id} of nobody`);
      const to = row?.seq ?? table.seq;
      if (to < at && audience(to) === audience(at) && !ended(to, at)) complaints.push(`a sync went back from ${at} to ${to}`);
      at = to;
      fresh = true;
      continue;
    }
    if (!row) {
      complaints.push(`${type} ${id} is in no log since the last quiet point`);
      continue;
    }
    const which = audience(row.seq);
    if (row.seq <= at) complaints.push(`${type} (seq ${row.seq}) came when ${at} had`);
    if (!row[which]) complaints.push(`${type} (seq ${row.seq}) is not for the ${which}`);
    else if (row[which].hash !== hash || row[which].type !== type) complaints.push(`${type} (seq ${row.seq}) has not the bytes of the ${which}`);
    const missed = between(at, row.seq, which);
    if (missed) complaints.push(`${missed} missed before seq ${row.seq}`);
    if (!fresh && ended(at, row.seq)) complaints.push(`${type} (seq ${row.seq}) came on a stream that should have ended`);
    at = Math.max(at, row.seq);
    fresh = false;
  }
  const end = (log.at(-1)?.seq ?? table.seq) + 1;
  const missed = between(at, end, audience(end));
  if (missed) complaints.push(`${missed} missed at the end, behind seq ${at}`);
  return complaints;
}

// Until the folded table is what GET state answers; gives a complaint when it never is.
async function settle(table, { client, stream }) {
  try {
    let folded, state;
    await eventually('the folded table', async () => {
      state = canon(await client.get(`/campaigns/${table.table.id}/state`));
      folded = stream.table && canon(stream.table);
      return folded === state;
    }).catch((error) => {
      const from = [...(folded ?? '')].findIndex((c, i) => c !== state?.[i]);
      throw new Error(`${error.message}: ${folded?.slice(Math.max(0, from - 80), from + 80)} … ${state?.slice(Math.max(0, from - 80), from + 80)}`);
    });
    return [];
  } catch (error) {
    return [`the folded table is not the server's: ${error.message}`];
  }
}

// At a quiet point. Gives what does not hold, a line each, and how many events were held against the log.
export async function reckon(tables) {
  const complaints = [];
  const complain = (table, viewer, lines) => complaints.push(...lines.map((line) => `table ${table.number}, ${viewer.client.name}: ${line}`));
  const viewers = tables.flatMap((table) => table.viewers.map((viewer) => [table, viewer]));
  await each(viewers, async ([table, viewer]) => complain(table, viewer, await settle(table, viewer)));
  const logs = readLogs(tables);
  let events = 0;
  for (const table of tables) {
    const log = logs.get(table.table.id);
    for (const viewer of table.viewers) {
      events += viewer.stream.heard.length;
      complain(table, viewer, walk(table, viewer, log));
      viewer.stream.wrong = [];
    }
    table.seq = log.at(-1)?.seq ?? table.seq;
    for (const which of ['dm', 'party']) table.lastIds[which] = log.findLast((row) => row[which])?.id ?? table.lastIds[which];
    table.secret = log.findLast((row) => !row.party)?.id ?? table.secret;
    Object.assign(table.guest, { before: table.guest.role, changes: [] });
    table.forget();
  }
  return { complaints, events };
}

// Whether every move that was answered is in the log, once, and nothing else.
export function reckonMoves(tables) {
  const campaigns = tables.map(({ table }) => `'${table.id}'`).join(',');
  const logged = sql(`select m.id from moves m join encounters e on e.id = m.encounter_id where e.campaign_id in (${campaigns})`);
  const answered = tables.flatMap((table) => table.answered.map(({ id }) => id));
  const [there, wanted] = [new Set(logged), new Set(answered)];
  const lost = answered.filter((id) => !there.has(id));
  const extra = logged.filter((id) => !wanted.has(id));
  const complaints = [];
  if (lost.length) complaints.push(`${lost.length} answered moves are not in the log, such as ${lost[0]}`);
  if (extra.length) complaints.push(`${extra.length} moves in the log were never answered, such as ${extra[0]}`);
  if (wanted.size !== answered.length) complaints.push('a move was answered twice');
  return { complaints, moves: answered.length };
}
