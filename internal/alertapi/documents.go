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

// Document is a document that is to be indexed.
type Document struct {
	Index  string
	ID     string
	Source *orderedjson.Object
}

// Rejection is a document that the cluster did not take.
type Rejection struct {
	Document int // its place in the list, from 0
	Reason   string
}

// maxBulk is the size in bytes from which a bulk request is sent: the guides
// advise 5 to 15 MiB, and http.max_content_length is 100 MiB by default.
const maxBulk = 8 << 20

// CreateIndex makes an index of a body ({"settings", "mappings"}); nil is an empty
// one.
func (c *Client) CreateIndex(ctx context.Context, name string, body *orderedjson.Object) error {
	if body == nil {
		body = orderedjson.NewObject()
	}
	_, err := c.do(ctx, call{method: http.MethodPut, path: "/" + url.PathEscape(name), body: body})
	return err
}

// DeleteIndices removes indices by their names; patterns are not sent. One that is
// not there is no error.
func (c *Client) DeleteIndices(ctx context.Context, names ...string) error {
	escaped := make([]string, 0, len(names))
	request := call{method: http.MethodDelete, query: url.Values{"ignore_unavailable": {"true"}}}
	for _, name := range names {
		if name == "" || name == "_all" || strings.ContainsAny(name, "*,") {
			return refused(request, fmt.Sprintf("%q is no name of one index", name))
		}
		escaped = append(escaped, url.PathEscape(name))
	}
	if len(escaped) == 0 {
		return nil
	}
	request.path = "/" + strings.Join(escaped, ",")
	_, err := c.do(ctx, request)
	return err
}

// Index writes documents and makes them visible to searches. Documents that the
// cluster rejects are in the list, in order; the error is of a whole request.
func (c *Client) Index(ctx context.Context, documents []Document) ([]Rejection, error) {
	var rejected []Rejection
	var lines bytes.Buffer
	from := 0
	for i, d := range documents {
		if err := writeBulk(&lines, d); err != nil {
			return rejected, refused(bulkCall(nil), err.Error())
		}
		if lines.Len() < maxBulk && i < len(documents)-1 {
			continue
		}
		some, err := c.bulk(ctx, lines.Bytes(), from)
		rejected = append(rejected, some...)
		if err != nil {
			return rejected, err
		}
		from = i + 1
		lines.Reset()
	}
	return rejected, nil
}

func bulkCall(lines []byte) call {
	return call{method: http.MethodPost, path: "/_bulk", query: url.Values{"refresh": {"true"}}, lines: lines}
}

func writeBulk(lines *bytes.Buffer, d Document) error {
	head := orderedjson.NewObject(orderedjson.Member{Key: "_index", Value: d.Index})
	if d.ID != "" {
		head.Set("_id", d.ID)
	}
	for _, o := range []*orderedjson.Object{orderedjson.NewObject(orderedjson.Member{Key: "index", Value: head}), d.Source} {
		text, err := orderedjson.Marshal(o)
		if err != nil {
			return err
		}
		lines.Write(text)
		lines.WriteByte('\n')
	}
	return nil
}

func (c *Client) bulk(ctx context.Context, lines []byte, from int) ([]Rejection, error) {
	request := bulkCall(lines)
	answer, err := c.do(ctx, request)
	if err != nil {
		return nil, err
	}
	items := answer.Array("items")
	if sent := bytes.Count(lines, []byte("\n")) / 2; len(items) != sent {
		return nil, unreadable(request, fmt.Errorf("it tells of %d documents, and %d were sent", len(items), sent))
	}
	var rejected []Rejection
	for i, item := range items {
		o, _ := item.(*orderedjson.Object)
		if failure := o.Object("index").Object("error"); failure != nil {
			rejected = append(rejected, Rejection{Document: from + i, Reason: oneLine(failure.Text("reason"))})
		}
	}
	return rejected, nil
}
