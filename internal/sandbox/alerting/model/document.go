package model

import (
	"fmt"
	"strings"
	"unicode/utf16"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/sandbox/alerting/fault"
	"github.com/alertplan/alertplan/internal/sandbox/alerting/xcontent"
)

func parseDocumentInput(r *xcontent.Reader) Input {
	in := Input{Kind: DocumentInput, Indices: []string{}}
	description, fanOut := "", true
	queries := []documentQuery{}
	for r.Next() != xcontent.EndObject {
		name := r.Name()
		r.Next()
		switch name {
		case "description":
			description = r.Text()
		case "indices":
			in.Indices = append(in.Indices, r.Texts()...)
		case "queries":
			queries = append(queries, parseList(r, parseDocumentQuery)...)
		case "fan_out_enabled":
			if r.Token() != xcontent.Null {
				fanOut = r.Bool()
			}
		}
	}
	stored, java := []any{}, []string{}
	for _, q := range queries {
		stored, java = append(stored, q.stored()), append(java, q.java())
		in.QueryNames = append(in.QueryNames, q.name)
	}
	in.Stored = object(DocumentInput, object("description", description, "indices", anyTexts(in.Indices),
		"queries", stored, "fan_out_enabled", fanOut))
	in.java = fmt.Sprintf("DocLevelMonitorInput(description=%s, indices=%s, queries=%s, fanoutEnabled=%t)",
		description, javaList(in.Indices), javaList(java), fanOut)
	return in
}

// documentQuery is a query of a document-level input.
type documentQuery struct {
	id, name, query          string
	hasName, hasQuery        bool
	fields, tags, fieldNames []string
}

func parseDocumentQuery(r *xcontent.Reader) documentQuery {
	q := documentQuery{id: newUUID()}
	r.Expect(xcontent.StartObject, r.Token())
	for r.Next() != xcontent.EndObject {
		name := r.Name()
		r.Next()
		switch name {
		case "id":
			q.id = r.Text()
		case "name":
			q.name, q.hasName = r.Text(), true
			checkQueryName(q.name)
		case "query":
			q.query, q.hasQuery = r.Text(), true
		case "tags":
			q.tags = append(q.tags, parseTags(r)...)
		case "fields":
			q.fields = append(q.fields, r.Texts()...)
		case "query_field_names":
			q.fieldNames = append(q.fieldNames, r.Texts()...)
		}
	}
	initialized(q.hasName, "name")
	initialized(q.hasQuery, "query")
	return q
}

// checkQueryName counts as Java does, in UTF-16 units; a line break does not
// match its pattern.
func checkQueryName(name string) {
	units := len(utf16.Encode([]rune(name)))
	xcontent.Check(units >= 1 && units <= 256 && !strings.ContainsAny(name, "\n\r\u0085\u2028\u2029"),
		"The query name, %s, should be between 1 - 256 characters.", name)
}

func parseTags(r *xcontent.Reader) []string {
	r.Expect(xcontent.StartArray, r.Token())
	tags := []string{}
	for r.Next() != xcontent.EndArray {
		tag := r.Text()
		if strings.ContainsAny(tag, " []{}()") {
			xcontent.Throw(fault.Require(
				"The query tag, %s, contains an invalid character: [' ','[',']','{','}','(',')']", tag))
		}
		tags = append(tags, tag)
	}
	return tags
}

func (q documentQuery) stored() *orderedjson.Object {
	return object("id", q.id, "name", q.name, "fields", anyTexts(q.fields), "query", q.query,
		"tags", anyTexts(q.tags), "query_field_names", anyTexts(q.fieldNames))
}

func (q documentQuery) java() string {
	return fmt.Sprintf("DocLevelQuery(id=%s, name=%s, fields=%s, query=%s, tags=%s, queryFieldNames=%s)",
		q.id, q.name, javaList(q.fields), q.query, javaList(q.tags), javaList(q.fieldNames))
}
