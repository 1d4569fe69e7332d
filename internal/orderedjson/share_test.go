package orderedjson_test

import (
	"encoding/json"
	"strconv"
	"testing"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

func TestSharedCopiesAreEqual(t *testing.T) {
	var s orderedjson.Shared
	for i := range 5000 {
		v := orderedjson.NewObject(
			orderedjson.Member{Key: "name", Value: "user" + strconv.Itoa(i%7)},
			orderedjson.Member{Key: "id", Value: strconv.Itoa(i)},
			orderedjson.Member{Key: "same", Value: json.Number("1.0")},
			orderedjson.Member{Key: "list", Value: []any{"1", json.Number("1"), nil, true, "a"}},
			orderedjson.Member{Key: "inner", Value: orderedjson.NewObject(orderedjson.Member{Key: "name", Value: json.Number("1")})},
			orderedjson.Member{Key: "none", Value: (*orderedjson.Object)(nil)},
		)
		if got := s.Copy(v); !orderedjson.Equal(v, got) {
			t.Fatalf("%v is copied as %v", v, got)
		}
	}
}
