// Two evenings that differ only in whispers and secret rolls give everybody else the same bytes: streams, resumed ones too,
// lists, pages, words, counts, figures and refusals.
import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import test from 'node:test';
import { openStream, Stream } from '../lib/sse.mjs';
import { newTable, random } from '../lib/users.mjs';

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
const TIME = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g;

// Dice fall otherwise in every campaign, and who is there changes by itself: what counts is all that stands around them.
const PRESENCE = /"presence":\{(?:"[^"]*":\{"since":"[^"]*"\},?)*\}/g;
const withoutDice = (text) => text.replace(PRESENCE, '"presence":{}').replace(/"(rolled|value|total|sum|ones|twenties)":-?\d+/g, '"$1":0').replace(/"line":"[^"]*"/g, '').replace(/"mark":"\w+"/g, '').replace(/"(commitment|seed)":"\w{64}"/g, '"$1":""');

class Evening {
  async begin() {
    this.table = await newTable({ players: 2, secondDm: true, campaign: { name: 'Same' } });
    const { dm, dm2, observer, players: [ann, bob] } = this.table;
    Object.assign(this, { dm, dm2, observer, ann, bob, labels: new Map([[this.table.id, 'campaign']]), fresh: new Map() });
    this.names = new Map();
    for (const [label, who] of Object.entries({ dm, dm2, observer, ann, bob })) {
      const id = (await who.get('/me')).id;
      this.labels.set(id, label);
      who.id = id;
      await who.patch('/me', { display_name: label });
      who.patience = random('x');
    }
    this.watchers = [observer, bob];
    this.streams = await Promise.all(this.watchers.map((who) => openStream(who, this.table.id)));
    this.records = this.watchers.map(() => []);
    return this;
  }

  say(who, body) {
    return who.post(`/campaigns/${this.table.id}/messages`, body);
  }

  roll(who, body) {
    return who.post(`/campaigns/${this.table.id}/rolls`, body);
  }

  // Ids are told apart, in the order in which each watcher comes to see them, and no more.
  same(i, text) {
    const seen = this.fresh.get(i) ?? this.fresh.set(i, []).get(i);
    return withoutDice(text).replace(UUID, (id) => {
      if (this.labels.has(id)) return this.labels.get(id);
      if (!seen.includes(id)) seen.push(id);
      return `id ${seen.indexOf(id)}`;
    }).replace(TIME, 'T');
  }

  async look() {
    const { id } = this.table;
    for (const [i, who] of this.watchers.entries()) {
      const paths = [
        `/campaigns/${id}/messages`, `/campaigns/${id}/messages?limit=1`, `/campaigns/${id}/messages?q=the`, `/campaigns/${id}/messages?q=secret`, `/campaigns/${id}/rolls`,
        `/campaigns/${id}/rolls?limit=1`, `/campaigns/${id}/rolls/stats`, `/campaigns/${id}/rolls/proof`, `/campaigns/${id}/state`, '/me', `/messages/${this.secret ?? crypto.randomUUID()}`,
      ];
      for (const path of paths) {
        const answer = await who.call('GET', path, [200, 404]);
        this.records[i].push([path.replace(UUID, 'id'), answer.status, this.same(i, JSON.stringify(answer.json))]);
      }
      for (const [method, path, body] of [['PATCH', `/messages/${this.secret ?? crypto.randomUUID()}`, { text: 'x' }], ['DELETE', `/messages/${this.secret ?? crypto.randomUUID()}`], ['PUT', `/campaigns/${id}/messages/read`, { message_id: this.secret ?? crypto.randomUUID() }]]) {
        const answer = await who.call(method, path, [400, 404], { body });
        this.records[i].push([method, answer.status, this.same(i, JSON.stringify(answer.json))]);
      }
    }
  }

  async end() {
    const seen = [];
    for (const [i, who] of this.watchers.entries()) {
      const live = this.streams[i];
      await live.until('the end', () => live.events.some((e) => e.json.message?.text === 'the end'));
      const bytes = (stream) => this.same(i, [...stream.events].map((e) => `${e.id} ${e.type} ${e.data}`).join('\n'));
      const all = [bytes(live)];
      for (const from of [live.events[0].id, live.events.at(-3).id, undefined]) {
        const again = new Stream(who, this.table.id);
        again.table = {};
        await again.open({ lastEventId: from });
        await again.until('the rest', () => from === undefined ? again.events.length : again.events.some((e) => e.json.message?.text === 'the end'));
        all.push(bytes(again), again.lastId === live.lastId);
        again.close();
      }
      live.close();
      seen.push({ streams: all, records: this.records[i] });
    }
    return seen;
  }
}

async function play(secretly) {
  const evening = await new Evening().begin();
  const { ann, bob, dm, observer } = evening;
  for (let n = 0; n < 4; n++) {
    await secretly(evening, n);
    await evening.say([ann, dm, bob, observer][n], { text: `Step ${n} of the way, [[1d20+2]].` });
    await secretly(evening, n + 10);
    await evening.roll([bob, ann, dm, ann][n], { expr: '2d6', label: 'for all' });
    await evening.look();
  }
  await secretly(evening, 20);
  await evening.say(ann, { text: 'the end' });
  return evening.end();
}

// What Ann and the DMs have among themselves.
async function secrets(evening, n) {
  const { ann, dm, dm2 } = evening;
  const whisper = await evening.say(ann, { text: 'the secret [[1d20]]', recipients: [dm.id] });
  evening.secret = whisper.id;
  await ann.patch(`/messages/${whisper.id}`, { text: 'the secret, again [[1d20]]' });
  await evening.say(dm, { text: '/roll 3d6 the secret', to: 'dm' });
  const gone = await evening.say(dm2, { text: 'the secret', recipients: [ann.id, dm.id] });
  if (n % 2) await dm2.delete(`/messages/${gone.id}`);
  for (const [who, visibility] of [[ann, 'dm'], [ann, 'blind'], [ann, 'self'], [dm, 'dm'], [dm, 'blind'], [dm, 'self']]) await evening.roll(who, { expr: '1d20', visibility });
  await ann.put(`/campaigns/${evening.table.id}/messages/read`, { message_id: whisper.id });
}

test('whispers and secret rolls are nowhere but with those whom they concern', async () => {
  const [quiet, secret] = await Promise.all([play(async () => {}), play(secrets)]);
  assert.deepEqual(secret, quiet);
  assert.ok(quiet[0].streams[0].includes('Step 3') && quiet[0].records.length > 40);
});

test('the comparison finds a word more', async () => {
  const [one, two] = await Promise.all([play(async () => {}), play(async (evening, n) => { if (n === 2) await evening.say(evening.ann, { text: 'the' }); })]);
  for (const i of [0, 1]) assert.notDeepEqual(one[i].streams, two[i].streams);
  for (const i of [0, 1]) assert.notDeepEqual(one[i].records, two[i].records);
});
