// Everything that is said, rolled, signalled or hidden at a table of a soak has a word of its own in it, by which it is known
// again wherever it comes to, and which says who may know of it.
export const MARK = /~[a-z]+\d+~/g;

// Who may know, by the person's id and the audience that they are of.
export const everybody = () => true;
export const dms = (id, audience) => audience === 'dm';
export const nobody = () => false;

export const marksIn = (text) => [...new Set(text.match(MARK))];
export const kindOf = (mark) => mark.replace(/[~\d]/g, '');

export class Marks extends Map {
  make(kind, may) {
    const mark = `~${kind}${this.size}~`;
    this.set(mark, { may, heard: 0 });
    return mark;
  }

  // A complaint where that person may not know of it; counted otherwise.
  heard(mark, id, audience) {
    const known = this.get(mark);
    if (!known) return [`${mark} was never made here`];
    known.heard++;
    return known.may(id, audience) ? [] : [`${mark} is nothing for this ${audience} viewer`];
  }

  // How many of each kind there were, and how often they were heard.
  kinds() {
    const kinds = {};
    for (const [mark, { heard }] of this) {
      const kind = (kinds[kindOf(mark)] ??= { made: 0, heard: 0 });
      kind.made++;
      kind.heard += heard;
    }
    return kinds;
  }
}
