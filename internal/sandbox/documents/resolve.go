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

// closedSetting marks a closed index. It is not among the settings that are told.
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
