// Events written to a table's log by hand, and announced in whatever way a test wants.
import crypto from 'node:crypto';
import { sql } from './stack.mjs';

export const quote = (text) => (text === null ? 'null' : `'${text.replaceAll("'", "''")}'`);

// One table with its log, as the API would write it, and nothing announced yet.
export class Log {
  constructor(table) {
    this.table = table;
    this.channel = `tabard_${parseInt(table.id.slice(-2), 16) % 64}`;
    this.seq = Number(sql(`select last_seq from campaigns where id = '${table.id}'`)[0]);
    this.expected = { dm: [], party: [] };
  }

  // `to` names the audiences that get it. Gives the parcel that a NOTIFY would carry, if it is not too big for one.
  add({ to = ['dm', 'party'], size = 10, data } = {}) {
    const seq = ++this.seq;
    const id = crypto.randomUUID();
    const bytes = {};
    for (const audience of ['dm', 'party']) {
      bytes[audience] = to.includes(audience) ? data ?? JSON.stringify({ patch: {}, type: 'test.event', x: audience.repeat(size) }) : null;
      if (bytes[audience]) this.expected[audience].push([id, bytes[audience]]);
    }
    sql(`with numbered as (update campaigns set last_seq = ${seq} where id = '${this.table.id}')
      insert into events (campaign_id, seq, id, type, dm, party)
      values ('${this.table.id}', ${seq}, '${id}', 'test.event', ${quote(bytes.dm)}, ${quote(bytes.party)})`);
    const length = (text) => (text === null ? '-' : Buffer.byteLength(text));
    return {
      bare: `${this.table.id} ${seq}`,
      parcel: `${this.table.id} ${seq} ${id} test.event/test.event ${length(bytes.dm)} ${length(bytes.party)}\n${bytes.dm ?? ''}${bytes.party ?? ''}`,
    };
  }

  ring(...payloads) {
    for (const payload of payloads) sql(`select pg_notify('${this.channel}', ${quote(payload)})`);
  }
}
