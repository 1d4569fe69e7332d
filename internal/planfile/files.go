package planfile

import (
	"crypto/sha256"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// spellFiles is a text that is another for other files.
func spellFiles(files map[string][]byte) string {
	var b strings.Builder
	for _, name := range slices.Sorted(maps.Keys(files)) {
		fmt.Fprintf(&b, "%q %x\n", name, sha256.Sum256(files[name]))
	}
	return b.String()
}
