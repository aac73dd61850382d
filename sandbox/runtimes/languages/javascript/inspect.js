// How values look when they are printed: as in Node. It runs in the judge's own realm, on values of
// the player's.
(function makeInspect() {
    'use strict';

    const WIDTH = 80;
    const DEPTH = 2;
    const MAX_ITEMS = 100;
    const MAX_TEXT = 10000;
    // Innermost levels that may share a line.
    const COMPACT = 3;

    const escapes = { '\b': '\\b', '\t': '\\t', '\n': '\\n', '\f': '\\f', '\r': '\\r', '\\': '\\\\' };
    const escape = (character) => escapes[character]
        || `\\x${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;

    function quote(text) {
        const mark = !text.includes("'") ? "'" : !text.includes('"') ? '"' : !/`|\$\{/.test(text) ? '`' : "'";
        const plain = text.replace(/[\x00-\x1f\x7f-\x9f\\]/g, escape);
        return mark + (mark === "'" ? plain.replace(/'/g, "\\'") : plain) + mark;
    }

    const isWord = (name) => /^[A-Za-z_$][\w$]*$/.test(name);
    const key = (name) => (typeof name === 'symbol' ? `[${String(name)}]` : isWord(name) ? name : quote(name));
    const tagOf = (value) => Object.prototype.toString.call(value).slice(8, -1);
    const isFloat = (value) => Object.is(value, -0);
    const isList = (value) => Array.isArray(value) || (ArrayBuffer.isView(value) && tagOf(value) !== 'DataView');

    // Both work across realms, and only on what really is one.
    const mapSize = Object.getOwnPropertyDescriptor(Map.prototype, 'size').get;
    const setSize = Object.getOwnPropertyDescriptor(Set.prototype, 'size').get;
    const hasSize = (size, value) => attempt(() => { size.call(value); return true; }, false);

    // A getter may throw, and a proxy may do anything.
    const attempt = (action, otherwise) => { try { return action(); } catch { return otherwise; } };

    function makerOf(value) {
        for (let at = value; at !== null && at !== undefined; at = Object.getPrototypeOf(at)) {
            const maker = Object.getOwnPropertyDescriptor(at, 'constructor');
            if (maker && typeof maker.value === 'function' && maker.value.name !== '') return String(maker.value.name);
        }
        return null;
    }

    function functionText(value) {
        const text = attempt(() => Function.prototype.toString.call(value), '');
        const name = typeof value.name === 'string' ? value.name : '';
        if (/^class\b/.test(text)) {
            const parent = Object.getPrototypeOf(value);
            const known = name === '' ? '(anonymous)' : name;
            return `[class ${known}${parent && parent.name ? ` extends ${parent.name}` : ''}]`;
        }
        return `[${tagOf(value)}${name === '' ? ' (anonymous)' : `: ${name}`}]`;
    }

    function primitive(value) {
        switch (typeof value) {
            case 'string': {
                const shown = value.length > MAX_TEXT ? value.slice(0, MAX_TEXT) : value;
                const left = value.length - shown.length;
                return quote(shown) + (left ? `... ${left} more character${left > 1 ? 's' : ''}` : '');
            }
            case 'bigint': return `${value}n`;
            case 'number': return isFloat(value) ? '-0' : String(value);
            default: return String(value);
        }
    }

    // Short items of a long list stand in columns.
    function inColumns(context, items, extra, values) {
        const count = extra ? items.length - 1 : items.length;
        const lengths = items.slice(0, count).map((item) => item.length);
        const longest = Math.max(...lengths);
        const total = lengths.reduce((sum, length) => sum + length + 2, 0);
        const widest = longest + 2;
        if (widest * 3 + context.indentation >= WIDTH || (total / widest <= 5 && longest > 6)) return items;
        const narrower = Math.max(widest - 3 - Math.sqrt(widest - total / items.length), 1);
        const columns = Math.min(
            Math.round(Math.sqrt(2.5 * narrower * count) / narrower),
            Math.floor((WIDTH - context.indentation) / widest),
            COMPACT * 4,
            15,
        );
        if (columns <= 1) return items;
        const widths = [];
        for (let column = 0; column < columns; column++) {
            let width = 0;
            for (let at = column; at < count; at += columns) width = Math.max(width, lengths[at]);
            widths.push(width + 2);
        }
        const right = values !== undefined
            && values.every((value) => typeof value === 'number' || typeof value === 'bigint');
        const rows = [];
        for (let start = 0; start < count; start += columns) {
            const end = Math.min(start + columns, count);
            let row = '';
            for (let at = start; at < end - 1; at++) {
                const cell = `${items[at]}, `;
                row += right ? cell.padStart(widths[at - start]) : cell.padEnd(widths[at - start]);
            }
            const last = items[end - 1];
            rows.push(row + (right ? last.padStart(widths[end - 1 - start] - 2) : last));
        }
        if (extra) rows.push(items[count]);
        return rows;
    }

    function assemble(context, depth, { prefix, open, close, items, list, extra, values }) {
        const begin = prefix === '' ? open : `${prefix} ${open}`;
        if (items.length === 0) return `${begin}${close}`;
        let rows = items;
        if (list && items.length > 6) rows = inColumns(context, items, extra, values);
        if (context.deepest - depth < COMPACT && rows === items) {
            const start = 2 * rows.length + context.indentation + begin.length + 10;
            const total = rows.reduce((sum, row) => sum + row.length, start);
            if (total <= WIDTH && !rows.some((row) => row.includes('\n'))) {
                return `${begin} ${rows.join(', ')} ${close}`;
            }
        }
        const indent = `\n${' '.repeat(context.indentation)}`;
        return `${begin}${indent}  ${rows.join(`,${indent}  `)}${indent}${close}`;
    }

    function within(context, amount, action) {
        context.indentation += amount;
        const text = action();
        context.indentation -= amount;
        return text;
    }

    function property(context, value, name, depth, list) {
        const found = attempt(() => Object.getOwnPropertyDescriptor(value, name), undefined);
        let text;
        if (found && (found.get || found.set)) {
            text = found.get ? (found.set ? '[Getter/Setter]' : '[Getter]') : '[Setter]';
        } else {
            const item = found ? found.value : attempt(() => value[name], undefined);
            text = within(context, 2, () => show(context, item, depth + 1));
        }
        return list ? text : `${key(name)}: ${text}`;
    }

    function errorText(context, value) {
        const name = attempt(() => String(value.name), 'Error');
        const message = attempt(() => String(value.message), '');
        const head = message === '' ? name : `${name}: ${message}`;
        const frames = attempt(() => String(value.stack || ''), '').split('\n')
            .filter((line) => line.includes('solution.js'));
        const text = frames.length ? [head, ...frames].join('\n') : `[${head}]`;
        return context.indentation ? text.replace(/\n/g, `\n${' '.repeat(context.indentation)}`) : text;
    }

    // What a value is made of: its brackets, its own items and the names of its properties.
    function parts(context, value, depth) {
        const tag = tagOf(value);
        const maker = attempt(() => makerOf(value), null);
        const named = (usual, size) => {
            const name = maker === null ? `[${usual}${size}: null prototype]` : `${maker}${size}`;
            return maker === usual && size === '' ? '' : name;
        };
        const names = attempt(() => Object.keys(value), []);
        const symbols = attempt(() => Object.getOwnPropertySymbols(value), [])
            .filter((symbol) => Object.prototype.propertyIsEnumerable.call(value, symbol));
        const made = {
            prefix: '', open: '{', close: '}', items: [], list: false, extra: false, values: undefined,
            names: [...names, ...symbols],
        };
        const more = (total) => {
            if (total <= MAX_ITEMS) return;
            made.extra = true;
            made.items.push(`... ${total - MAX_ITEMS} more item${total - MAX_ITEMS > 1 ? 's' : ''}`);
        };
        const inner = (item) => within(context, 2, () => show(context, item, depth + 1));
        if (maker === 'Buffer' && tag === 'Uint8Array') {
            const bytes = Array.from(Array.prototype.slice.call(value, 0, 50), (byte) => byte.toString(16).padStart(2, '0'));
            const left = value.length - bytes.length;
            if (left > 0) bytes.push(`... ${left} more byte${left > 1 ? 's' : ''}`);
            made.prefix = `<${['Buffer', ...bytes].join(' ')}>`;
            made.names = [];
            made.bare = true;
            return made;
        }
        if (isList(value)) {
            const size = value.length;
            const plain = Array.isArray(value);
            made.prefix = plain ? (maker === 'Array' ? '' : named('Array', `(${size})`)) : named(tag, `(${size})`);
            [made.open, made.close, made.list] = ['[', ']', true];
            made.names = made.names.filter((name) => typeof name === 'symbol' || !/^\d+$/.test(name));
            let holes = 0;
            const flush = () => {
                if (holes) made.items.push(`<${holes} empty item${holes > 1 ? 's' : ''}>`);
                holes = 0;
            };
            let at = 0;
            for (; at < size && made.items.length < MAX_ITEMS; at++) {
                if (!plain || Object.hasOwn(value, at)) {
                    flush();
                    made.items.push(plain ? property(context, value, String(at), depth, true) : primitive(value[at]));
                } else holes++;
            }
            flush();
            if (at < size) {
                made.extra = true;
                made.items.push(`... ${size - at} more item${size - at > 1 ? 's' : ''}`);
            }
            made.values = made.items.length > 6 ? Array.prototype.slice.call(value, 0, MAX_ITEMS) : undefined;
        } else if (tag === 'Map' && hasSize(mapSize, value)) {
            made.prefix = named('Map', `(${mapSize.call(value)})`);
            let left = MAX_ITEMS;
            for (const [name, item] of Map.prototype.entries.call(value)) {
                if (left-- === 0) break;
                made.items.push(`${inner(name)} => ${inner(item)}`);
            }
            more(mapSize.call(value));
        } else if (tag === 'Set' && hasSize(setSize, value)) {
            made.prefix = named('Set', `(${setSize.call(value)})`);
            let left = MAX_ITEMS;
            for (const item of Set.prototype.values.call(value)) {
                if (left-- === 0) break;
                made.items.push(inner(item));
            }
            more(setSize.call(value));
        } else if (typeof value === 'function') {
            made.prefix = functionText(value);
        } else if (tag === 'Error' || value instanceof Error) {
            made.prefix = errorText(context, value);
        } else if (tag === 'Date') {
            made.prefix = attempt(() => value.toISOString(), 'Invalid Date');
        } else if (tag === 'RegExp') {
            made.prefix = String(value);
        } else if (tag === 'Number' || tag === 'String' || tag === 'Boolean' || tag === 'BigInt' || tag === 'Symbol') {
            made.prefix = `[${tag}: ${primitive(attempt(() => value.valueOf(), ''))}]`;
            made.names = made.names.filter((name) => typeof name === 'symbol' || !/^\d+$/.test(name));
        } else if (tag === 'Promise' || tag === 'WeakMap' || tag === 'WeakSet' || tag === 'WeakRef') {
            made.prefix = `${tag}`;
        } else {
            const other = tag === 'Object' || tag === maker || tag === 'Arguments' ? '' : ` [${tag}]`;
            if (tag === 'Arguments') made.prefix = '[Arguments]';
            else if (maker === null) made.prefix = `[Object: null prototype]${other}`;
            else made.prefix = maker === 'Object' && other === '' ? '' : `${maker}${other}`;
        }
        made.bare = typeof value === 'function' || ['Error', 'Date', 'RegExp', 'Number', 'String', 'Boolean', 'BigInt', 'Symbol']
            .includes(tag) || value instanceof Error;
        if (tag === 'Error' || value instanceof Error) made.names = made.names.filter((name) => name !== 'stack' && name !== 'message');
        return made;
    }

    function show(context, value, depth) {
        if (value === null || (typeof value !== 'object' && typeof value !== 'function')) return primitive(value);
        if (context.seen.includes(value)) {
            if (!context.circular.includes(value)) context.circular.push(value);
            return `[Circular *${context.circular.indexOf(value) + 1}]`;
        }
        if (depth > context.depth) {
            const name = attempt(() => makerOf(value), null) || 'Object: null prototype';
            return isList(value) ? '[Array]' : typeof value === 'function' ? functionText(value) : `[${name}]`;
        }
        context.seen.push(value);
        context.deepest = depth;
        const made = parts(context, value, depth);
        for (const name of made.names) made.items.push(property(context, value, name, depth, false));
        context.seen.pop();
        if (made.bare && made.items.length === 0) return made.prefix;
        const index = context.circular.indexOf(value);
        if (index >= 0) made.prefix = `<ref *${index + 1}>${made.prefix === '' ? '' : ` ${made.prefix}`}`;
        return assemble(context, depth, made);
    }

    function inspect(value, options) {
        const depth = options && typeof options === 'object' && 'depth' in options ? options.depth : DEPTH;
        const context = { seen: [], circular: [], indentation: 0, deepest: 0, depth: depth === null ? Infinity : Number(depth) };
        return show(context, value, 0);
    }

    const hasOwnText = (value) => {
        for (let at = value; at !== null; at = Object.getPrototypeOf(at)) {
            if (Object.hasOwn(at, 'toString')) return !['Object', 'Array', 'Error', 'Map', 'Set'].includes(makerOf(at)) || at === value;
        }
        return false;
    };

    function percent(mark, value) {
        const type = typeof value;
        switch (mark) {
            case '%s':
                if (type === 'string') return value;
                if (type === 'object' && value !== null && attempt(() => hasOwnText(value), false)) return String(value);
                return type === 'object' ? inspect(value, { depth: 0 }) : primitive(value);
            case '%d':
                if (type === 'bigint') return `${value}n`;
                return type === 'symbol' ? 'NaN' : primitive(type === 'object' && value !== null ? NaN : Number(value));
            case '%i':
                if (type === 'bigint') return `${value}n`;
                return type === 'symbol' ? 'NaN' : primitive(parseInt(value, 10));
            case '%f': return type === 'symbol' ? 'NaN' : primitive(parseFloat(value));
            case '%j': return attempt(() => JSON.stringify(value), '[Circular]');
            case '%c': return '';
            case '%o': return inspect(value, { depth: 4 });
            default: return inspect(value);
        }
    }

    function format(...values) {
        let text = '';
        let next = 0;
        if (typeof values[0] === 'string') {
            next = 1;
            text = values.length === 1 ? values[0] : values[0].replace(/%[sdifjoOc%]/g, (mark) => {
                if (mark === '%%') return '%';
                return next < values.length ? percent(mark, values[next++]) : mark;
            });
        }
        for (let at = next; at < values.length; at++) {
            const value = values[at];
            text += (at > 0 ? ' ' : '') + (typeof value === 'string' ? value : inspect(value));
        }
        return text;
    }

    return { inspect, format };
})
