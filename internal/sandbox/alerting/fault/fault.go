// Package fault holds the failures of the alerting plugin as its Java code has
// them, an exception's class and its text, and says how the plugin answers
// them: on 2.x nearly every failure is an alerting_exception whose cause names
// the class (observed on 2.19.4, monitor_errors/*).
//
// It knows the answer's form and nothing of monitors, alerts or requests.
package fault

import (
	"fmt"
	"net/http"

	"github.com/alertplan/alertplan/internal/sandbox/rest"
)

// The Java classes that the plugin's answers name.
const (
	IllegalArgument  = "java.lang.IllegalArgumentException"
	IllegalState     = "java.lang.IllegalStateException"
	NumberFormat     = "java.lang.NumberFormatException"
	NullPointer      = "java.lang.NullPointerException"
	ClassCast        = "java.lang.ClassCastException"
	Parsing          = "org.opensearch.core.common.ParsingException"
	XContentParse    = "org.opensearch.core.xcontent.XContentParseException"
	NamedObject      = "org.opensearch.core.xcontent.NamedObjectNotFoundException"
	Uninitialized    = "kotlin.UninitializedPropertyAccessException"
	OpenSearchParse  = "org.opensearch.OpenSearchParseException"
	JSONParse        = "com.fasterxml.jackson.core.JsonParseException"
	JSONEOF          = "com.fasterxml.jackson.core.io.JsonEOFException"
	InputCoercion    = "com.fasterxml.jackson.core.exc.InputCoercionException"
	Constraints      = "com.fasterxml.jackson.core.exc.StreamConstraintsException"
	StatusException  = "org.opensearch.OpenSearchStatusException"
	IndexNotFound    = "org.opensearch.index.IndexNotFoundException"
	InvalidIndexName = "org.opensearch.indices.InvalidIndexNameException"
	IndexClosed      = "org.opensearch.indices.IndexClosedException"
	VersionConflict  = "org.opensearch.index.engine.VersionConflictEngineException"
	RequestInvalid   = "org.opensearch.action.ActionRequestValidationException"
	ClusterBlock     = "org.opensearch.cluster.block.ClusterBlockException"
	SearchFailed     = "org.opensearch.action.search.SearchPhaseExecutionException"
	RemoteTransport  = "org.opensearch.transport.RemoteTransportException"
	Alerting         = "org.opensearch.commons.alerting.util.AlertingException"
	HandlerFailure   = "org.opensearch.transport.ResponseHandlerFailureTransportException"
	NoSuchElement    = "java.util.NoSuchElementException"
)

// Fault is one Java exception.
type Fault struct {
	// Class is the exception's full name.
	Class string
	// Message is its text.
	Message string
	// Status is the HTTP status where the class does not say it: of
	// OpenSearchStatusException, and of what older servers don't know as a fault of
	// the request. 0 elsewhere.
	Status int
	// Index is the index that an IndexNotFoundException misses.
	Index string
	// Line and Column are the place of a ParsingException in the body, counted
	// from 1; 0 where it has none.
	Line, Column int
	// Cause is the exception that this one wraps, nil for none. Only Plain tells it.
	Cause *Fault
}

// New makes a fault of a class.
func New(class, format string, args ...any) *Fault {
	return &Fault{Class: class, Message: fmt.Sprintf(format, args...)}
}

// Require is the IllegalArgumentException of a failed requirement.
func Require(format string, args ...any) *Fault { return New(IllegalArgument, format, args...) }

// WithStatus is an OpenSearchStatusException.
func WithStatus(status int, format string, args ...any) *Fault {
	f := New(StatusException, format, args...)
	f.Status = status
	return f
}

// MissingIndex is the IndexNotFoundException of an index.
func MissingIndex(name string) *Fault {
	f := New(IndexNotFound, "no such index [%s]", name)
	f.Index = name
	return f
}

func (f *Fault) Error() string { return f.Class + ": " + f.Message }

