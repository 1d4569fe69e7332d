package main

import "strings"

// noPreflight is the flag that leaves the dry runs of new and changed monitors out.
const noPreflight = "--no-preflight"

// withoutPreflight is that flag, where the binary has it: what is measured are the
// writes.
func (b *bench) withoutPreflight() []string {
	if b.preflight == nil {
		said, err := b.alertplan("", "apply", "--help")
		has := err == nil && strings.Contains(said.out, noPreflight)
		b.preflight = &has
		if has {
			b.note("Applies are without preflight (%s), except where a line says otherwise.", noPreflight)
		}
	}
	if *b.preflight {
		return []string{noPreflight}
	}
	return nil
}
