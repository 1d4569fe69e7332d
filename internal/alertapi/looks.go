package alertapi

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// Look is one search of several.
type Look struct {
	Indices []string
	Body    *orderedjson.Object
}

// Looks searches as the user, several searches in one request: the answer of each, which
// for one that fails is an object with an error. A search that does not parse spoils all
// (documents/msearch): the error then says so.
func (c *Client) Looks(ctx context.Context, all []Look) ([]*orderedjson.Object, error) {
	var lines bytes.Buffer
	for _, l := range all {
		names := make([]any, len(l.Indices))
		for i, n := range l.Indices {
			names[i] = n
		}
		for _, o := range []*orderedjson.Object{object("index", names), l.Body} {
			text, err := orderedjson.Marshal(o)
			if err != nil {
				return nil, err
			}
			lines.Write(text)
			lines.WriteByte('\n')
		}
	}
	request := call{method: http.MethodPost, path: "/_msearch", lines: lines.Bytes(), reads: true, query: url.Values{"max_concurrent_searches": {"2"}}}
	answer, err := c.do(ctx, request)
	if err != nil {
		return nil, err
	}
	var answers []*orderedjson.Object
	for _, v := range answer.Array("responses") {
		one, _ := v.(*orderedjson.Object)
		answers = append(answers, one)
	}
	if len(answers) != len(all) {
		return nil, unreadable(request, fmt.Errorf("it has %d answers, and %d searches were asked", len(answers), len(all)))
	}
	return answers, nil
}

// longestFields limits the names of fields in a request's URL, in bytes: a server takes
// 4,096 for all of its first line (observed-channels.md 38).
const longestFields = 2000

// FieldTypes are the types that fields have in indices: by field, the indices by type. A
// list of indices is empty where a field has one type in all that have it; a field that
// no index has is left out (documents/field_caps).
func (c *Client) FieldTypes(ctx context.Context, indices, fields []string) (map[string]map[string][]string, error) {
	found := map[string]map[string][]string{}
	for len(fields) > 0 {
		n, length := 0, 0
		for n < len(fields) && (n == 0 || length+len(fields[n]) < longestFields) {
			length += len(fields[n]) + 1
			n++
		}
		answer, err := c.do(ctx, call{method: http.MethodGet, path: "/" + escapedNames(indices) + "/_field_caps", query: url.Values{
			"fields": {strings.Join(fields[:n], ",")}, "ignore_unavailable": {"true"}, "allow_no_indices": {"true"},
		}})
		if err != nil {
			return nil, err
		}
		told := answer.Object("fields")
		for _, field := range told.Keys() {
			found[field] = map[string][]string{}
			for _, kind := range told.Object(field).Keys() {
				found[field][kind] = textsIn(told.Object(field).Object(kind), "indices")
			}
		}
		fields = fields[n:]
	}
	return found, nil
}
