// The page to read and try the API, in a real browser: whatever an operation takes and answers, it opens, and it sends what
// was chosen.
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { contract } from '../lib/contract.mjs';
import { png, square } from '../lib/pictures.mjs';
import { newTable } from '../lib/users.mjs';
import { openBrowser } from './browser.mjs';

let browser;
before(async () => { browser = await openBrowser(); });
after(() => browser?.close());

async function docs() {
  const { page } = await browser.own();
  const errors = [];
  page.on('pageerror', (error) => errors.push(error.message));
  await page.goto(`${browser.door.origin}/docs/`);
  await page.locator('.operation').first().waitFor();
  return { page, errors };
}

test('every operation opens', async () => {
  const { page, errors } = await docs();
  const { operations } = await contract();
  const opened = await page.evaluate(async () => {
    const boxes = [...document.querySelectorAll('.operation')];
    for (const box of boxes) box.open = true;
    await new Promise((resolve) => { setTimeout(resolve, 500); });
    return boxes.map((box) => [box.querySelector('summary code').textContent, Boolean(box.querySelector('form button'))]);
  });
  assert.equal(opened.length, operations.length);
  assert.deepEqual(opened.filter(([, form]) => !form), []);
  assert.deepEqual(errors, []);
});

test('a request is sent with the body that was typed, and with the file that was chosen', async () => {
  const table = await newTable();
  const { page, errors } = await docs();
  const { operations } = await contract();
  const tried = async (path, fill) => {
    const { operation } = operations.find((o) => o.method === 'POST' && o.path === `/api/v1/campaigns/{id}${path}`);
    const box = page.locator(`[id="${operation.operationId}"]`);
    await box.locator('summary').first().click();
    await box.getByLabel('id', { exact: true }).fill(table.id);
    await fill(box);
    await box.getByRole('button', { name: 'Send' }).click();
    await box.locator('pre', { hasText: /^\d{3} / }).waitFor();
    return box.locator('pre').textContent();
  };
  await page.locator('#token').fill(table.dm.token);
  assert.match(await tried('/messages', (box) => box.getByLabel('body').fill('{"to":"party","text":"Hail"}')), /^201 [^]*"Hail"/);
  const file = { name: 'square.png', mimeType: 'image/png', buffer: png(square()) };
  assert.match(await tried('/uploads', (box) => box.getByLabel('body').setInputFiles(file)), /^201 [^]*"image\/png"/);
  assert.deepEqual(errors, []);
});
