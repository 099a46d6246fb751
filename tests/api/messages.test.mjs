// Table talk: who reads what, dice in it, changes, pages, words, and what has been read.
import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import test from 'node:test';
import { fieldCodes } from '../lib/client.mjs';
import { openStream } from '../lib/sse.mjs';
import { sql } from '../lib/stack.mjs';
import { newCharacter, newTable } from '../lib/users.mjs';

// Times are written without the zeros at their end by the database.
const plain = (value) => JSON.parse(JSON.stringify(value).replace(/(\.\d*?)0*Z"/g, '$1Z"').replaceAll('.Z"', 'Z"'));
const idOf = async (who) => (await who.get('/me')).id;
const say = async (who, table, body, status = 201) => plain(await who.post(`/campaigns/${table.id}/messages`, typeof body === 'string' ? { text: body } : body, status));
const heard = async (who, table, query = '') => plain(await who.get(`/campaigns/${table.id}/messages${query.replaceAll(' ', '%20')}`));
const texts = async (who, table, query) => (await heard(who, table, query)).map((m) => m.text);

async function refused(who, table, body, field, code) {
  const error = await who.refused('POST', `/campaigns/${table.id}/messages`, 400, 'VALIDATION_FAILED', { body });
  assert.deepEqual(fieldCodes(error, field), [code], JSON.stringify(error));
}

// One message of each kind, and who reads it.
async function conversation() {
  const table = await newTable({ players: 3, secondDm: true });
  const [ann, bob, cy] = table.players;
  const ids = new Map(await Promise.all(table.everyone.map(async (who) => [who, await idOf(who)])));
  const { dm, dm2, observer } = table;
  const said = [
    [await say(ann, table, 'to all'), table.everyone],
    [await say(observer, table, 'from the gallery'), table.everyone],
    [await say(ann, table, { text: 'to the DMs', to: 'dm' }), [ann, dm, dm2]],
    [await say(dm, table, { text: 'among DMs', to: 'dm' }), [dm, dm2]],
    [await say(ann, table, { text: 'to Bob', recipients: [ids.get(bob)] }), [ann, bob]],
    [await say(dm, table, { text: 'to Ann and Cy', to: 'named', recipients: [ids.get(ann), ids.get(cy)] }), [dm, ann, cy]],
    [await say(cy, table, { text: 'to myself', recipients: [ids.get(cy)] }), [cy]],
  ];
  return { table, said, ids, ann, bob, cy };
}

test('a message is there for its readers and for nobody else', async () => {
  const { table, said } = await conversation();
  for (const who of [...table.everyone, table.stranger]) {
    for (const [message, readers] of said) {
      if (readers.includes(who)) {
        assert.deepEqual(await who.get(`/messages/${message.id}`), message);
        continue;
      }
      const error = await who.refused('GET', `/messages/${message.id}`, 404, 'MESSAGE_NOT_FOUND');
      assert.deepEqual(error, await who.refused('GET', `/messages/${crypto.randomUUID()}`, 404, 'MESSAGE_NOT_FOUND'));
      assert.deepEqual(error, await who.refused('PATCH', `/messages/${message.id}`, 404, 'MESSAGE_NOT_FOUND', { body: { text: 'x' } }));
      assert.deepEqual(error, await who.refused('DELETE', `/messages/${message.id}`, 404, 'MESSAGE_NOT_FOUND'));
      if (who !== table.stranger) {
        const unread = await who.refused('PUT', `/campaigns/${table.id}/messages/read`, 400, 'VALIDATION_FAILED', { body: { message_id: message.id } });
        assert.deepEqual(unread, await who.refused('PUT', `/campaigns/${table.id}/messages/read`, 400, 'VALIDATION_FAILED', { body: { message_id: crypto.randomUUID() } }));
      }
    }
    if (who === table.stranger) continue;
    const mine = said.filter(([, readers]) => readers.includes(who)).map(([m]) => m).reverse();
    assert.deepEqual(await heard(who, table), mine, who.name);
    // Page by page, and by words, it is the same.
    const paged = [];
    for (let cursor = ''; cursor !== undefined;) {
      const page = await who.call('GET', `/campaigns/${table.id}/messages?limit=2${cursor}`, 200);
      paged.push(...page.json.data);
      const next = page.json.meta.pagination.next_cursor;
      cursor = next && `&cursor=${next}`;
    }
    assert.deepEqual(paged, mine);
    assert.deepEqual(await heard(who, table, '?q=to'), mine.filter((m) => /\bto\b/.test(m.text)));
  }
});

test('words find messages, in this campaign only', async () => {
  const { table, ann, bob } = await conversation();
  const other = await newTable({ observer: false });
  await say(other.dm, other, 'to the dragon');
  await say(ann, table, 'The Dragon sleeps; don\'t wake it: <b>%_\\ "x" & | ! ()</b>');
  await say(ann, table, 'dragons everywhere');
  assert.deepEqual((await texts(bob, table, '?q=dragon')).length, 1);
  assert.equal((await texts(bob, table, '?q=dragon or dragons')).length, 2);
  assert.equal((await texts(bob, table, '?q=dragon -sleeps')).length, 0);
  assert.equal((await texts(bob, table, '?q="sleeps dragon"')).length, 0);
  assert.equal((await texts(bob, table, '?q="dragon sleeps"')).length, 1);
  for (const q of ['%27', "'", ':*', '!', '%26', '(', '\\', '%22', '=', `=${other.id}`, '%25']) assert.deepEqual(await texts(bob, table, `?q=${q}`), [], q);
  await bob.refused('GET', `/campaigns/${table.id}/messages?q=`, 400, 'VALIDATION_FAILED');
  await bob.refused('GET', `/campaigns/${table.id}/messages?cursor=x`, 400, 'VALIDATION_FAILED');
});

test('it is said by whom one may speak for', async () => {
  const { table, ann, bob, ids } = await conversation();
  const hero = await newCharacter(ann, table.id, { name: 'Thokk' });
  const elsewhere = await newCharacter(ann, undefined, { name: 'Elsewhere' });
  const spoken = await say(ann, table, { text: 'I am here.', as_character: hero.id });
  assert.equal(spoken.speaker, 'Thokk');
  assert.equal(spoken.character_id, hero.id);
  assert.equal((await say(table.dm, table, { text: 'I agree.', as_character: hero.id })).speaker, 'Thokk');
  assert.equal((await say(table.dm, table, { text: 'Halt!', as_name: 'A guard' })).speaker, 'A guard');
  await refused(bob, table, { text: 'x', as_character: hero.id }, '/as_character', 'NOT_ALLOWED');
  await refused(ann, table, { text: 'x', as_character: elsewhere.id }, '/as_character', 'NOT_ALLOWED');
  await refused(ann, table, { text: 'x', as_character: crypto.randomUUID() }, '/as_character', 'NOT_ALLOWED');
  await refused(ann, table, { text: 'x', as_name: 'A guard' }, '/as_name', 'NOT_ALLOWED');
  await refused(table.dm, table, { text: 'x', as_name: 'A', as_character: hero.id }, '/as_name', 'NOT_ALLOWED');
  await refused(ann, table, { text: 'x', recipients: [await idOf(table.stranger)] }, '/recipients', 'NOT_ALLOWED');
  await refused(ann, table, { text: 'x', to: 'dm', recipients: [ids.get(bob)] }, '/recipients', 'NOT_ALLOWED');
  await refused(ann, table, { text: 'x', to: 'named' }, '/recipients', 'REQUIRED');
  await refused(ann, table, { text: ' \n\t' }, '/text', 'TOO_SHORT');
  await refused(ann, table, { text: 'x'.repeat(4001) }, '/text', 'TOO_LONG');
  assert.equal((await say(ann, table, 'ü'.repeat(4000))).text.length, 4000);
});

test('dice in a message are rolled here and stand beside the text', async () => {
  const { table, ann, bob } = await conversation();
  const text = 'Zäh 🐉 [[1d20+5]] und [[2d6[fire]+1d4[cold]]], [[no';
  const message = await say(ann, table, text);
  assert.equal(message.text, text);
  assert.deepEqual(message.rolls.map((r) => text.substr(r.in_text.start, r.in_text.length)), ['[[1d20+5]]', '[[2d6[fire]+1d4[cold]]]']);
  const [hit, damage] = message.rolls;
  assert.equal(hit.result.total, hit.result.dice[0].rolled + 5);
  assert.deepEqual(damage.result.parts.map((p) => p.label), ['fire', 'cold']);
  assert.deepEqual((await heard(bob, table))[0], message);
  const command = await say(ann, table, '/roll 2d6 + 3 for the 5 wolves');
  assert.equal(command.command, 'roll');
  assert.equal(command.rolls[0].result.expression, '2d6 + 3');
  assert.equal(command.rolls[0].label, 'for the 5 wolves');
  assert.equal(command.rolls[0].in_text, undefined);
  assert.equal((await say(ann, table, { text: '/r 1d20+@str', values: { str: 4 } })).rolls[0].result.expression, '1d20+@str');
  // What is no command and no dice is said as it is.
  for (const plain of ['/rolling', '[1d20]', '[[1d20]', '] ] [[', ' /roll 1d6', '/me waves']) assert.equal((await say(ann, table, plain)).rolls, undefined, plain);
  for (const [bad, code] of [['[[]]', 'EMPTY'], ['[[note]]', 'NEEDS_AT'], ['/roll', 'EMPTY'], ['/roll wolves', 'NEEDS_AT'], ['[[1d20+@str]]', 'UNKNOWN_NAME'], ['[[201d6]]', 'TOO_MANY_DICE'], ['[[101d6]] [[100d6]]', 'TOO_MANY_DICE'], ['[[1]]'.repeat(21), 'TOO_MANY_DICE'], ['[[1/0]]', 'DIVISION_BY_ZERO']]) {
    await refused(ann, table, { text: bad }, '/text', code);
  }
  assert.equal((await say(ann, table, '[[1]]'.repeat(20))).rolls.length, 20);
  // They are among the campaign's rolls for those who read the message.
  const whisper = await say(ann, table, { text: '[[1d12]]', recipients: [await idOf(bob)] });
  assert.equal(whisper.rolls[0].visibility, 'named');
  const rolls = async (who) => (await who.get(`/campaigns/${table.id}/rolls?limit=100`)).map((r) => r.id);
  assert.ok((await rolls(ann)).includes(whisper.rolls[0].id));
  for (const who of [table.dm, bob, table.observer]) {
    assert.ok((await rolls(who)).includes(hit.id));
    assert.ok(!(await rolls(who)).includes(whisper.rolls[0].id));
  }
});

test('an author changes what was said, and the dice stay as they fell', async () => {
  const { table, ann, bob } = await conversation();
  const made = await say(ann, table, 'Hit [[1d20+5]] for [[1d8]] and [[1d8]].');
  const edited = await ann.patch(`/messages/${made.id}`, { text: 'Ah: [[1d20+5]], [[1d8]].' });
  assert.deepEqual(edited.rolls.map((r) => r.result), made.rolls.map((r) => r.result));
  assert.deepEqual(edited.rolls.map((r) => r.in_text?.start), [4, 16, undefined]);
  assert.ok(new Date(edited.edited_at) >= new Date(made.at));
  assert.deepEqual(plain(await bob.get(`/messages/${made.id}`)).rolls, plain(edited.rolls));
  const not = async (id, text) => {
    const error = await ann.refused('PATCH', `/messages/${id}`, 400, 'VALIDATION_FAILED', { body: { text } });
    assert.deepEqual(fieldCodes(error, '/text'), ['NOT_ALLOWED'], text);
  };
  for (const text of ['[[1d20+6]]', '[[1d8]] [[1d20+5]]', '[[1d8]] [[1d8]] [[1d8]]', '/roll 1d8']) await not(made.id, text);
  const command = await say(ann, table, '/roll 1d6 a');
  assert.equal((await ann.patch(`/messages/${command.id}`, { text: '/roll 1d6 b' })).rolls[0].label, 'b');
  for (const text of ['/roll 1d8 a', 'a', '[[1d6]]']) await not(command.id, text);
  await bob.refused('PATCH', `/messages/${made.id}`, 403, 'FORBIDDEN', { body: { text: 'x' } });
  await table.dm.refused('PATCH', `/messages/${made.id}`, 403, 'FORBIDDEN', { body: { text: 'x' } });
  // It is gone for all when its author or a DM takes it back; the dice have fallen.
  await bob.refused('DELETE', `/messages/${made.id}`, 403, 'FORBIDDEN');
  await table.dm2.delete(`/messages/${made.id}`);
  await ann.delete(`/messages/${command.id}`);
  for (const { id } of [made, command]) for (const who of [ann, bob, table.dm]) await who.refused('GET', `/messages/${id}`, 404, 'MESSAGE_NOT_FOUND');
  const left = await bob.get(`/campaigns/${table.id}/rolls`);
  for (const roll of [...made.rolls, ...command.rolls]) assert.ok(left.some((r) => r.id === roll.id && r.message_id === undefined));
});

test('the streams of those whom it concerns carry it, and no others', async () => {
  const table = await newTable({ players: 2, secondDm: true });
  const [ann, bob] = table.players;
  const people = [ann, bob, table.dm, table.dm2, table.observer];
  const streams = await Promise.all(people.map((who) => openStream(who, table.id)));
  const made = [];
  for (const [body, readers] of [['to all', people], [{ text: 'to DMs', to: 'dm' }, [ann, table.dm, table.dm2]], [{ text: 'to Bob [[1d4]]', recipients: [await idOf(bob)] }, [ann, bob]]]) {
    // Step by step: whom an event names reads it in the log, which says what the message says by then.
    const heard = (type) => Promise.all(streams.filter((_, i) => readers.includes(people[i])).map((stream) => stream.until(type, () => stream.events.some((e) => e.type === type && e.json.message.id === message.id))));
    const message = await say(ann, table, body);
    await heard('message.created');
    const edited = plain(await ann.patch(`/messages/${message.id}`, { text: `${message.text}!` }));
    await heard('message.updated');
    await ann.delete(`/messages/${message.id}`);
    made.push({ readers, events: [['message.created', message], ['message.updated', edited], ['message.deleted', { id: message.id }]] });
  }
  const last = await say(ann, table, 'the end');
  for (const [i, stream] of streams.entries()) {
    await stream.until('the end', () => stream.events.some((e) => e.json.message?.id === last.id));
    const expected = [...made.filter((m) => m.readers.includes(people[i])).flatMap((m) => m.events), ['message.created', last]];
    const got = stream.events.filter((e) => e.type.startsWith('message.'));
    assert.deepEqual(got.map((e) => [e.type, plain(e.json.message)]), expected, people[i].name);
    for (const e of got) assert.deepEqual(e.json.patch, {});
    stream.close();
  }
});

test('what was taken back is not in the log any more either', async () => {
  const table = await newTable({ players: 2 });
  const [ann, bob] = table.players;
  const gone = [await say(ann, table, 'a slip of the tongue'), await say(ann, table, { text: 'a slip in private', recipients: [await idOf(bob)] })];
  const stays = await say(ann, table, 'a slip that stays');
  await ann.patch(`/messages/${gone[0].id}`, { text: 'a slip, once more' });
  const log = () => sql(`select concat(type, dm, party, named) from events where campaign_id = '${table.id}' and type like 'message.%'`);
  assert.equal(log().filter((e) => e.includes('slip')).length, 4);
  for (const { id } of gone) await ann.delete(`/messages/${id}`);
  const left = log();
  assert.equal(left.length, 6);
  assert.deepEqual(left.filter((e) => e.includes('slip')).length, 1);
  assert.ok(left.some((e) => e.includes(stays.id)) && left.filter((e) => e.includes(gone[0].id) && e.startsWith('message.deleted')).length === 3);
  // The function takes nothing out of the log that is still there to be read.
  sql(`select message_forget('${stays.id}')`);
  assert.ok(log().some((e) => e.includes('a slip that stays')));
});

test('how much is unread is counted of what one may read', async () => {
  const { table, said, ids, ann, bob } = await conversation();
  const unread = async (who) => (await who.get('/me')).unread.find((u) => u.campaign_id === table.id)?.messages ?? 0;
  for (const who of table.everyone) {
    const others = said.filter(([m, readers]) => readers.includes(who) && m.author_id !== ids.get(who));
    assert.equal(await unread(who), others.length, who.name);
  }
  const read = (who, message) => who.put(`/campaigns/${table.id}/messages/read`, { message_id: message.id });
  const before = await unread(bob);
  assert.deepEqual(await read(bob, said[0][0]), { message_id: said[0][0].id, unread: before - 1 });
  const whisper = said[4][0];
  assert.deepEqual(await read(bob, whisper), { message_id: whisper.id, unread: 0 });
  assert.deepEqual(await read(bob, said[0][0]), { message_id: whisper.id, unread: 0 }, 'it only goes forward');
  assert.equal(await unread(bob), 0);
  await say(ann, table, { text: 'x', recipients: [ids.get(ann)] });
  await say(bob, table, 'my own');
  assert.equal(await unread(bob), 0);
  sql(`insert into messages (id, campaign_id, author_id, audience, text) select ('ffffffff' || substr(md5(n || '${table.id}'), 9))::uuid, '${table.id}', '${ids.get(ann)}', 'party', 'many' from generate_series(1, 150) n`);
  assert.equal(await unread(bob), 100);
  // Who joins later has nothing to catch up with.
  const late = await newTable({ players: 0, observer: false });
  await say(late.dm, late, 'before');
  sql(`update messages set at = now() - interval '1 hour' where campaign_id = '${late.id}'`);
  const { code } = await late.dm.post(`/campaigns/${late.id}/invites`, {});
  await bob.post(`/invites/${code}/accept`, undefined, 200);
  assert.deepEqual((await bob.get('/me')).unread.map((u) => u.campaign_id), [table.id]);
});

test('many talk at once, and all is there in one order', async () => {
  const table = await newTable({ players: 3 });
  const stream = await openStream(table.observer, table.id);
  await Promise.all(Array.from({ length: 60 }, (_, i) => say(table.everyone[i % 5], table, `[[1d6]] ${i}`)));
  await stream.until('all', () => stream.events.filter((e) => e.type === 'message.created').length === 60);
  const streamed = stream.events.filter((e) => e.type === 'message.created').map((e) => plain(e.json.message));
  assert.deepEqual((await heard(table.dm, table, '?limit=100')).reverse(), streamed);
  const numbers = streamed.map((m) => m.rolls[0].n);
  assert.deepEqual(numbers, Array.from({ length: 60 }, (_, i) => i + 1), 'each its own dice, in order');
  stream.close();
});

test('what one wrote and rolled is in the export of oneself, and stays at the table when one leaves', async () => {
  const { table, ann, bob, ids } = await conversation();
  await say(ann, table, '[[1d20]]');
  await ann.post(`/campaigns/${table.id}/rolls`, { expr: '1d20', visibility: 'blind' });
  await ann.put(`/campaigns/${table.id}/messages/read`, { message_id: (await heard(ann, table))[0].id });
  const mine = await ann.get('/me/export');
  assert.ok(['to all', 'to the DMs', 'to Bob', '[[1d20]]'].every((text) => mine.messages.some((m) => m.text === text)));
  assert.ok(!mine.messages.some((m) => m.text === 'to Ann and Cy'));
  const name = async (who) => (await who.get('/me')).display_name;
  const [whisper] = mine.whispers;
  assert.deepEqual(mine.whispers.map((w) => w.text), ['to Ann and Cy']);
  assert.deepEqual([whisper.author_id, whisper.author], [ids.get(table.dm), await name(table.dm)]);
  assert.deepEqual((await bob.get('/me/export')).whispers.map((w) => [w.text, w.author]), [['to Bob', await name(ann)]]);
  assert.deepEqual((await table.dm.get('/me/export')).whispers, []);
  assert.equal(mine.rolls.length, 2);
  assert.ok(!mine.rolls.find((r) => r.visibility === 'blind').result);
  assert.equal(mine.reads.length, 1);
  await ann.delete('/me');
  assert.ok((await texts(bob, table)).includes('to Bob'));
  assert.equal((await heard(bob, table)).find((m) => m.text === 'to all').author_id, ids.get(ann));
});
