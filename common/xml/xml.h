/* JSON documents as XML and back: a member is an element called after it, an item of an array is
 * <item>, and what is no text says so in its attribute `type`. A key that is no name for an element
 * stands in <entry key="…">. The only door to libxml2, whose entities, DTDs and network stay shut. */
#ifndef TABARD_XML_XML_H
#define TABARD_XML_XML_H

#include "common/json/any.h"

/* The whole document, with `root` as its outermost element. Characters that XML 1.0 cannot hold
 * become U+FFFD. */
void xml_write(struct buf *b, const char *root, const struct any *node);

/* What xml_write wrote; NULL with a problem added when it is not that: malformed, another outermost
 * element, a document type, deeper than JSON_DEPTH_MAX, a type that does not fit. */
struct any *xml_read(struct str text, const char *root, struct arena *arena, struct problems *ps);

#endif
