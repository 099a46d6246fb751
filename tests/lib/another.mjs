// Clocks and broadcasters beside those that the stack supervises, as on other machines.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { root, varDir } from './config.mjs';

// Gives { pid, socket, kill(signal) }; kill waits for its end and gives how it ended.
export function another(program) {
  const child = spawn(path.join(root, 'cgi/ctl/stack.sh'), ['another', program], {
    stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, TABARD_VAR: varDir },
  });
  child.unref();
  const ended = new Promise((resolve) => child.on('exit', (code, signal) => resolve({ code, signal })));
  return {
    pid: child.pid,
    socket: path.join(varDir, `run/${program}-${child.pid}.sock`),
    kill(signal = 'SIGTERM') {
      child.ref();
      child.kill(signal);
      return ended;
    },
  };
}
