package events

import (
	"errors"
	"fmt"
	"strings"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// Problem is what is wrong with one place of the input, with the way out.
type Problem struct {
	File string
	Line int // from 1; 0 where it is about the whole file
	Text string
}

func (p Problem) Error() string {
	switch {
	case p.File == "":
		return p.Text
	case p.Line == 0:
		return p.File + ": " + p.Text
	}
	return fmt.Sprintf("%s:%d: %s", p.File, p.Line, p.Text)
}

// Problems are the problems of an input, the first of them if there are many.
type Problems struct {
	List  []Problem
	More  int // that were found beyond those listed
	limit int
}

func (p *Problems) Error() string {
	lines := make([]string, 0, len(p.List)+1)
	for _, x := range p.List {
		lines = append(lines, x.Error())
	}
	if p.More > 0 {
		lines = append(lines, fmt.Sprintf("and %d more", p.More))
	}
	return strings.Join(lines, "\n")
}

func (p *Problems) add(x Problem) {
	limit := p.limit
	if limit <= 0 {
		limit = defaultMaxProblems
	}
	if len(p.List) >= limit {
		p.More++
		return
	}
	p.List = append(p.List, x)
}

var errNoObject = errors.New("an event must be a JSON object")

func unparsed(err error) error {
	var twice *orderedjson.DuplicateKeyError
	if errors.As(err, &twice) {
		return fmt.Errorf("the key %q stands twice in one object, which a cluster refuses: remove one", twice.Key)
	}
	return fmt.Errorf("not JSON: %w", err)
}
