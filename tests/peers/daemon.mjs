/** Servers that outlive the shell that started them, each known by DIR/NAME.pid. */
import { spawn } from 'node:child_process';
import { existsSync, openSync, readFileSync, readlinkSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const pidFile = (dir, name) => join(dir, `${name}.pid`);

/**
 * True when the process is one of this lab: it runs in the lab's directory. The command line would
 * not tell, for hsd writes its title over it; a dead process has no directory.
 */
function belongsTo(dir, pid) {
  try {
    const cwd = readlinkSync(`/proc/${pid}/cwd`);
    const home = realpathSync(dir);
    return cwd === home || cwd.startsWith(`${home}/`);
  } catch {
    return false;
  }
}

/** The pid of a running server of this lab, or null. */
export function running(dir, name) {
  if (!existsSync(pidFile(dir, name))) return null;
  const pid = Number(readFileSync(pidFile(dir, name), 'utf8'));
  return belongsTo(dir, pid) ? pid : null;
}

/** Starts a server in a session of its own, without stdin, its output going to DIR/NAME.log. */
export function start(dir, name, command, args, options = {}) {
  const log = openSync(join(dir, `${name}.log`), 'a');
  const child = spawn(command, args, { cwd: dir, ...options, detached: true, stdio: ['ignore', log, log] });
  child.on('error', () => {});
  child.unref();
  if (child.pid) writeFileSync(pidFile(dir, name), `${child.pid}\n`);
}

/** Ends a server of this lab and waits; after ten seconds it is killed. */
export async function stop(dir, name) {
  const pid = running(dir, name);
  if (pid !== null) {
    process.kill(pid, 'SIGTERM');
    for (let i = 0; i < 200 && belongsTo(dir, pid); i++) await sleep(50);
    if (belongsTo(dir, pid)) process.kill(pid, 'SIGKILL');
  }
  rmSync(pidFile(dir, name), { force: true });
  return pid;
}

/** Waits until `probe` stops throwing; ends early when the server has died. */
export async function ready(dir, name, probe, seconds = 30) {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    const failure = await probe().then(() => null, (error) => error);
    if (!failure) return;
    if (running(dir, name) === null) throw new Error(`${name} ended at once: see ${join(dir, `${name}.log`)}`);
    if (Date.now() > deadline) throw new Error(`${name} is not ready after ${seconds} s: ${failure.message}`);
    await sleep(50);
  }
}
