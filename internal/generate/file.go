package generate

import (
	"strings"

	"github.com/hashicorp/hcl/v2/hclwrite"
)

// File is a file of blocks in the layout of alertplan fmt; a comment stands above all,
// "" for none. It is false where a block holds a text that no literal can say.
func File(comment string, blocks []Block) ([]byte, bool) {
	var w strings.Builder
	writeComment(&w, comment, "")
	for i, b := range blocks {
		if i > 0 || comment != "" {
			w.WriteString("\n")
		}
		text, ok := b.Text("")
		if !ok {
			return nil, false
		}
		w.WriteString(text + "\n")
	}
	return hclwrite.Format([]byte(w.String())), true
}
