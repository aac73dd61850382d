// What a player's program finds around the language: console, process, require, timers, readline().
// It runs in a realm of its own, so that nothing the program does to its own built-ins reaches it.
(function install(native, global) {
    'use strict';

    const define = (name, value) =>
        Object.defineProperty(global, name, { value, writable: true, configurable: true, enumerable: false });

    // Text.

    const MAX_DEPTH = 4;
    const MAX_ITEMS = 100;
    const quote = (text) => {
        const mark = !text.includes("'") ? "'" : !text.includes('"') ? '"' : '`';
        return mark + text.replace(/\\/g, '\\\\').replace(/\n/g, '\\n') + mark;
    };
    const key = (name) => (typeof name === 'symbol' ? `[${String(name)}]`
        : /^[A-Za-z_$][\w$]*$/.test(name) ? name : quote(name));

    function inspect(value, depth, seen) {
        switch (typeof value) {
            case 'string': return depth === 0 ? value : quote(value);
            case 'bigint': return `${value}n`;
            case 'number': return Object.is(value, -0) ? '-0' : String(value);
            case 'symbol': case 'boolean': case 'undefined': return String(value);
            case 'function': return `[Function: ${value.name || '(anonymous)'}]`;
        }
        if (value === null) return 'null';
        if (seen.includes(value)) return '[Circular]';
        const tag = Object.prototype.toString.call(value);
        if (tag === '[object Error]') {
            const frames = String(value.stack || '').split('\n').filter((line) => line.includes('solution.js'));
            return [String(value), ...frames].join('\n');
        }
        if (tag === '[object Date]' || tag === '[object RegExp]') {
            return tag === '[object Date]' ? value.toISOString() : String(value);
        }
        if (depth > MAX_DEPTH) return Array.isArray(value) ? '[Array]' : '[Object]';
        const inner = [...seen, value];
        const show = (item) => inspect(item, depth + 1, inner);
        const parts = [];
        const bounded = (total) => {
            if (total > MAX_ITEMS) parts.push(`... ${total - MAX_ITEMS} more items`);
        };
        if (Array.isArray(value) || ArrayBuffer.isView(value) && !(tag === '[object DataView]')) {
            for (let i = 0; i < Math.min(value.length, MAX_ITEMS); i++) {
                parts.push(i in value ? show(value[i]) : '<1 empty item>');
            }
            bounded(value.length);
            const name = Array.isArray(value) ? '' : `${tag.slice(8, -1)}(${value.length}) `;
            return parts.length ? `${name}[ ${parts.join(', ')} ]` : `${name}[]`;
        }
        let name = '';
        if (tag === '[object Map]') {
            name = `Map(${value.size}) `;
            for (const [k, v] of value) if (parts.push(`${show(k)} => ${show(v)}`) >= MAX_ITEMS) break;
            bounded(value.size);
        } else if (tag === '[object Set]') {
            name = `Set(${value.size}) `;
            for (const item of value) if (parts.push(show(item)) >= MAX_ITEMS) break;
            bounded(value.size);
        } else {
            const maker = value.constructor;
            const prototype = Object.getPrototypeOf(value);
            if (prototype === null) name = '[Object: null prototype] ';
            else if (typeof maker === 'function' && maker.name && maker.name !== 'Object') name = `${maker.name} `;
        }
        const names = Object.keys(value);
        for (const property of names.slice(0, MAX_ITEMS)) parts.push(`${key(property)}: ${show(value[property])}`);
        bounded(names.length);
        return parts.length ? `${name}{ ${parts.join(', ')} }` : `${name}{}`;
    }

    function format(values) {
        let text = '';
        let next = 0;
        if (typeof values[0] === 'string' && values.length > 1 && values[0].includes('%')) {
            next = 1;
            text = values[0].replace(/%[sdifjoO%]/g, (mark) => {
                if (mark === '%%') return '%';
                if (next >= values.length) return mark;
                const value = values[next++];
                switch (mark) {
                    case '%d': return String(Number(value));
                    case '%i': return String(parseInt(value, 10));
                    case '%f': return String(parseFloat(value));
                    case '%j': return JSON.stringify(value);
                    case '%s': return typeof value === 'string' ? value : inspect(value, 1, []);
                    default: return inspect(value, 1, []);
                }
            });
            if (next < values.length) text += ' ';
        }
        for (let i = next; i < values.length; i++) {
            text += (i > next ? ' ' : '') + inspect(values[i], 0, []);
        }
        return text;
    }

    const log = (...values) => native.write(1, `${format(values)}\n`);
    const warn = (...values) => native.write(2, `${format(values)}\n`);
    const nothing = () => {};
    define('console', {
        log, info: log, debug: log, dir: log, table: log, error: warn, warn, trace: warn,
        assert: (truth, ...values) => { if (!truth) warn('Assertion failed:', ...values); },
        time: nothing, timeEnd: nothing, timeLog: nothing, group: nothing, groupEnd: nothing, count: nothing,
    });
    define('print', log);

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
    const cancel = (id) => { timers = timers.filter((timer) => timer.id !== id); };
    define('setTimeout', (call, delay, ...values) => add(call, delay, false, values));
    define('setInterval', (call, delay, ...values) => add(call, Math.max(1, Number(delay) || 0), true, values));
    define('setImmediate', (call, ...values) => add(call, 0, false, values));
    define('clearTimeout', cancel);
    define('clearInterval', cancel);
    define('clearImmediate', cancel);
    define('queueMicrotask', (call) => { global.Promise.resolve().then(call); });

    function run(awaited) {
        let settled = false;
        if (awaited !== undefined) {
            const mark = () => { settled = true; };
            Promise.prototype.then.call(awaited, mark, mark);
        }
        for (;;) {
            if (!native.drain() && awaited === undefined) return;
            if (settled || timers.length === 0) return;
            let first = timers[0];
            for (const timer of timers) if (timer.at < first.at) first = timer;
            if (first.repeat) first.at += first.span;
            else cancel(first.id);
            const due = first.repeat ? first.at - first.span : first.at;
            native.sleep(due - native.now());
            first.call.apply(undefined, first.values);
        }
    }

    // Input and output as programs for Node expect them.

    let whole;
    let lines;
    let nextLine = 0;
    const input = () => (whole === undefined ? (whole = native.read()) : whole);
    const allLines = () => {
        if (lines === undefined) {
            const text = input();
            lines = text === '' ? [] : text.split(/\r?\n/);
            if (lines.length && lines[lines.length - 1] === '') lines.pop();
        }
        return lines;
    };
    define('readline', () => (nextLine < allLines().length ? lines[nextLine++] : null));

    const emitter = () => {
        const listeners = new Map();
        const self = {
            on(name, call) {
                if (!listeners.has(name)) listeners.set(name, []);
                listeners.get(name).push(call);
                return self;
            },
            emit(name, ...values) {
                for (const call of listeners.get(name) || []) call.apply(self, values);
                return listeners.has(name);
            },
        };
        self.once = self.addListener = self.on;
        self.removeAllListeners = () => { listeners.clear(); return self; };
        return self;
    };

    const stdin = emitter();
    let flowing = false;
    const listen = stdin.on;
    const flow = () => {
        if (flowing) return;
        flowing = true;
        add(() => {
            if (input() !== '') stdin.emit('data', input());
            stdin.emit('end');
            stdin.emit('close');
        }, 0, false, []);
    };
    let readableSent = false;
    stdin.on = stdin.once = stdin.addListener = (name, call) => {
        listen(name, call);
        if (name === 'readable') {
            add(() => { stdin.emit('readable'); stdin.emit('end'); stdin.emit('close'); }, 0, false, []);
        } else if (name === 'data' || name === 'end') flow();
        return stdin;
    };
    Object.assign(stdin, {
        fd: 0, isTTY: false, setEncoding: () => stdin, resume: () => stdin, pause: () => stdin, unref: () => stdin,
        read() { if (readableSent) return null; readableSent = true; return input(); },
    });
    stdin[Symbol.asyncIterator] = async function* chunks() { if (input() !== '') yield input(); };
    if (global.Symbol) {
        stdin[global.Symbol.asyncIterator] = stdin[Symbol.asyncIterator];
    }

    const stream = (fd) => ({
        fd, isTTY: false, columns: 80,
        write(text, _encoding, done) {
            native.write(fd, String(text));
            const call = typeof _encoding === 'function' ? _encoding : done;
            if (typeof call === 'function') add(call, 0, false, []);
            return true;
        },
        end(text) { if (text !== undefined) native.write(fd, String(text)); },
        on() { return this; }, once() { return this; },
    });

    const hrtime = (since) => {
        const now = native.now();
        const seconds = Math.floor(now / 1000);
        const nanoseconds = Math.floor((now - seconds * 1000) * 1e6);
        if (!since) return [seconds, nanoseconds];
        const difference = (seconds - since[0]) * 1e9 + (nanoseconds - since[1]);
        return [Math.floor(difference / 1e9), difference % 1e9];
    };
    hrtime.bigint = () => BigInt(Math.floor(native.now() * 1e6));

    const process = {
        stdin, stdout: stream(1), stderr: stream(2), argv: ['node', 'solution.js'], env: {}, platform: 'wasi',
        version: 'v0.0.0', versions: {}, exitCode: undefined, pid: 1,
        exit: (code) => native.exit(code === undefined ? Number(process.exitCode) || 0 : Number(code) || 0),
        nextTick: (call, ...values) => { global.Promise.resolve().then(() => call(...values)); },
        hrtime, uptime: () => native.now() / 1000, cwd: () => '/', on: () => process, once: () => process,
        memoryUsage: () => ({ rss: 0, heapTotal: 0, heapUsed: 0, external: 0 }),
    };
    define('process', process);
    define('performance', { now: () => native.now(), timeOrigin: 0 });

    const readFileSync = (path) => {
        if (path === 0 || path === '/dev/stdin') {
            const text = input();
            return text;
        }
        return native.fail(`there are no files here: ${String(path).slice(0, 80)}`);
    };
    const writeSync = (fd, text) => { native.write(fd === 2 ? 2 : 1, String(text)); return String(text).length; };

    const createInterface = () => {
        const face = emitter();
        let started = false;
        let closed = false;
        const begin = () => {
            if (started) return;
            started = true;
            add(() => {
                while (!closed && nextLine < allLines().length) face.emit('line', lines[nextLine++]);
                if (!closed) { closed = true; face.emit('close'); }
            }, 0, false, []);
        };
        const plainOn = face.on;
        face.on = face.once = face.addListener = (name, call) => { plainOn(name, call); begin(); return face; };
        face.close = () => { if (!closed) { closed = true; face.emit('close'); } };
        face.question = (prompt, call) => {
            native.write(1, String(prompt));
            const line = nextLine < allLines().length ? lines[nextLine++] : '';
            add(typeof call === 'function' ? call : nothing, 0, false, [line]);
        };
        face.setPrompt = face.prompt = face.pause = face.resume = () => face;
        const iterate = async function* each() {
            while (nextLine < allLines().length) yield lines[nextLine++];
        };
        face[Symbol.asyncIterator] = iterate;
        face[global.Symbol.asyncIterator] = iterate;
        return face;
    };

    const util = { inspect: (value) => inspect(value, 1, []), format: (...values) => format(values) };
    const assert = (truth, message) => { if (!truth) native.fail(message || 'assertion failed'); };
    assert.ok = assert;
    assert.equal = assert.strictEqual = (a, b, message) => assert(a === b, message || 'values differ');
    const modules = {
        fs: { readFileSync, writeSync, writeFileSync: (path, text) => writeSync(path === 2 || path === '/dev/stderr' ? 2 : 1, text) },
        readline: { createInterface },
        process, util, assert,
        os: { EOL: '\n' },
        perf_hooks: { performance: global.performance },
        timers: { setTimeout: global.setTimeout, setInterval: global.setInterval, setImmediate: global.setImmediate },
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
