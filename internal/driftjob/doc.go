// Package driftjob looks for drift again and again, and knows what is news.
//
// It is two things. A Job looks at an interval with jitter, one look after the other,
// until it is stopped; nothing that a look comes to ends it. A Memory holds what was
// told of drift so far, and says what is to be told now: that drift has appeared, has
// changed or has ended, that nobody could look for a while, each of them once. What
// could not be told stays news.
//
// It must not know where drift comes from, how it is told, files, or the network. Time
// comes from a clock.
package driftjob
