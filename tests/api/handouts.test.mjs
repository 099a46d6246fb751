import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import test from 'node:test';
import { call, fieldCodes } from '../lib/client.mjs';
import { png, square } from '../lib/pictures.mjs';
import { openStream } from '../lib/sse.mjs';
import { newTable } from '../lib/users.mjs';

const idOf = async (who) => (await who.get('/me')).id;
const write = (who, table, body, status = 201) => who.post(`/campaigns/${table.id}/handouts`, { title: 'A letter', ...body }, status);
const titles = async (who, table) => (await who.get(`/campaigns/${table.id}/handouts`)).map((h) => h.title);

async function picture(who, table) {
  const answer = await who.call('POST', `/campaigns/${table.id}/uploads`, 201, { body: png(square()), headers: { 'content-type': 'image/png' } });
  return answer.json.data.id;
}

async function sees(who, id) {
  return (await who.call('GET', `/uploads/${id}`, [200, 404], { raw: true })).status === 200;
}

test('a hand-out is there for those who may see it and for nobody else', async () => {
  const table = await newTable({ players: 3, secondDm: true });
  const [ann, bob, cy] = table.players;
  const made = {
    dm: await write(table.dm, table, { title: 'dm', text: 'The vault is empty.' }),
    party: await write(table.dm, table, { title: 'party', visibility: 'party', text: '# Map\n<script>x</script>' }),
    named: await write(table.dm, table, { title: 'named', visibility: 'named', readers: [await idOf(ann), await idOf(table.observer)] }),
    own: await write(bob, table, { title: 'own' }),
  };
  assert.equal(made.dm.visibility, 'dm');
  const may = { dm: [table.dm, table.dm2], party: table.everyone, named: [table.dm, table.dm2, ann, table.observer], own: [table.dm, table.dm2, bob] };
  for (const [title, readers] of Object.entries(may)) {
    const { id } = made[title];
    for (const who of [...table.everyone, table.stranger]) {
      if (readers.includes(who)) {
        assert.equal((await who.get(`/handouts/${id}`)).title, title);
        assert.ok((await titles(who, table)).includes(title), `${who.name}: ${title}`);
        continue;
      }
      const error = await who.refused('GET', `/handouts/${id}`, 404, 'HANDOUT_NOT_FOUND');
      // As if there were none.
      assert.deepEqual(error, await who.refused('GET', `/handouts/${crypto.randomUUID()}`, 404, 'HANDOUT_NOT_FOUND'));
      await who.refused('PATCH', `/handouts/${id}`, 404, 'HANDOUT_NOT_FOUND', { body: { title: 'x' } });
      await who.refused('DELETE', `/handouts/${id}`, 404, 'HANDOUT_NOT_FOUND');
      if (who !== table.stranger) assert.ok(!(await titles(who, table)).includes(title), `${who.name}: ${title}`);
    }
  }
  assert.equal((await cy.get(`/handouts/${made.party.id}`)).text, '# Map\n<script>x</script>');
  // A page is full of what one sees, whatever lies between.
  for (let i = 0; i < 3; i++) await write(table.dm, table, { title: 'secret' });
  const page = await cy.call('GET', `/campaigns/${table.id}/handouts?limit=1`, 200);
  assert.deepEqual(page.json.data.map((h) => h.title), ['party']);
  assert.equal(page.json.meta.pagination.next_cursor, undefined);
});

test('who else may read it is for DMs and the author', async () => {
  const table = await newTable({ players: 2 });
  const [ann, bob] = table.players;
  const { id } = await write(table.dm, table, { visibility: 'named', readers: [await idOf(ann), await idOf(bob)] });
  assert.equal((await table.dm.get(`/handouts/${id}`)).readers.length, 2);
  const { text } = await ann.call('GET', `/handouts/${id}`, 200);
  assert.ok(!text.includes(await idOf(bob)) && !text.includes('readers'));
});

test('only members read, and only pictures that one sees are attached', async () => {
  const [table, other] = [await newTable(), await newTable()];
  const bad = async (body, field, who = table.dm) => {
    const error = await who.refused('POST', `/campaigns/${table.id}/handouts`, 400, 'VALIDATION_FAILED', { body: { title: 'x', ...body } });
    assert.equal(fieldCodes(error, field).length, 1, JSON.stringify(error));
  };
  await bad({ visibility: 'named', readers: [await idOf(table.stranger)] }, '/readers');
  await bad({ visibility: 'named', readers: [] }, '/readers');
  await bad({ visibility: 'named' }, '/readers');
  await bad({ visibility: 'party', readers: [await idOf(table.player)] }, '/readers');
  await bad({ images: [crypto.randomUUID()] }, '/images');
  await bad({ images: [await picture(other.dm, other)] }, '/images');
  const secret = await picture(table.dm, table);
  await write(table.dm, table, { images: [secret] });
  await bad({ images: [secret] }, '/images', table.player);
  const own = await picture(table.player, table);
  assert.deepEqual((await write(table.player, table, { images: [own, own] })).images, [own, own]);
});

test('a picture is seen by those who see a hand-out with it', async () => {
  const table = await newTable({ players: 2 });
  const [ann, bob] = table.players;
  const image = await picture(table.dm, table);
  assert.ok(await sees(ann, image), 'in no hand-out: whoever knows the id');
  const { id } = await write(table.dm, table, { images: [image] });
  assert.ok(!await sees(ann, image) && await sees(table.dm, image));
  await ann.refused('DELETE', `/uploads/${image}`, 404, 'UPLOAD_NOT_FOUND');
  await table.dm.patch(`/handouts/${id}`, { visibility: 'named', readers: [await idOf(ann)] });
  assert.ok(await sees(ann, image) && !await sees(bob, image));
  await table.dm.patch(`/handouts/${id}`, { visibility: 'party' });
  assert.ok(await sees(bob, image));
  await table.dm.call('DELETE', `/uploads/${image}`, 200);
  assert.deepEqual((await table.dm.get(`/handouts/${id}`)).images, []);
});

