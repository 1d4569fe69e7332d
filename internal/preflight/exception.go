package preflight

import (
	"encoding/json"
	"errors"
	"strconv"
	"strings"

	"github.com/alertplan/alertplan/internal/mustache"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// exception is why a script failed, as the server tells it: the JSON of a
// script_exception (observed on 1.3.14, 2.19.4 and 3.5.0: execute/script_errors), or
// plain words.
type exception struct {
	words string
	line  int  // of the script, from 1; 0: not known
	atRun bool // it compiled
}

func (e exception) String() string { return e.words }

func exceptionOf(text string) exception {
	v, err := orderedjson.ParseLimited([]byte(text))
	o, ok := v.(*orderedjson.Object)
	if err != nil || !ok {
		return exception{words: oneLine(text), atRun: true}
	}
	e := exception{atRun: o.Text("reason") != compileError, words: oneLine(o.Text("reason"))}
	cause := o.Object("caused_by")
	if reason := oneLine(cause.Text("reason")); reason != "" {
		e.words += ": " + strings.TrimSuffix(reason, ".")
	} else if kind := cause.Text("type"); kind != "" {
		e.words += ": " + oneLine(kind)
	}
	if here := hereIn(o.Array("script_stack")); here != "" {
		e.words += ", at " + strconv.Quote(here)
	}
	if source := []rune(o.Text("script")); o.Has("position") {
		offset := min(wholeNumber(o.Object("position"), "offset"), len(source))
		e.line = 1 + strings.Count(string(source[:max(offset, 0)]), "\n")
	}
	return e
}

// hereIn is the piece of the script that failed: the line before the arrow, from where
// the arrow points.
func hereIn(stack []any) string {
	for i := 1; i < len(stack); i++ {
		arrow, _ := stack[i].(string)
		line, _ := stack[i-1].(string)
		at := strings.Index(arrow, "^---- HERE")
		if at < 0 {
			continue
		}
		piece := []rune(line)
		if at >= len(piece) {
			return oneLine(line)
		}
		return oneLine(string(piece[at:]))
	}
	return ""
}

// broken tells whether a template does not compile.
func broken(template string) bool {
	_, err := mustache.Parse(template)
	var wrong *mustache.SyntaxError
	return errors.As(err, &wrong)
}

// wholeNumber is a member that is a number, 0 where there is none.
func wholeNumber(o *orderedjson.Object, name string) int {
	v, _ := o.Get(name)
	number, _ := v.(json.Number)
	n, err := strconv.Atoi(string(number))
	if err != nil {
		return 0
	}
	return n
}
