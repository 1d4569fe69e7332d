package events

import (
	"encoding/json"
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate/datetime"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// undated stands for the day in the index of a document without a readable time.
const undated = "undated"

// DailyIndex is the index that a document goes to when its form says none: for a
// pattern with a *, such as cwl-*, that of the UTC day of its "@timestamp"
// (cwl-2020.02.07), as CloudWatch Logs' function and log shippers name them; a
// name without a * stays. Of several stars the last one is the day.
func DailyIndex(pattern string, source *orderedjson.Object) string {
	if !strings.Contains(pattern, "*") {
		return pattern
	}
	v, _ := source.Get(TimestampField)
	return IndexOfDay(pattern, Day(v))
}

// IndexOfDay puts a day, as Day gives it, into a pattern.
func IndexOfDay(pattern, day string) string {
	i := strings.LastIndexByte(pattern, '*')
	if i < 0 {
		return pattern
	}
	return strings.ReplaceAll(pattern[:i], "*", "") + day + pattern[i+1:]
}

// Day is the UTC day of a "@timestamp" (an ISO date or epoch milliseconds) as
// yyyy.MM.dd; "undated" where it is none.
func Day(timestamp any) string {
	var text string
	switch v := timestamp.(type) {
	case string:
		text = v
	case json.Number:
		text = v.String()
	case []any: // of several times the first
		if len(v) > 0 {
			if _, nested := v[0].([]any); !nested {
				return Day(v[0])
			}
		}
		return undated
	default:
		return undated
	}
	t, err := datetime.MustDefault().Parse(text, datetime.Context{})
	if err != nil {
		return undated
	}
	return t.UTC().Format("2006.01.02")
}
