package documents

import (
	"net/http"

	"github.com/alertplan/alertplan/internal/evaluate/index"
	"github.com/alertplan/alertplan/internal/sandbox/rest"
)

// expansion is how index expressions are taken.
type expansion struct {
	index.Options
	// closed: patterns name closed indices too.
	closed bool
}

// patternsName is what the patterns of a request name where it does not say.
type patternsName struct {
	open, closed bool
	// one: they must name something.
	one bool
	// names: nothing names aliases; streamless: nothing names streams.
	names, streamless bool
	// hidden: they name hidden ones.
	hidden bool
}

// What patterns name by default, by kind of request (observed on 2.19.4).
var (
	openOnes   = patternsName{open: true}
	closedOnes = patternsName{closed: true}
	allOnes    = patternsName{open: true, closed: true}
	someOnes   = patternsName{open: true, closed: true, one: true}
	oneOpen    = patternsName{open: true, one: true, names: true, streamless: true}
	toClose    = patternsName{open: true, streamless: true}
	toDelete   = patternsName{open: true, closed: true, names: true, streamless: true}
	ofAliases  = patternsName{open: true, closed: true, streamless: true, hidden: true}
)

// expands are the options of a request that says nothing.
func (p patternsName) expands() expansion {
	o := expansion{closed: p.closed}
	o.RefuseNoIndices = p.one
	o.Hidden = p.hidden
	o.Left, o.OnlyNames, o.NoStreams = p.left(), p.names, p.streamless
	return o
}

// left tells which indices patterns don't name.
func (p patternsName) left() func(*index.Index) bool {
	return func(x *index.Index) bool { return isClosed(x) && !p.closed || !isClosed(x) && !p.open }
}

// closedSetting marks a closed index.
const closedSetting = "index.verified_before_close"

func isClosed(x *index.Index) bool { return x.Settings.Text(closedSetting) == "true" }

// resolve finds the indices that expressions name, closed ones too.
func (s *Service) resolve(expressions []string, o expansion) ([]*index.Index, error) {
	found, err := s.store.Resolve(expressions, o.Options)
	return found, told(err)
}

// open finds the indices to search: a closed one that is named is refused, one
// that only a pattern names is left out, unless patterns are to name those too.
func (s *Service) open(expressions []string, o expansion) ([]*index.Index, error) {
	found, err := s.resolve(expressions, o)
	if err != nil {
		return nil, err
	}
	open := []*index.Index{}
	for _, x := range found {
		switch {
		case !isClosed(x):
			open = append(open, x)
		case (o.closed || isNamed(expressions, x)) && !o.IgnoreUnavailable:
			return nil, closedError(x)
		}
	}
	return open, nil
}

func isNamed(expressions []string, x *index.Index) bool {
	for _, e := range expressions {
		if e == x.Name || x.Aliases.Has(e) {
			return true
		}
	}
	return false
}

func closedError(x *index.Index) error {
	return rest.Errorf(http.StatusBadRequest, "index_closed_exception", "closed").With("index", x.Name).With("index_uuid", x.UUID)
}
