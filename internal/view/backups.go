package view

// Kept says that bodies were kept, and how to look at them.
func (p *Printer) Kept() {
	p.line("What was there before is kept: `alertplan backups` lists it.")
}
