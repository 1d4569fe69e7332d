package model

import (
	"errors"
	"fmt"
	"strings"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/querydsl"
	"github.com/alertplan/alertplan/internal/sandbox/alerting/fault"
	"github.com/alertplan/alertplan/internal/sandbox/alerting/xcontent"
)

func parseInput(r *xcontent.Reader) Input {
	r.Expect(xcontent.StartObject, r.Token())
	r.Expect(xcontent.FieldName, r.Next())
	kind := r.Name()
	r.Expect(xcontent.StartObject, r.Next())
	var in Input
	switch kind {
	case SearchInput:
		in = parseSearchInput(r)
	case URIInput:
		if r.Dialect.BareMonitors {
			throwUnknown(r, kind)
		}
		in = parseURIInput(r)
	case DocumentInput:
		if r.Dialect.OlderMonitors {
			throwUnknown(r, kind)
		}
		in = parseDocumentInput(r)
	default:
		if r.Dialect.OlderMonitors {
			throwUnknown(r, kind)
		}
		// Taken for an input of another plugin, which has bytes that are not there.
		r.Skip()
		xcontent.Throw(fault.New(fault.NullPointer, `Cannot read the array length because "buf" is null`))
	}
	r.Expect(xcontent.EndObject, r.Next())
	return in
}

// throwUnknown throws the fault of a wrapper that the server does not know.
func throwUnknown(r *xcontent.Reader, kind string) {
	f := r.ParseError("unknown field [%s]", kind)
	f.Class = fault.NamedObject
	xcontent.Throw(f)
}

func parseSearchInput(r *xcontent.Reader) Input {
	in := Input{Kind: SearchInput, Indices: []string{}}
	for r.Next() != xcontent.EndObject {
		name := r.Name()
		r.Next()
		switch name {
		case "indices":
			in.Indices = append(in.Indices, r.Texts()...)
		case "query":
			in.Query = parseSearchBody(r)
		}
	}
	initialized(in.Query != nil, "searchSourceBuilder")
	in.Stored = object(SearchInput, object("indices", anyTexts(in.Indices), "query", in.Query))
	query, _ := orderedjson.Marshal(in.Query)
	in.java = "SearchInput(indices=" + javaList(in.Indices) + ", query=" + string(query) + ")"
	return in
}

// javaList prints a list of texts as Java does.
func javaList(texts []string) string { return "[" + strings.Join(texts, ", ") + "]" }

// parseSearchBody reads a search body as SearchSourceBuilder does, which, like a
// script, takes the next token for the beginning where it stands on no object.
func parseSearchBody(r *xcontent.Reader) *orderedjson.Object {
	if r.Token() != xcontent.StartObject {
		if found := r.Next(); found != xcontent.StartObject {
			xcontent.Throw(r.Parsing("Expected [START_OBJECT] but found [%s]", found))
		}
	}
	mark := r.Mark()
	body, _ := r.Value().(*orderedjson.Object)
	canonical, err := querydsl.CanonicalFor(r.Dialect.Searches().Bodies, body)
	if err != nil {
		xcontent.Throw(QueryFault(err, r, mark))
	}
	if f := unknownAggregation(canonical); f != nil && !r.Dialect.CoreGeo {
		xcontent.Throw(f)
	}
	return canonical
}

// queryClasses are the packages of the exceptions that querydsl names.
var queryClasses = map[string]string{
	querydsl.KindParsing: fault.Parsing, querydsl.KindXContentParse: fault.XContentParse,
	querydsl.KindIllegalArg: fault.IllegalArgument, querydsl.KindIllegalState: fault.IllegalState,
	querydsl.KindNumberFormat: fault.NumberFormat, querydsl.KindNullPointer: fault.NullPointer,
	querydsl.KindOpenSearch: fault.OpenSearchParse,
	querydsl.KindJSONParse:  fault.JSONParse, querydsl.KindInputCoercion: fault.InputCoercion,
	querydsl.KindClassCast: fault.ClassCast, querydsl.KindGeneral: "org.opensearch.OpenSearchException",
	querydsl.KindDateTime: "java.time.zone.ZoneRulesException", querydsl.KindNotFound: fault.NamedObject,
	querydsl.KindArithmetic: "java.lang.ArithmeticException",
}

// emptyClause refuses {} where a query should be; the place follows.
const emptyClause = "query malformed, empty clause found"

// QueryFault is the Java exception of a search body that was refused. mark is
// where the body begins in r, for the place in the text.
func QueryFault(err error, r *xcontent.Reader, mark xcontent.Mark) *fault.Fault {
	var refused *querydsl.Error
	if !errors.As(err, &refused) {
		return fault.New(fault.IllegalState, "%s", err)
	}
	class := queryClasses[refused.Kind]
	if class == "" {
		class = refused.Kind
	}
	if strings.HasPrefix(refused.Reason, "Failed to decode VALUE_STRING as base64") {
		if f := r.Base64Fault(mark, refused.Path); f != nil {
			return f
		}
	}
	f := fault.New(class, "%s", refused.Reason)
	if refused.Cause != nil {
		f.Cause = QueryFault(refused.Cause, r, mark)
	}
	key, place := r.PlaceOf(mark, refused.Path)
	if class == fault.Parsing && strings.Contains(refused.Reason, "] unknown field [") { // the text names the key's place, the fault the value's
		f.Message = fmt.Sprintf("[%d:%d] %s", key.Line, key.Column, refused.Reason)
		f.Line, f.Column = place.Line, place.Column
		return f
	}
	switch {
	case class != fault.NamedObject && strings.Contains(refused.Reason, "unknown field"), metAtKey(refused.Reason):
		place = key
	case metAtEnd(refused.Reason):
		place = r.EndOf(mark, refused.Path)
	case beforeRead(refused.Root()):
		_, place = r.PlaceOf(mark, refused.Root().Path)
	case strings.Contains(refused.Reason, "failed to parse field"), refused.Reason == emptyClause:
		place = r.LastPlaceOf(mark, refused.Root().Path)
	}
	f.Line, f.Column = place.Line, place.Column
	// These name the place in their text, all but those that speak of a whole object.
	named := strings.HasPrefix(refused.Reason, "[") &&
		(class == fault.XContentParse || strings.Contains(refused.Reason, "] unknown field ["))
	switch {
	case named || class == fault.NamedObject:
		f.Message = fmt.Sprintf("[%d:%d] %s", f.Line, f.Column, refused.Reason)
	case refused.Reason == emptyClause:
		f.Message = fmt.Sprintf("%s at [%d:%d]", refused.Reason, f.Line, f.Column)
	}
	return f
}

// metAtKey tells a fault that the server meets at a key.
func metAtKey(reason string) bool {
	return strings.HasPrefix(reason, "Invalid aggregation name [") || strings.HasSuffix(reason, "but found [FIELD_NAME]")
}

// metAtEnd tells a fault that the server meets once an object is read, and
// something wasn't there.
func metAtEnd(reason string) bool {
	return strings.Contains(reason, "must be provided with a [") || strings.HasPrefix(reason, "Missing definition for aggregation [")
}

// beforeRead tells a fault that the server meets at a value's first token; others
// it meets once it has read the value.
func beforeRead(e *querydsl.Error) bool {
	return e.Kind == querydsl.KindNotFound || strings.HasSuffix(e.Reason, "no start_object after query name")
}