test('a change names what changes, by the version that was read', async () => {
  const table = await newTable();
  const made = await write(table.player, table, { text: 'a', visibility: 'party' });
  const changed = await table.player.patch(`/handouts/${made.id}`, { text: '' }, { headers: { 'if-match': '"1"' } });
  assert.deepEqual([changed.text, changed.title, changed.visibility, changed.version], ['', 'A letter', 'party', 2]);
  await table.player.refused('PATCH', `/handouts/${made.id}`, 412, 'VERSION_MISMATCH', { body: { text: 'c' }, headers: { 'if-match': '"1"' } });
  await table.observer.refused('PATCH', `/handouts/${made.id}`, 403, 'FORBIDDEN', { body: { text: 'c' } });
  await table.dm.patch(`/handouts/${made.id}`, { title: 'By the DM' });
  assert.equal((await table.player.get(`/handouts/${made.id}`)).title, 'By the DM');
  await table.player.call('DELETE', `/handouts/${made.id}`, 200);
  await table.dm.refused('GET', `/handouts/${made.id}`, 404, 'HANDOUT_NOT_FOUND');
  assert.equal((await call('POST', `/campaigns/${table.id}/handouts`, { token: table.observer.token, body: { title: 'x' } })).status, 403);
});

test('those who come to see one, or cease to, are told so, and nobody else', async () => {
  const table = await newTable({ players: 4, secondDm: true });
  const [ann, bob, cy, eve] = table.players;
  const who = { dm: table.dm2, ann, bob, cy, eve };
  const ids = Object.fromEntries(await Promise.all(Object.entries(who).map(async ([name, user]) => [name, await idOf(user)])));
  const streams = Object.fromEntries(await Promise.all(Object.entries(who).map(async ([name, user]) => [name, await openStream(user, table.id)])));
  const { id } = await write(cy, table, {});
  const named = (...names) => ({ visibility: 'named', readers: names.map((n) => ids[n]) });
  const steps = [named('ann', 'bob', 'dm'), named('bob', 'eve'), { title: 'B' }, { visibility: 'party' }, { ...named('ann'), title: 'C' }, { visibility: 'dm' }, named('bob')];
  for (const step of steps) await table.dm.patch(`/handouts/${id}`, step);
  await table.dm.call('DELETE', `/handouts/${id}`, 200);
  const last = await write(table.dm, table, { visibility: 'party' });
  const told = {
    dm: ['created', ...steps.map(() => 'changed'), 'deleted'],
    cy: ['created', ...steps.map(() => 'changed'), 'deleted'],
    ann: ['created', 'deleted', 'created', 'changed', 'deleted'],
    bob: ['created', 'changed', 'changed', 'changed', 'deleted', 'created', 'deleted'],
    eve: ['created', 'changed', 'changed', 'deleted'],
  };
  for (const [name, stream] of Object.entries(streams)) {
    const heard = () => stream.events.filter((e) => e.type.startsWith('handout.'));
    await stream.until('the last one', () => heard().some((e) => e.json.handout_id === last.id));
    assert.deepEqual(heard().map((e) => e.type.slice(8)), [...told[name], 'created'], name);
    stream.close();
  }
});

test('the stream tells each side what it may know, and no word of what it says', async () => {
  const table = await newTable({ secondDm: true });
  const [dm, party] = [await openStream(table.dm2, table.id), await openStream(table.player, table.id)];
  const { presence: _, ...before } = party.table;
  const { id } = await write(table.dm, table, { title: 'SECRET', text: 'SECRET' });
  const named = await write(table.dm, table, { title: 'SECRET', visibility: 'named', readers: [await idOf(table.observer)] });
  await table.dm.patch(`/handouts/${id}`, { text: 'SECRET too' });
  await table.dm.patch(`/handouts/${id}`, { visibility: 'party' });
  await table.dm.patch(`/handouts/${id}`, { text: 'SECRET three' });
  await table.dm.patch(`/handouts/${id}`, { visibility: 'dm' });
  await table.dm.call('DELETE', `/handouts/${id}`, 200);
  const last = await write(table.dm, table, { visibility: 'party' });
  const heard = (stream) => stream.events.filter((e) => e.type.startsWith('handout.')).map((e) => [e.type.slice(8), e.json.handout_id]);
  for (const stream of [dm, party]) await stream.until('the last one', () => heard(stream).some(([, one]) => one === last.id));
  assert.deepEqual(heard(dm), [['created', id], ['created', named.id], ['changed', id], ['changed', id], ['changed', id], ['changed', id], ['deleted', id], ['created', last.id]]);
  assert.deepEqual(heard(party), [['created', id], ['changed', id], ['deleted', id], ['created', last.id]]);
  for (const stream of [dm, party]) {
    assert.ok(!stream.bytes().includes('SECRET'));
    for (const event of stream.events.filter((e) => e.type.startsWith('handout.'))) assert.deepEqual(event.json.patch, {});
    stream.close();
  }
  assert.ok(!party.bytes().includes(named.id));
  const { presence: __, ...after } = party.table;
  assert.deepEqual(after, before);
});
