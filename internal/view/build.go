package view

import (
	"fmt"
	"strings"
)

// Build is which alertplan this is. Commit and Date are "" where the binary does not
// know them.
type Build struct {
	Version  string
	Commit   string // whole
	Date     string // of the commit, RFC 3339
	Go       string // "go1.26.8"
	Platform string // "linux/amd64"
}

// VersionLine is what `alertplan version` prints.
func VersionLine(b Build) string {
	var facts []string
	if b.Commit != "" {
		facts = append(facts, "commit "+b.Commit[:min(len(b.Commit), 12)])
	}
	if b.Date != "" {
		facts = append(facts, b.Date)
	}
	facts = append(facts, b.Go, b.Platform)
	return fmt.Sprintf("alertplan %s (%s)\n", b.Version, strings.Join(facts, ", "))
}

// ManualWritten says where manual pages are.
func (p *Printer) ManualWritten(pages int, dir string) {
	p.line("%d manual pages are in %s. `man alertplan` finds them where that is below the MANPATH.", pages, dir)
}
