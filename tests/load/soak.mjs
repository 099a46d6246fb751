// `make soak`: SOAK_SECONDS (1800) with SOAK_TABLES (200) tables at SOAK_RATE (60) moves a second, and as much of everything else. Ends with 1 when anything does not
// hold. Started by soak.sh.
import { agent } from '../lib/http.mjs';
import { Soak } from '../lib/soak.mjs';
import { number, table } from './measure.mjs';

const from = (name, value) => Number(process.env[name] || value);
const seconds = from('SOAK_SECONDS', 1800);
const soak = new Soak({
  seconds, tables: from('SOAK_TABLES', 200), rate: from('SOAK_RATE', 60), stretches: Math.max(4, 2 * Math.round(seconds / 300)),
  seed: from('SOAK_SEED', 1), say: (line) => console.log(`${new Date().toISOString().slice(11, 19)} ${line}`),
});
try {
  const done = await soak.run();
  console.log(`\n${soak.tables.length} tables of six for ${seconds} s: ${number(done.moves)} moves, ${number(done.events)} events received and held against the log`);
  console.log(`${number(done.connections)} connections, ${number(done.lies)} of them with forged ids; ${number(done.slept)} slow readers`);
  console.log(`besides: ${Object.entries(done.acts).map(([what, times]) => `${what} ${number(times)}`).join(', ')}`);
  console.log(`made, and heard by those who may: ${Object.entries(done.heard).map(([kind, { made, heard }]) => `${kind} ${number(made)}/${number(heard)}`).join(', ')}`);
  console.log(`restarts: ${Object.entries(done.restarts).map(([what, times]) => `${what} ${times}`).join(', ')}`);
  if (soak.samples.length > 12) {
    console.log('\nmemory of their own without restarts, MB\n');
    const memory = soak.memory();
    table([['', 'warm', 'in the end', 'most', ''], ...memory.map(({ service, from: a, to, most, flat }) => [service, a.toFixed(1), to.toFixed(1), most.toFixed(1), flat ? 'flat' : 'GREW'])]);
    soak.complaints.push(...memory.filter(({ flat }) => !flat).map(({ service }) => `${service} grew`));
  }
  for (const complaint of soak.complaints.slice(0, 50)) console.log(`WRONG: ${complaint}`);
  console.log(`\n${soak.complaints.length} wrong`);
  process.exitCode = soak.complaints.length ? 1 : 0;
} finally {
  soak.end();
  agent.destroy();
}
