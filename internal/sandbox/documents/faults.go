package documents

import (
	"errors"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/sandbox/rest"
)

// told turns an error of internal/evaluate into what the client is told. What it
// can't evaluate is a 501 of a type that no server has, so that nobody takes it
// for the server's own refusal.
func told(err error) error {
	var refused *fault.Error
	if errors.As(err, &refused) {
		return asRest(refused)
	}
	var unsupported *fault.UnsupportedError
	if errors.As(err, &unsupported) {
		return rest.Errorf(501, "sandbox_unsupported_exception", "the sandbox does not evaluate this: %s", unsupported.What)
	}
	return err
}

func asRest(e *fault.Error) *rest.Error {
	out := &rest.Error{Status: e.Status, Type: e.Type, Reason: e.Reason, Extra: e.Extra}
	for _, root := range e.Roots {
		out.RootCause = append(out.RootCause, asRest(&fault.Error{Type: root.Type, Reason: root.Reason, Extra: root.Extra}))
	}
	if e.Cause != nil {
		out.CausedBy = asRest(e.Cause)
	}
	return out
}

// expansionFlag is a parameter whose refusal the server wraps once more.
func expansionFlag(r *rest.Request, name string, fallback rest.Default) (bool, error) {
	on, err := r.Bool(name, fallback)
	if err != nil {
		return false, rest.IllegalArgument("Could not convert [%s] to boolean", name).Because(rest.AsError(err))
	}
	return on, nil
}

// indexOptions reads the parameters that say how index expressions are taken.
func indexOptions(r *rest.Request, usual patternsName) (expansion, error) {
	o := usual.expands()
	var err error
	r.Has("ignore_throttled")
	if o.IgnoreUnavailable, err = expansionFlag(r, "ignore_unavailable", rest.OffByDefault); err != nil {
		return o, err
	}
	standard := rest.OnByDefault
	if usual.one {
		standard = rest.OffByDefault
	}
	allow, err := expansionFlag(r, "allow_no_indices", standard)
	if err != nil {
		return o, err
	}
	o.RefuseNoIndices = !allow
	wanted := r.List("expand_wildcards")
	if len(wanted) == 0 {
		return o, nil
	}
	var named patternsName
	o.Hidden = false
	for _, w := range wanted {
		switch w {
		case "all":
			named.open, named.closed, o.Hidden = true, true, true
		case "hidden":
			o.Hidden = true
		case "open":
			named.open = true
		case "closed":
			named.closed = true
		case "none":
			named, o.Hidden = patternsName{}, false
		default:
			return o, rest.IllegalArgument("No valid expand wildcard value [%s]", w)
		}
	}
	o.closed, o.Left, o.Literal = named.closed, named.left(), !named.open && !named.closed
	return o, nil
}
