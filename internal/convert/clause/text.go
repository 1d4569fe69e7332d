package clause

import (
	"strings"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// AnyCase is a value of term, prefix, wildcard or regexp that is asked for without regard
// to the case of ASCII's letters (Elasticsearch 7.10 and later, every OpenSearch).
func AnyCase(value string) *orderedjson.Object {
	o := orderedjson.One("value", value)
	o.Set("case_insensitive", true)
	return o
}

// Literally is a text in which a wildcard clause sees no wildcards.
func Literally(text string) string { return literally.Replace(text) }

var literally = strings.NewReplacer(`\`, `\\`, "*", `\*`, "?", `\?`)
