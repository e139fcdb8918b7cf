/** Running programs and what they cost: wall time, CPU time, peak memory. */
import { spawn } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';

const TICKS = 100;

/** The fields of /proc/PID/stat that follow the command's name; null when the process is gone. */
function stat(pid) {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch {
    return null;
  }
}

const seconds = (fields, from, count) =>
  fields.slice(from, from + count).reduce((sum, ticks) => sum + Number(ticks), 0) / TICKS;

/** User and system seconds of a process, without its children. */
export const cpu = (pid) => seconds(stat(pid), 11, 2);

/** The same of a server and all its children, those that have ended too. */
export function treeCpu(pid) {
  const children = readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map(stat)
    .filter((fields) => fields?.[1] === String(pid));
  return seconds(stat(pid), 11, 4) + children.reduce((sum, fields) => sum + seconds(fields, 11, 2), 0);
}

/** The most memory that a running process ever held, in MB. */
export function peakMemory(pid) {
  const [, kilobytes] = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return Number(kilobytes) / 1024;
}

const since = (begun) => Number(process.hrtime.bigint() - begun) / 1e9;

/** What both programs inherit: no telemetry, no colours. */
const environment = (more) => ({ ...process.env, PONDER_TELEMETRY_DISABLED: '1', NO_COLOR: '1', ...more });

/** Runs a program to its end; fails with what it said when it fails. */
export function run(command, args, { env = {}, cwd } = {}) {
  return new Promise((done, failed) => {
    const begun = process.hrtime.bigint();
    const timed = ['-q', '-f', '\n%U %S %M', command, ...args];
    const child = spawn('/usr/bin/time', timed, { env: environment(env), cwd, stdio: ['ignore', 'pipe', 'pipe'] });
    let out = '';
    let said = '';
    child.stdout.on('data', (data) => { out += data; });
    child.stderr.on('data', (data) => { said += data; });
    child.on('error', failed);
    child.on('close', (status) => {
      const wall = since(begun);
      if (status !== 0) return failed(new Error(`${command} ended with ${status}: ${said.slice(-2000)}`));
      const [user, system, kilobytes] = said.trimEnd().split('\n').at(-1).split(' ').map(Number);
      return done({ wall, cpu: user + system, peak: kilobytes / 1024, out });
    });
  });
}

/** Runs a server until a line of its output matches, takes its measure at that moment, and ends it. */
export function runUntil(line, command, args, { env = {}, cwd, seconds: patience = 600 } = {}) {
  return new Promise((done, failed) => {
    const begun = process.hrtime.bigint();
    const child = spawn(command, args, { env: environment(env), cwd, stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    let measure = null;
    const timer = setTimeout(() => child.kill('SIGKILL'), patience * 1000);
    const hear = (data) => {
      said += data;
      if (measure || !line.test(said)) return;
      measure = { wall: since(begun), cpu: cpu(child.pid), peak: peakMemory(child.pid) };
      child.kill('SIGTERM');
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.on('error', failed);
    child.on('close', (status) => {
      clearTimeout(timer);
      if (measure) done(measure);
      else failed(new Error(`${command} ended (${status}) without ${line}: ${said.slice(-2000)}`));
    });
  });
}
