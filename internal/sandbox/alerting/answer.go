package alerting

import (
	"errors"

	evaluatefault "github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/sandbox/alerting/fault"
	"github.com/alertplan/alertplan/internal/sandbox/alerting/xcontent"
	"github.com/alertplan/alertplan/internal/sandbox/rest"
)

// javaClasses are the classes behind the error types of the document store.
var javaClasses = map[string]string{
	"version_conflict_engine_exception": fault.VersionConflict,
	"invalid_index_name_exception":      fault.InvalidIndexName,
	"illegal_argument_exception":        fault.IllegalArgument,
	"parsing_exception":                 fault.Parsing,
	"search_phase_execution_exception":  fault.SearchFailed,
	"index_closed_exception":            fault.IndexClosed,
	"mapper_parsing_exception":          "org.opensearch.index.mapper.MapperParsingException",
}

// toFault brings an error of the document store, of a search or of a parser to
// the Java exception that the plugin would see.
func toFault(err error) *fault.Fault {
	var f *fault.Fault
	if errors.As(err, &f) {
		return f
	}
	var e *evaluatefault.Error
	if !errors.As(err, &e) {
		return fault.New(fault.IllegalState, "%s", err)
	}
	if e.Type == "index_not_found_exception" {
		f := fault.New(fault.IndexNotFound, "%s", e.Reason)
		for _, m := range e.Extra {
			if name, ok := m.Value.(string); ok && m.Key == "index" {
				f.Index = name
			}
		}
		return f
	}
	class := javaClasses[e.Type]
	if class == "" {
		class = e.Type
	}
	return fault.New(class, "%s", e.Reason)
}

// refused answers an error in the plugin's wrapped form; a parser that never
// ends never answers.
func refused(err error) (rest.Response, error) {
	var endless *xcontent.EndlessError
	if errors.As(err, &endless) {
		return rest.Never(fault.Require("%s", endless).Wrapped()), nil
	}
	var unsupported *evaluatefault.UnsupportedError
	if errors.As(err, &unsupported) {
		return rest.Response{}, told(err)
	}
	var ready *rest.Error
	if errors.As(err, &ready) {
		return rest.Response{}, ready
	}
	return rest.Response{}, toFault(err).Wrapped()
}

// refusedBody answers an error in a body: wrapped, or plainly where the server does
// not wrap what it met before it looked anything up.
func (a *API) refusedBody(err error) (rest.Response, error) {
	if a.deps.Dialect.PlainErrors {
		return refusedPlainly(err)
	}
	return refused(err)
}

// refusedPlainly answers an error in the core's form.
func refusedPlainly(err error) (rest.Response, error) {
	var endless *xcontent.EndlessError
	if errors.As(err, &endless) {
		return rest.Never(fault.Require("%s", endless).Plain()), nil
	}
	var f *fault.Fault
	if errors.As(err, &f) {
		return rest.Response{}, f.Plain()
	}
	return rest.Response{}, err
}
