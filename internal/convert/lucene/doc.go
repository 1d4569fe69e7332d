// Package lucene writes regular expressions as searches have them.
//
// People write expressions that look for a part of a value, in the syntax that Perl,
// Python and Go share; Lucene's are of the whole value, know no anchors, and have
// operators of their own. What has no equal is refused by name. It must not know the
// languages that expressions come from.
package lucene
