package generate

import (
	"strconv"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/pattern"
	"github.com/alertplan/alertplan/internal/querydsl"
	"github.com/alertplan/alertplan/monitors"
)

// Extraction is the block of a search in arguments; false where none can say it.
func Extraction(in *monitors.Search, triggers []monitors.Trigger) (Block, bool) {
	short := ShortBody(in.Body)
	if needsTotal(triggers) && get(short, "track_total_hits") == true {
		short = orderedjson.NewObject(short.Members()...)
		short.Delete("track_total_hits") // the language adds it
	}
	for _, form := range []SearchForm{Filtered, InWindow, Windowed} {
		s, ok := ReadSearch(short, form, false)
		if !ok {
			continue
		}
		if grouped, ok := s.Grouped(); ok && ofBuckets(triggers) {
			s = grouped
		}
		if composed, ok := s.Compose(); ok && sameBody(composed, short) {
			return ExtractionQuery(in.Indices, s), true
		}
	}
	return Block{}, false
}

// RawExtraction is the block of a search with its body.
func RawExtraction(in *monitors.Search, reason Reason) Block {
	b := ExtractionQuery(in.Indices, Search{Body: ShortBody(in.Body)})
	b.Attributes[len(b.Attributes)-1].Comment = rawComment(reason)
	return b
}

// rawComment says why something stands raw.
func rawComment(reason Reason) string { return "As the API has it: " + string(reason) + "." }

func sameBody(a, b *orderedjson.Object) bool {
	x, errX := querydsl.Read(querydsl.OpenSearch2, a)
	y, errY := querydsl.Read(querydsl.OpenSearch2, b)
	return errX == nil && errY == nil && orderedjson.Equal(x.Body, y.Body)
}

func ofBuckets(triggers []monitors.Trigger) bool {
	for _, t := range triggers {
		if _, ok := t.Condition.(*monitors.BucketCondition); !ok {
			return false
		}
	}
	return len(triggers) > 0
}

// totals are comparisons with the number of hits.
var totals = pattern.New(`ctx\.results\[0\]\.hits\.total\.value *(>=|<=|==|!=|>|<) *([0-9]+)`)

// needsTotal tells whether the language counts all hits by itself: where a condition
// compares them with a number at which the server would stop.
func needsTotal(triggers []monitors.Trigger) bool {
	const stop = 10_000
	for _, t := range triggers {
		condition, _ := monitors.Audible(t.Condition)
		c, ok := condition.(*monitors.ScriptCondition)
		if !ok {
			continue
		}
		for _, m := range totals.FindAllStringSubmatch(c.Script.Source, -1) {
			n, err := strconv.Atoi(m[2])
			if err != nil || n > stop || n == stop && m[1] != ">=" && m[1] != "<" {
				return true
			}
		}
	}
	return false
}
