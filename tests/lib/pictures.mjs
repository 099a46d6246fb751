// Pictures of a few pixels, good and hostile, made here byte by byte; and a reader of PNGs for what comes back.
import zlib from 'node:zlib';

// 8 × 16, the left half red and the right half blue; and 16 × 8 as a WebP.
export const jpeg = Buffer.from(
  '/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAUDBAQEAwUEBAQFBQUGBwwIBwcHBw8LCwkMEQ8SEhEPERETFhwXExQaFRERGCEYGh0dHx8fExciJCIeJBweHx7/2wBDAQUFBQcGBw4ICA4eFBEUHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh7/wAARCAAQAAgDAREAAhEBAxEB/8QAHwAAAQUBAQEBAQEAAAAAAAAAAAECAwQFBgcICQoL/8QAtRAAAgEDAwIEAwUFBAQAAAF9AQIDAAQRBRIhMUEGE1FhByJxFDKBkaEII0KxwRVS0fAkM2JyggkKFhcYGRolJicoKSo0NTY3ODk6Q0RFRkdISUpTVFVWV1hZWmNkZWZnaGlqc3R1dnd4eXqDhIWGh4iJipKTlJWWl5iZmqKjpKWmp6ipqrKztLW2t7i5usLDxMXGx8jJytLT1NXW19jZ2uHi4+Tl5ufo6erx8vP09fb3+Pn6/8QAHwEAAwEBAQEBAQEBAQAAAAAAAAECAwQFBgcICQoL/8QAtREAAgECBAQDBAcFBAQAAQJ3AAECAxEEBSExBhJBUQdhcRMiMoEIFEKRobHBCSMzUvAVYnLRChYkNOEl8RcYGRomJygpKjU2Nzg5OkNERUZHSElKU1RVVldYWVpjZGVmZ2hpanN0dXZ3eHl6goOEhYaHiImKkpOUlZaXmJmaoqOkpaanqKmqsrO0tba3uLm6wsPExcbHyMnK0tPU1dbX2Nna4uPk5ebn6Onq8vP09fb3+Pn6/9oADAMBAAIRAxEAPwDwbxz/AMuf/A//AGWv0PwD/wCZh/3C/wDch+q+Nn/MF/3E/wDcYeOf+XP/AIH/AOy0eAf/ADMP+4X/ALkDxs/5gv8AuJ/7jP/Z', 'base64');
export const webp = Buffer.from('UklGRkAAAABXRUJQVlA4IDQAAACQAQCdASoQAAgAAUAmJaACdLoAA5gA/vij//8QI//mwP/0uD8Ef+lwf/pcDh//S4GaAAAA', 'base64');

export function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length);
  frame.writeUInt32BE(crc(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}

// The checksum of ISO/IEC 15948, Annex D; zlib.crc32 is of newer versions of Node.
function crc(bytes) {
  let value = 0xffffffff;
  for (const byte of bytes) {
    value ^= byte;
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  }
  return (value ^ 0xffffffff) >>> 0;
}

// `pixels` are rows of RGB; `more` are chunks between the header and the data. A header may claim other dimensions.
export function png(pixels, { more = [], claim = {} } = {}) {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(claim.width ?? pixels[0].length, 0);
  header.writeUInt32BE(claim.height ?? pixels.length, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const rows = Buffer.concat(pixels.map((row) => Buffer.from([0, ...row.flat()])));
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), chunk('IHDR', header), ...more, chunk('IDAT', zlib.deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

export function square(side = 4, color = [10, 200, 30]) {
  return Array.from({ length: side }, () => Array.from({ length: side }, () => color));
}

// Rows of RGB of an 8-bit RGB PNG without interlacing.
export function pixelsOf(bytes) {
  const width = bytes.readUInt32BE(16);
  const height = bytes.readUInt32BE(20);
  const data = [];
  for (let at = 8; at < bytes.length; at += bytes.readUInt32BE(at) + 12) {
    if (bytes.toString('latin1', at + 4, at + 8) === 'IDAT') data.push(bytes.subarray(at + 8, at + 8 + bytes.readUInt32BE(at)));
  }
  const raw = zlib.inflateSync(Buffer.concat(data));
  const stride = width * 3;
  const out = Buffer.alloc(stride * height);
  for (let y = 0; y < height; y++) {
    const filter = raw[y * (stride + 1)];
    for (let i = 0; i < stride; i++) {
      const left = i >= 3 ? out[y * stride + i - 3] : 0;
      const up = y ? out[(y - 1) * stride + i] : 0;
      const corner = i >= 3 && y ? out[(y - 1) * stride + i - 3] : 0;
      const guess = left + up - corner;
      const paeth = [left, up, corner].reduce((a, b) => (Math.abs(guess - b) < Math.abs(guess - a) ? b : a));
      out[y * stride + i] = raw[y * (stride + 1) + 1 + i] + [0, left, up, (left + up) >> 1, paeth][filter];
    }
  }
  return Array.from({ length: height }, (_, y) => Array.from({ length: width }, (__, x) => [...out.subarray(y * stride + x * 3, y * stride + x * 3 + 3)]));
}

// A TIFF structure with an orientation, and a place that nobody should learn.
export function exif(orientation) {
  const tiff = Buffer.alloc(26 + 16);
  tiff.write('MM\0*', 'latin1');
  tiff.writeUInt32BE(8, 4);
  tiff.writeUInt16BE(1, 8);
  tiff.writeUInt16BE(0x0112, 10);
  tiff.writeUInt16BE(3, 12);
  tiff.writeUInt32BE(1, 14);
  tiff.writeUInt16BE(orientation, 18);
  tiff.write('SECRET PLACE', 26);
  return tiff;
}

function segment(marker, data) {
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(data.length + 2, 2);
  return Buffer.concat([head, data]);
}

// A JPEG with Exif data and a comment.
export function camera(orientation, from = jpeg) {
  return Buffer.concat([
    from.subarray(0, 2), segment(0xe1, Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), exif(orientation)])),
    segment(0xfe, Buffer.from('<script>alert(1)</script>')), from.subarray(2),
  ]);
}

// Width and height by a JPEG's frame header.
export function jpegSize(bytes) {
  for (let at = 2; at < bytes.length; at += 2 + bytes.readUInt16BE(at + 2)) {
    if (bytes[at + 1] >= 0xc0 && bytes[at + 1] <= 0xc2) return [bytes.readUInt16BE(at + 7), bytes.readUInt16BE(at + 5)];
  }
  return undefined;
}

// A file of Universal VTT with a little of everything.
const at = (x, y) => ({ x, y });
export const uvtt = (more = {}) => ({
  format: 0.3,
  resolution: { map_origin: at(2, 0), map_size: at(22, 17.5), pixels_per_grid: 100 },
  line_of_sight: [[at(2, 0), at(5.25, 0), at(5.25, 3.12345)], [at(3, 3), at(4, 4)]],
  objects_line_of_sight: [[at(9, 9), at(10, 9)]],
  portals: [{ position: at(4, 1.5), bounds: [at(4, 1), at(4, 2)], rotation: 1.570796, closed: true, freestanding: false }, { position: at(7, 7), bounds: [at(7, 6), at(7, 8)], closed: false }],
  environment: { baked_lighting: true, ambient_light: 'ffffffff' },
  lights: [{ position: at(6, 6), range: 6, intensity: 1, color: 'ffeccd8b', shadows: true }],
  image: png(square()).toString('base64'),
  software: 'none',
  ...more,
});
