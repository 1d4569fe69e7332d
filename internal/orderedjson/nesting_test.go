package orderedjson_test

import (
	"testing"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

func TestDeeperThan(t *testing.T) {
	var none *orderedjson.Object
	if orderedjson.DeeperThan(none, 0) {
		t.Error("no object is no level")
	}
	for text, levels := range map[string]int{
		`1`: 0, `"{[{["`: 0, `{}`: 1, `[]`: 1, `[1,{}]`: 2, `{"a":1,"b":[{"c":[]}],"d":{}}`: 4,
	} {
		v, err := orderedjson.Parse([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		if orderedjson.DeeperThan(v, levels) || levels > 0 && !orderedjson.DeeperThan(v, levels-1) {
			t.Errorf("%s has %d levels", text, levels)
		}
	}
}
