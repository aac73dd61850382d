// What a player's program finds around the language: console, process, require, timers, readline().
// It runs in a realm of its own, so that nothing the program does to its own built-ins reaches it.
(function install(native, global) {
    'use strict';

    const define = (name, value) =>
        Object.defineProperty(global, name, { value, writable: true, configurable: true, enumerable: false });
    // Reading the other scripts takes fuel, so only what a program uses is read.
    const lazy = (make) => {
        let made;
        return () => (made === undefined ? (made = make()) : made);
    };
    const inspector = lazy(() => native.load('inspect')());
    const buffers = lazy(() => native.load('buffer')(native, global));
    const tools = lazy(() => native.load('tools')(native, global, inspector(), buffers()));
    const defineLazily = (name, find) => Object.defineProperty(global, name, {
        get: find, set: (value) => define(name, value), configurable: true, enumerable: false,
    });
    const nothing = () => {};
    const resolved = (value) => global.Promise.resolve(value);

    // Text.

    let indent = '';
    const plain = (value) => typeof value === 'string' || (typeof value === 'number' && value !== 0) || value === true;
    const textOf = (values) => {
        const first = values[0];
        const simple = values.every(plain) && (values.length === 1 || typeof first !== 'string' || !first.includes('%'));
        return simple ? values.join(' ') : inspector().format(...values);
    };
    const line = (fd, values) => {
        const text = textOf(values);
        native.write(fd, `${indent === '' ? text : indent + text.replace(/\n/g, `\n${indent}`)}\n`);
    };
    const log = (...values) => line(1, values);
    const warn = (...values) => line(2, values);
    const counts = new Map();
    const group = (...values) => {
        if (values.length) log(...values);
        indent += '  ';
    };
    define('console', {
        log, info: log, debug: log, table: log, error: warn, warn, trace: warn,
        dir: (value, options) => log(inspector().inspect(value, options)),
        assert: (truth, ...values) => { if (!truth) warn('Assertion failed' + (values.length ? ':' : ''), ...values); },
        count(label = 'default') {
            counts.set(label, (counts.get(label) || 0) + 1);
            log(`${label}: ${counts.get(label)}`);
        },
        countReset(label = 'default') { counts.delete(label); },
        group, groupCollapsed: group, groupEnd: () => { indent = indent.slice(2); },
        time: nothing, timeEnd: nothing, timeLog: nothing,
    });
    define('print', log);
    for (const name of ['Buffer', 'TextEncoder', 'TextDecoder']) defineLazily(name, () => buffers()[name]);
    defineLazily('structuredClone', () => tools().structuredClone);

    // Timers: one queue in the order of their times; waiting is the virtual clock's business.

    let timers = [];
    let nextTimer = 1;
    const add = (call, delay, repeat, values) => {
        if (typeof call !== 'function') native.fail('the callback is not a function');
        const span = Math.max(0, Math.min(Number(delay) || 0, 2147483647));
        const timer = { id: nextTimer++, at: native.now() + span, span, call, repeat, values };
        timers.push(timer);
        return timer.id;
    };
    const soon = (call) => add(call, 0, false, []);
    const cancel = (id) => { timers = timers.filter((timer) => timer.id !== id); };
    define('setTimeout', (call, delay, ...values) => add(call, delay, false, values));
    define('setInterval', (call, delay, ...values) => add(call, Math.max(1, Number(delay) || 0), true, values));
    define('setImmediate', (call, ...values) => add(call, 0, false, values));
    define('clearTimeout', cancel);
    define('clearInterval', cancel);
    define('clearImmediate', cancel);
    define('queueMicrotask', (call) => { resolved().then(call); });
    const sleep = (delay, value) => new global.Promise((resolve) => { add(resolve, delay, false, [value]); });

    function turn(first) {
        if (first.repeat) first.at += first.span;
        else cancel(first.id);
        const due = first.repeat ? first.at - first.span : first.at;
        native.sleep(due - native.now());
        first.call.apply(undefined, first.values);
    }

    function run(awaited) {
        let settled = false;
        if (awaited !== undefined) {
            const mark = () => { settled = true; };
            Promise.prototype.then.call(awaited, mark, mark);
        }
        let ending = awaited === undefined && native.program();
        for (;;) {
            if (!native.drain() && awaited === undefined) return;
            if (settled) return;
            if (timers.length) {
                let first = timers[0];
                for (const timer of timers) if (timer.at < first.at) first = timer;
                turn(first);
            } else if (ending) {
                ending = false;
                process.emit('beforeExit', exitStatus());
            } else break;
        }
        if (awaited === undefined && native.program()) leave();
    }

    // What is told of to whoever listens.

    class EventEmitter {
        #listeners = new Map();
        #started = nothing;

        static start(emitter, call) { emitter.#started = call; }

        on(name, call) {
            if (typeof call !== 'function') native.fail('the listener is not a function');
            if (!this.#listeners.has(name)) this.#listeners.set(name, []);
            this.#listeners.get(name).push(call);
            this.#started(name);
            return this;
        }

        once(name, call) {
            const only = (...values) => {
                this.off(name, only);
                return call.apply(this, values);
            };
            only.listener = call;
            return this.on(name, only);
        }

        off(name, call) {
            const known = this.#listeners.get(name) || [];
            const at = known.findLastIndex((one) => one === call || one.listener === call);
            if (at >= 0) this.#listeners.set(name, known.filter((_, index) => index !== at));
            return this;
        }

        removeAllListeners(name) {
            if (name === undefined) this.#listeners.clear();
            else this.#listeners.delete(name);
            return this;
        }

        emit(name, ...values) {
            const known = this.#listeners.get(name) || [];
            for (const call of known) call.apply(this, values);
            return known.length > 0;
        }

        listeners(name) { return [...(this.#listeners.get(name) || [])]; }

        listenerCount(name) { return this.listeners(name).length; }

        setMaxListeners() { return this; }
    }
    EventEmitter.prototype.addListener = EventEmitter.prototype.on;
    EventEmitter.prototype.removeListener = EventEmitter.prototype.off;
    const once = (emitter, name) => new global.Promise((resolve) => { emitter.once(name, (...values) => resolve(values)); });

    // A thing that `for await` of the program's realm goes through.
    const iterable = (target, each) => {
        target[Symbol.asyncIterator] = each;
        return target;
    };

    // Standard input: one text, read by the line, by the byte or whole; each way goes on where the
    // others stopped only among lines.

    let whole;
    let lines;
    let nextLine = 0;
    const input = () => (whole === undefined ? (whole = native.read()) : whole);
    const bytes = () => new (buffers().Buffer)(native.bytes());
    const isPlain = (name) => /^utf-?8$/i.test(name);
    const decoded = (name) => (isPlain(name) ? input() : bytes().toString(name));
    const allLines = () => {
        if (lines === undefined) {
            const text = input();
            lines = text === '' ? [] : text.split(/\r?\n/);
            if (lines.length && lines[lines.length - 1] === '') lines.pop();
        }
        return lines;
    };
    const more = () => nextLine < allLines().length;
    define('readline', () => (more() ? lines[nextLine++] : null));

    let encoding;
    let taken = false;
    const chunk = () => (encoding === undefined ? bytes() : decoded(encoding));
    const stdin = new EventEmitter();
    let flowing = false;
    const flow = (emit) => {
        if (flowing) return;
        flowing = true;
        soon(() => {
            emit();
            stdin.emit('end');
            stdin.emit('close');
        });
    };
    EventEmitter.start(stdin, (name) => {
        if (name === 'readable') flow(() => { stdin.emit('readable'); });
        else if (name === 'data') flow(() => { if (input() !== '') stdin.emit('data', chunk()); });
    });
    Object.assign(stdin, {
        fd: 0, isTTY: false, readable: true,
        setEncoding(name) { encoding = name === undefined ? 'utf8' : name; return stdin; },
        resume() { flow(() => { if (input() !== '') stdin.emit('data', chunk()); }); return stdin; },
        pause: () => stdin, unref: () => stdin, ref: () => stdin, destroy: () => stdin,
        read() {
            if (taken || input() === '') return null;
            taken = true;
            return chunk();
        },
    });
    iterable(stdin, async function* chunks() { if (input() !== '') yield chunk(); });

    // Standard output.

    const put = (fd, data) => {
        if (ArrayBuffer.isView(data)) native.writeBytes(fd, data.buffer, data.byteOffset, data.byteLength);
        else native.write(fd, String(data));
    };
    const stream = (fd) => Object.assign(new EventEmitter(), {
        fd, isTTY: false, columns: 80, writable: true,
        write(data, ...rest) {
            put(fd, data);
            const call = rest.find((value) => typeof value === 'function');
            if (call) soon(call);
            return true;
        },
        end(data, ...rest) {
            if (data !== undefined && typeof data !== 'function') put(fd, data);
            const call = [data, ...rest].find((value) => typeof value === 'function');
            if (call) soon(call);
            return this;
        },
        cork: nothing, uncork: nothing,
    });

    // The process.

    const hrtime = (since) => {
        const now = native.now();
        const seconds = Math.floor(now / 1000);
        const nanoseconds = Math.floor((now - seconds * 1000) * 1e6);
        if (!since) return [seconds, nanoseconds];
        const difference = (seconds - since[0]) * 1e9 + (nanoseconds - since[1]);
        return [Math.floor(difference / 1e9), difference % 1e9];
    };
    hrtime.bigint = () => BigInt(Math.floor(native.now() * 1e6));

    const exitStatus = () => Number(process.exitCode) || 0;
    let leaving = false;
    const leave = (code) => {
        if (code !== undefined) process.exitCode = code;
        if (!leaving) {
            leaving = true;
            process.emit('exit', exitStatus());
        }
        if (code !== undefined || exitStatus() !== 0) native.exit(exitStatus());
    };
    const process = Object.assign(new EventEmitter(), {
        stdin, stdout: stream(1), stderr: stream(2), argv: ['node', 'solution.js'], env: {}, platform: 'wasi',
        version: 'v0.0.0', versions: {}, exitCode: undefined, pid: 1,
        exit: (code) => leave(code === undefined ? exitStatus() : Number(code) || 0),
        nextTick: (call, ...values) => { resolved().then(() => call(...values)); },
        hrtime, uptime: () => native.now() / 1000, cwd: () => '/', openStdin: () => stdin,
        memoryUsage: () => ({ rss: 0, heapTotal: 0, heapUsed: 0, external: 0 }),
    });
    define('process', process);
    define('performance', { now: () => native.now(), timeOrigin: 0 });

    // Modules.

    const STDIN = new Set([0, '/dev/stdin', '/dev/fd/0', '/proc/self/fd/0']);
    const OUTPUTS = new Map([[1, 1], ['/dev/stdout', 1], ['/dev/fd/1', 1], [2, 2], ['/dev/stderr', 2], ['/dev/fd/2', 2]]);
    const absent = (path) => native.fail(`there are no files here: ${String(path).slice(0, 80)}`);
    const readFileSync = (path, options) => {
        if (!STDIN.has(path)) return absent(path);
        const name = options !== null && typeof options === 'object' ? options.encoding : options;
        return name === undefined || name === null ? bytes() : decoded(name);
    };
    const writeFileSync = (path, data) => (OUTPUTS.has(path) ? put(OUTPUTS.get(path), data) : absent(path));
    let nextByte = 0;
    const readSync = (fd, target, offset, length, position) => {
        if (fd !== 0) return absent(fd);
        const settings = offset !== null && typeof offset === 'object' ? offset : { offset, length, position };
        const placed = typeof settings.position === 'number' && settings.position >= 0;
        const from = placed ? settings.position : nextByte;
        const to = settings.offset || 0;
        const room = settings.length === undefined ? target.byteLength - to : settings.length;
        const part = bytes().subarray(from, from + Math.min(room, target.byteLength - to));
        target.set(part, to);
        if (!placed) nextByte += part.length;
        return part.length;
    };
    const writeSync = (fd, data) => {
        writeFileSync(fd, data);
        return typeof data === 'string' ? buffers().Buffer.byteLength(data) : data.byteLength;
    };
    const later = (action) => (...values) => {
        const call = values.pop();
        soon(() => {
            let result;
            try { result = action(...values); } catch (error) { return call(error); }
            return call(null, result);
        });
    };
    const promised = (action) => (...values) => resolved().then(() => action(...values));
    const fs = {
        readFileSync, writeFileSync, appendFileSync: writeFileSync, readSync, writeSync,
        readFile: later(readFileSync), writeFile: later(writeFileSync),
        existsSync: (path) => STDIN.has(path) || OUTPUTS.has(path),
        openSync: (path) => (STDIN.has(path) ? 0 : OUTPUTS.has(path) ? OUTPUTS.get(path) : absent(path)),
        closeSync: nothing, fsyncSync: nothing, fstatSync: (fd) => ({ size: fd === 0 ? bytes().length : 0 }),
        createReadStream: (path, options) => {
            if (!STDIN.has(path) && !(options && options.fd === 0)) return absent(path);
            const name = options !== null && typeof options === 'object' ? options.encoding : options;
            return name ? stdin.setEncoding(name) : stdin;
        },
        promises: { readFile: promised(readFileSync), writeFile: promised(writeFileSync) },
    };

    function createInterface() {
        const face = new EventEmitter();
        let closed = false;
        let started = false;
        const close = () => {
            if (closed) return;
            closed = true;
            face.emit('close');
        };
        EventEmitter.start(face, (name) => {
            if (started || (name !== 'line' && name !== 'close')) return;
            started = true;
            soon(() => {
                while (!closed && more()) face.emit('line', lines[nextLine++]);
                close();
            });
        });
        const answer = () => (more() ? lines[nextLine++] : '');
        Object.assign(face, {
            close, terminal: false, write: nothing, setPrompt: nothing, resume: () => face, pause: () => face,
            prompt: nothing, ref: () => face, unref: () => face,
            question(prompt, ...rest) {
                native.write(1, String(prompt));
                const call = rest.find((value) => typeof value === 'function') || nothing;
                soon(() => call(answer()));
            },
        });
        return iterable(face, async function* each() { while (!closed && more()) yield lines[nextLine++]; });
    }
    const readline = { createInterface };
    readline.promises = {
        createInterface: () => {
            const face = createInterface();
            const ask = face.question;
            face.question = (prompt) => new global.Promise((resolve) => { ask(prompt, resolve); });
            return face;
        },
    };

    const modules = {
        fs, 'fs/promises': fs.promises, readline, 'readline/promises': readline.promises, process,
        get util() { return tools().util; },
        get assert() { return tools().assert; },
        get 'assert/strict'() { return tools().assert; },
        get buffer() { return buffers(); },
        events: Object.assign(EventEmitter, { EventEmitter, once }),
        os: { EOL: '\n', platform: () => 'wasi', cpus: () => [] },
        perf_hooks: { performance: global.performance },
        timers: { setTimeout: global.setTimeout, setInterval: global.setInterval, setImmediate: global.setImmediate },
        'timers/promises': { setTimeout: sleep, setImmediate: (value) => sleep(0, value) },
    };
    const require = (name) => {
        const plain = String(name).replace(/^node:/, '');
        if (Object.hasOwn(modules, plain)) return modules[plain];
        return native.fail(`there is no module ${JSON.stringify(plain.slice(0, 80))} here`);
    };
    define('require', require);
    const module = new global.Object();
    module.exports = new global.Object();
    define('module', module);
    define('exports', module.exports);
    define('global', global);

    return { run, clear: () => { timers = []; } };
})
