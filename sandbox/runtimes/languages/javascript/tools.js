// util, assert and structuredClone: small things that programs for Node take from it.
(function makeTools(native, global, inspector, buffers) {
    'use strict';

    const { inspect, format } = inspector;
    const { TextEncoder, TextDecoder } = buffers;
    const { Array: List, Error, Map: Table, Object: Thing, Promise: Future, Set: Group, Date: Time } = global;
    const tagOf = (value) => Object.prototype.toString.call(value).slice(8, -1);
    const isObject = (value) => value !== null && typeof value === 'object';

    function same(a, b, strict, seen) {
        if (strict ? Object.is(a, b) : a == b || (a !== a && b !== b)) return true;
        if (!isObject(a) || !isObject(b)) return false;
        if (tagOf(a) !== tagOf(b) || (strict && Object.getPrototypeOf(a) !== Object.getPrototypeOf(b))) return false;
        if (seen.some(([one, other]) => one === a && other === b)) return true;
        const inner = [...seen, [a, b]];
        const tag = tagOf(a);
        if (tag === 'Date' || tag === 'RegExp') return String(a) === String(b);
        if (tag === 'Error' && (a.message !== b.message || a.name !== b.name)) return false;
        if (tag === 'Map' || tag === 'Set') {
            const [left, right] = [[...a], [...b]];
            return left.length === right.length
                && left.every((item) => right.some((other) => same(item, other, strict, inner)));
        }
        const [names, others] = [Object.keys(a), Object.keys(b)];
        return names.length === others.length && (!Array.isArray(a) || a.length === b.length)
            && names.every((name) => Object.hasOwn(b, name) && same(a[name], b[name], strict, inner));
    }
    const deepLoose = (a, b) => same(a, b, false, []);
    const deepStrict = (a, b) => same(a, b, true, []);

    function refuse(message, usual) {
        if (tagOf(message) === 'Error') throw message;
        const error = new Error(message === undefined ? usual : String(message));
        error.name = 'AssertionError';
        error.code = 'ERR_ASSERTION';
        throw error;
    }
    const differ = (a, b) => `values differ: ${inspect(a)} and ${inspect(b)}`;
    const compared = (holds, usual) => (a, b, message) => { if (!holds(a, b)) refuse(message, usual(a, b)); };
    const equal = (a, b) => `values are equal: ${inspect(a)}`;
    const assert = (truth, message) => { if (!truth) refuse(message, `${inspect(truth)} is not true`); };
    Object.assign(assert, {
        ok: assert,
        equal: compared((a, b) => a == b, differ),
        notEqual: compared((a, b) => a != b, equal),
        strictEqual: compared(Object.is, differ),
        notStrictEqual: compared((a, b) => !Object.is(a, b), equal),
        deepEqual: compared(deepLoose, differ),
        notDeepEqual: compared((a, b) => !deepLoose(a, b), equal),
        deepStrictEqual: compared(deepStrict, differ),
        notDeepStrictEqual: compared((a, b) => !deepStrict(a, b), equal),
        match: compared((text, pattern) => pattern.test(text), differ),
        fail: (message) => refuse(message, 'failed'),
        throws(call, expected, message) {
            try { call(); } catch { return; }
            refuse(typeof expected === 'string' ? expected : message, 'nothing was thrown');
        },
        doesNotThrow(call) { call(); },
    });
    assert.strict = assert;

    const promisify = (call) => function promised(...values) {
        return new Future((resolve, reject) => {
            call.call(this, ...values, (error, value) => (error ? reject(error) : resolve(value)));
        });
    };
    const util = {
        inspect, format, promisify, TextEncoder, TextDecoder,
        isDeepStrictEqual: deepStrict, isArray: List.isArray,
        deprecate: (call) => call,
        inherits(child, parent) { Object.setPrototypeOf(child.prototype, parent.prototype); },
        types: {
            isDate: (value) => tagOf(value) === 'Date', isMap: (value) => tagOf(value) === 'Map',
            isSet: (value) => tagOf(value) === 'Set', isRegExp: (value) => tagOf(value) === 'RegExp',
            isPromise: (value) => tagOf(value) === 'Promise',
        },
    };

    function structuredClone(value) {
        const made = new Map();
        const copy = (item) => {
            if (!isObject(item)) {
                if (typeof item === 'function' || typeof item === 'symbol') native.fail(`${inspect(item)} cannot be cloned`);
                return item;
            }
            if (made.has(item)) return made.get(item);
            const keep = (clone) => {
                made.set(item, clone);
                return clone;
            };
            const tag = tagOf(item);
            if (tag === 'Date') return keep(new Time(Number(item)));
            if (tag === 'RegExp') return keep(new global.RegExp(item.source, item.flags));
            if (ArrayBuffer.isView(item) && tag !== 'DataView') return keep(new global[tag](item));
            if (tag === 'ArrayBuffer') return keep(item.slice(0));
            if (tag === 'Map') {
                const clone = keep(new Table());
                for (const [name, entry] of item) clone.set(copy(name), copy(entry));
                return clone;
            }
            if (tag === 'Set') {
                const clone = keep(new Group());
                for (const entry of item) clone.add(copy(entry));
                return clone;
            }
            if (tag === 'Error') {
                const clone = keep(new Error(item.message));
                clone.name = item.name;
                return clone;
            }
            const clone = keep(Array.isArray(item) ? new List(item.length) : new Thing());
            for (const name of Object.keys(item)) clone[name] = copy(item[name]);
            return clone;
        };
        return copy(value);
    }

    return { util, assert, structuredClone };
})
