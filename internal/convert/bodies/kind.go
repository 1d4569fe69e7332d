package bodies

import "github.com/alertplan/alertplan/internal/convert"

// Kind is JSON as the API has it. It has no Convert: which form a block takes is found out
// by planning it (see Read).
func Kind() convert.Kind {
	return convert.Kind{Name: "json", Short: "monitors and channels as the API or the Dashboards give them", Extensions: []string{".json", ".jsonl", ".ndjson"}}
}
