package view

import "unicode/utf8"

// A line may be a whole file: a request copied from a browser, a state, JSON without
// line breaks. Of a long one is shown what stands around the problem.
const (
	longLine = 400 // bytes; shorter lines are shown whole
	ahead    = 60  // characters in front of the problem
	behind   = 140 // and from where it begins
)

// excerpt is what is shown of a line whose bytes between from and to a problem is about:
// a text, what of it stands before the problem, and the problem. Secrets are masked
// before the line is cut, so that none is cut in two.
func (p *Printer) excerpt(line []byte, from, to int) (text, before, marked string) {
	from = min(max(from, 0), len(line))
	to = min(max(to, from), len(line))
	if len(line) <= longLine {
		return p.shown(line), p.shown(line[:from]), p.shown(line[from:to])
	}
	secret := p.longestSecret()
	first, last := reach(line, from, secret)
	whole, left := []rune(p.shown(line[first:last])), []rune(p.shown(line[first:from]))
	start, end := max(0, len(left)-ahead), min(len(whole), len(left)+behind)
	if first > 0 { // what comes first may be the rest of a secret
		start = min(max(start, utf8.RuneCountInString(p.shown(line[first:first+secret]))), len(left))
	}
	if last < len(line) { // and what comes last the beginning of one
		end = min(end, len(whole)-utf8.RuneCountInString(p.shown(line[last-secret:last])))
	}
	start = min(start, len(whole))
	end = max(end, start)
	text, before = string(whole[start:end]), string(left[start:])
	marked = string(firstOf([]rune(p.shown(line[from:min(to, last)])), end-len(left)))
	if first+start > 0 {
		text, before = "…"+text, "…"+before
	}
	if last < len(line) || end < len(whole) {
		text += "…"
	}
	return text, before, marked
}

func firstOf(list []rune, n int) []rune { return list[:min(len(list), max(n, 0))] }

// reach are the bytes around a place that are enough for an excerpt, and for a secret
// on either side of it.
func reach(line []byte, at, secret int) (first, last int) {
	first = max(0, at-ahead*utf8.UTFMax-secret)
	last = min(len(line), at+behind*utf8.UTFMax+secret)
	for first > 0 && !utf8.RuneStart(line[first]) {
		first--
	}
	for last < len(line) && !utf8.RuneStart(line[last]) {
		last++
	}
	return first, last
}

// longestSecret is in bytes; 0 where none is known.
func (p *Printer) longestSecret() int {
	if mask, ok := p.out.(*Mask); ok {
		return mask.Longest()
	}
	return 0
}
