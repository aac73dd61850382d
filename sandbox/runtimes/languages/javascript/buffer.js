// Buffer, TextEncoder and TextDecoder: bytes as programs for Node expect them. Made in the judge's
// own realm, before the program runs, out of the typed arrays of the program's realm.
(function makeBuffer(native, global) {
    'use strict';

    const Bytes = global.Uint8Array;
    const HEX = '0123456789abcdef';
    const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

    const encodingOf = (name) => {
        const plain = String(name === undefined || name === null ? 'utf8' : name).toLowerCase().replace(/[-_]/g, '');
        return plain === 'ascii' || plain === 'binary' ? 'latin1' : plain;
    };

    function bytesOf(text, encoding) {
        switch (encodingOf(encoding)) {
            case 'latin1': return Array.from(text, (character) => character.charCodeAt(0) & 0xff);
            case 'hex': {
                const bytes = [];
                for (let at = 0; at + 1 < text.length; at += 2) bytes.push(parseInt(text.slice(at, at + 2), 16));
                return bytes;
            }
            case 'base64': case 'base64url': {
                const bytes = [];
                let bits = 0;
                let count = 0;
                for (const character of text.replace(/-/g, '+').replace(/_/g, '/')) {
                    const digit = BASE64.indexOf(character);
                    if (digit < 0) continue;
                    bits = (bits << 6 | digit) & 0xffffff;
                    count += 6;
                    if (count >= 8) bytes.push(bits >> (count -= 8) & 0xff);
                }
                return bytes;
            }
            default: return new Bytes(native.encode(text));
        }
    }

    function textOf(bytes, encoding) {
        switch (encodingOf(encoding)) {
            case 'latin1': {
                let text = '';
                for (let at = 0; at < bytes.length; at += 4096) {
                    text += String.fromCharCode.apply(null, Array.from(bytes.subarray(at, at + 4096)));
                }
                return text;
            }
            case 'hex': return Array.from(bytes, (byte) => HEX[byte >> 4] + HEX[byte & 15]).join('');
            case 'base64': {
                let text = '';
                for (let at = 0; at < bytes.length; at += 3) {
                    const bits = bytes[at] << 16 | (bytes[at + 1] || 0) << 8 | (bytes[at + 2] || 0);
                    const digits = [18, 12, 6, 0].map((shift) => BASE64[bits >> shift & 63]).join('');
                    text += at + 2 < bytes.length ? digits : digits.slice(0, bytes.length - at + 1).padEnd(4, '=');
                }
                return text;
            }
            default: return native.decode(bytes.buffer, bytes.byteOffset, bytes.byteLength);
        }
    }

    class Buffer extends Bytes {
        static from(value, encoding, length) {
            if (typeof value === 'string') return new Buffer(bytesOf(value, encoding));
            if (Object.prototype.toString.call(value) === '[object ArrayBuffer]') return new Buffer(value, encoding, length);
            return new Buffer(value);
        }

        static alloc(size, fill, encoding) {
            const buffer = new Buffer(Number(size));
            return fill === undefined ? buffer : buffer.fill(fill, encoding);
        }

        static allocUnsafe(size) { return new Buffer(Number(size)); }

        static isBuffer(value) { return value instanceof Buffer; }

        static byteLength(value, encoding) {
            return typeof value === 'string' ? bytesOf(value, encoding).length : value.byteLength;
        }

        static concat(list, total) {
            const size = total === undefined ? Array.from(list).reduce((sum, part) => sum + part.length, 0) : total;
            const joined = new Buffer(size);
            let at = 0;
            for (const part of list) {
                joined.set(part.subarray(0, Math.max(0, size - at)), at);
                at += part.length;
            }
            return joined;
        }

        static compare(a, b) {
            const shared = Math.min(a.length, b.length);
            for (let at = 0; at < shared; at++) if (a[at] !== b[at]) return a[at] < b[at] ? -1 : 1;
            return Math.sign(a.length - b.length);
        }

        toString(encoding, start, end) {
            const part = start === undefined && end === undefined ? this : this.subarray(start, end);
            return textOf(part, encoding);
        }

        toJSON() { return { type: 'Buffer', data: Array.from(this) }; }

        slice(start, end) { return this.subarray(start, end); }

        equals(other) { return Buffer.compare(this, other) === 0; }

        compare(other) { return Buffer.compare(this, other); }

        write(text, offset, length, encoding) {
            const bytes = bytesOf(String(text), typeof offset === 'string' ? offset : encoding);
            const at = Number(offset) || 0;
            const count = Math.min(bytes.length, this.length - at, typeof length === 'number' ? length : Infinity);
            for (let index = 0; index < count; index++) this[at + index] = bytes[index];
            return count;
        }

        fill(value, ...rest) {
            if (typeof value !== 'string') return super.fill(value, ...rest);
            const bytes = bytesOf(value, rest[0]);
            for (let at = 0; at < this.length; at++) this[at] = bytes.length ? bytes[at % bytes.length] : 0;
            return this;
        }

        copy(target, at, start, end) {
            const part = this.subarray(start, end).subarray(0, Math.max(0, target.length - (at || 0)));
            target.set(part, at || 0);
            return part.length;
        }

        indexOf(value, from, encoding) {
            if (typeof value === 'number') return super.indexOf(value, from);
            const wanted = typeof value === 'string' ? bytesOf(value, encoding) : value;
            for (let at = Number(from) || 0; at + wanted.length <= this.length; at++) {
                let same = 0;
                while (same < wanted.length && this[at + same] === wanted[same]) same++;
                if (same === wanted.length) return at;
            }
            return -1;
        }

        includes(value, from, encoding) { return this.indexOf(value, from, encoding) >= 0; }
    }

    class TextEncoder {
        get encoding() { return 'utf-8'; }

        encode(text) { return new Bytes(native.encode(text === undefined ? '' : String(text))); }
    }

    class TextDecoder {
        get encoding() { return 'utf-8'; }

        decode(bytes) {
            if (bytes === undefined) return '';
            const view = bytes.buffer === undefined ? new Bytes(bytes) : bytes;
            return native.decode(view.buffer, view.byteOffset, view.byteLength);
        }
    }

    return { Buffer, TextEncoder, TextDecoder };
})
