// Package pattern holds regular expressions that are compiled when they are first
// asked. A command starts, asks few of them, and ends: to compile all of them took a
// quarter of the processor's time of `alertplan version`. Their texts are constants, and a
// test compiles those of the whole project.
//
// It is a leaf: everything may import it.
package pattern

import (
	"regexp"
	"sync"
)

// Pattern is a regular expression, by the rules of package regexp, for any number of
// goroutines at once.
type Pattern struct {
	compiled func() *regexp.Regexp
}

// New is a pattern of a text that must be one; it panics when it is first asked, else.
func New(text string) *Pattern {
	return &Pattern{sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(text) })}
}

// Regexp is the compiled expression, for what Pattern has no method for.
func (p *Pattern) Regexp() *regexp.Regexp { return p.compiled() }

// The methods are those of regexp.Regexp.

func (p *Pattern) MatchString(s string) bool { return p.compiled().MatchString(s) }

func (p *Pattern) Match(b []byte) bool { return p.compiled().Match(b) }

func (p *Pattern) FindSubmatch(b []byte) [][]byte { return p.compiled().FindSubmatch(b) }

func (p *Pattern) FindString(s string) string { return p.compiled().FindString(s) }

func (p *Pattern) FindStringSubmatch(s string) []string { return p.compiled().FindStringSubmatch(s) }

func (p *Pattern) FindAllString(s string, n int) []string { return p.compiled().FindAllString(s, n) }

func (p *Pattern) FindAllStringSubmatch(s string, n int) [][]string {
	return p.compiled().FindAllStringSubmatch(s, n)
}

func (p *Pattern) FindStringIndex(s string) []int { return p.compiled().FindStringIndex(s) }

func (p *Pattern) FindStringSubmatchIndex(s string) []int {
	return p.compiled().FindStringSubmatchIndex(s)
}

func (p *Pattern) Split(s string, n int) []string { return p.compiled().Split(s, n) }

func (p *Pattern) ReplaceAllString(s, replacement string) string {
	return p.compiled().ReplaceAllString(s, replacement)
}

func (p *Pattern) ReplaceAllStringFunc(s string, replace func(string) string) string {
	return p.compiled().ReplaceAllStringFunc(s, replace)
}
