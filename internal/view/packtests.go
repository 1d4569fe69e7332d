package view

import "github.com/alertplan/alertplan/internal/address"

// PackTests are the tests of a pack, which those who use it do not run.
type PackTests struct {
	Address address.Address
	Dir     string
	Tests   int
}

// PackTests says of packs how their own tests are run.
func (p *Printer) PackTests(list []PackTests) {
	for _, t := range list {
		p.line("%s has %s of its own, not run here: alertplan test %s", t.Address, plural(t.Tests, "test block"), printable(t.Dir))
	}
}