// status is what AlertingException.wrap makes of a class; anything that it
// does not know is a 500, broken JSON and malformed queries among them.
func (f *Fault) status() int {
	switch f.Class {
	case IllegalArgument, NumberFormat, XContentParse, NamedObject, RequestInvalid, InvalidIndexName:
		return http.StatusBadRequest
	case IndexNotFound:
		return http.StatusNotFound
	case VersionConflict:
		return http.StatusConflict
	}
	if f.Status != 0 {
		return f.Status
	}
	return http.StatusInternalServerError
}

// friendly is the text that the plugin shows for the failure.
func (f *Fault) friendly() string {
	switch {
	case f.Class == IndexNotFound:
		return fmt.Sprintf("Configured indices are not found: [%s]", f.Index)
	case f.Message == "":
		return "Unknown error"
	}
	return f.Message
}

// Wrapped is the answer in the plugin's form: an alerting_exception with the
// class in its cause.
func (f *Fault) Wrapped() *rest.Error {
	return rest.Errorf(f.status(), "alerting_exception", "%s", f.friendly()).
		Because(rest.Errorf(f.status(), "exception", "%s: %s", f.Class, f.Message))
}

// WrappedTwice is Wrapped for a failure that the plugin wraps once more on its
// way out: the cause names AlertingException (doc-level monitors without an
// input: monitor_errors/input_kinds).
func (f *Fault) WrappedTwice() *rest.Error {
	return rest.Errorf(f.status(), "alerting_exception", "%s", f.friendly()).
		Because(rest.Errorf(f.status(), "exception", "%s: %s", Alerting, f.friendly()))
}

// Plain is the answer of the core, which does not wrap: the type is the class's
// own name (a body that is no object, a search body: http/bad_json), and so are
// those of its causes.
func (f *Fault) Plain() *rest.Error {
	e := f.bare()
	if f.Cause == nil {
		return e
	}
	cause := f.Cause.Plain()
	e.CausedBy = cause
	// The parser's faults are told from the innermost on.
	if f.Class == XContentParse && (f.Cause.Class == XContentParse || f.Cause.Class == Parsing) {
		e.RootCause = cause.RootCause
		if len(e.RootCause) == 0 {
			e.RootCause = []*rest.Error{f.Cause.bare()}
		}
	}
	return e
}

// bare is Plain without causes.
func (f *Fault) bare() *rest.Error {
	switch f.Class {
	case Parsing:
		return rest.ParsingError(f.Message, f.Line, f.Column)
	case JSONParse, JSONEOF, InputCoercion, OpenSearchParse:
		if f.Status != 0 {
			return rest.Errorf(f.Status, plainTypes[f.Class], "%s", f.Message)
		}
		return rest.Errorf(http.StatusBadRequest, plainTypes[f.Class], "%s", f.Message)
	case IndexNotFound:
		return rest.IndexNotFound(f.Index)
	}
	kind := plainTypes[f.Class]
	if kind == "" {
		kind = "exception"
	}
	return rest.Errorf(f.status(), kind, "%s", f.Message)
}

// plainTypes are the names under which the core answers a class.
var plainTypes = map[string]string{
	IllegalArgument: "illegal_argument_exception",
	NumberFormat:    "number_format_exception",
	IllegalState:    "illegal_state_exception",
	NullPointer:     "null_pointer_exception",
	ClassCast:       "class_cast_exception",
	Parsing:         "parsing_exception",
	XContentParse:   "x_content_parse_exception",
	NamedObject:     "named_object_not_found_exception",
	OpenSearchParse: "parse_exception",
	JSONParse:       "json_parse_exception",
	JSONEOF:         "json_e_o_f_exception",
	InputCoercion:   "input_coercion_exception",
	Constraints:     "stream_constraints_exception",
	StatusException: "status_exception",
	RequestInvalid:  "action_request_validation_exception",
	Uninitialized:   "uninitialized_property_access_exception",
	VersionConflict: "version_conflict_engine_exception",

	"java.net.URISyntaxException": "u_r_i_syntax_exception",
}
