package schema

import "github.com/hashicorp/hcl/v2/hclwrite"

// Format brings the source of a file to the layout that all files have: two
// blanks a level, equals signs below each other. It changes nothing else; what
// can't be parsed is laid out as far as that goes.
func Format(source []byte) []byte { return hclwrite.Format(source) }
