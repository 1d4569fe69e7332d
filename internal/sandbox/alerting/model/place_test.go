package model_test

import (
	"errors"
	"testing"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/querydsl"
	"github.com/alertplan/alertplan/internal/sandbox/alerting/model"
	"github.com/alertplan/alertplan/internal/sandbox/alerting/xcontent"
)

// TestPlacesOfFaults compares what is wrong with a search body, and where, with
// what 2.19.4 said to it as the body of a search.
func TestPlacesOfFaults(t *testing.T) {
	for body, want := range map[string]string{
		`{"query":{}}`:                                     "query malformed, empty clause found at [1:11]",
		`{"query":{"bool":{"filter":[{}]}}}`:               "[1:30] [bool] failed to parse field [filter]",
		`{"query":{"bool":{"must":{}}}}`:                   "[1:27] [bool] failed to parse field [must]",
		`{"query":{"bool":{"filter":[{"term":{}}]}}}`:      "[1:38] [bool] failed to parse field [filter]",
		`{"query":{"bool":{"filter":{"match":{}}}}}`:       "[1:38] [bool] failed to parse field [filter]",
		`{"query":{"bool":{"filter":{"match":[]}}}}`:       "[1:37] [bool] failed to parse field [filter]",
		`{"query":{"bool":{"filter":{"terms":{"a":{}}}}}}`: "[1:43] [bool] failed to parse field [filter]",
		`{"query":{"bool":{"filter":{"exists":{}}}}}`:      "[1:39] [bool] failed to parse field [filter]",
		`{"query":{"bool":{"filter":{"foo":{}}}}}`:         "[1:35] [bool] failed to parse field [filter]",
	} {
		parsed, err := orderedjson.Parse([]byte(body))
		if err != nil {
			t.Fatal(err)
		}
		_, err = querydsl.Canonical(parsed.(*orderedjson.Object))
		var refused *querydsl.Error
		if !errors.As(err, &refused) {
			t.Errorf("%s: %v", body, err)
			continue
		}
		r := xcontent.NewReader([]byte(body))
		r.Next()
		if got := model.QueryFault(refused, r, r.Mark()).Message; got != want {
			t.Errorf("%s: path %s\n got %s\nwant %s", body, refused.Root().Path, got, want)
		}
	}
}
